// s4d-convolution: y_t = Σ_{l≤t} K_l x_{t-l}: the same y as the recurrence from a zero state, all tokens at once, no state in sight.
// Read first: Gu, Goel & Ré, arXiv:2111.00396, Eq. 4; s4d-kernel, which makes K. Summed as written, O(T²) per channel; the FFT that the papers use
// needs O(T log T) and is what engine/cpu/s4d-convolution.ts does.
// One thread per channel and token.

override WORKGROUP: u32 = 64;

struct Params {
  tokens: u32, // T, at most the lags of K
  channels: u32, // C
  x_offset: u32, // first element of the slice x
  x_stride: u32, // elements from one token's row of x to the next
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>; // [T, C]
@group(0) @binding(2) var<storage, read> kernel: array<f32>; // [L, C]
@group(0) @binding(3) var<storage, read_write> y: array<f32>; // [T, C], dense

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let channel = id.x;
  if (channel >= p.channels) {
    return;
  }
  for (var t = id.y; t < p.tokens; t += groups.y) {
    var sum = 0.0;
    for (var l = 0u; l <= t; l++) {
      sum += kernel[l * p.channels + channel] * x[(t - l) * p.x_stride + p.x_offset + channel];
    }
    y[t * p.channels + channel] = sum;
  }
}
