// s4d-read: y_t = 2 Re Σ_m C_m h_tm (complex poles, one of each conjugate pair) or Σ_n C_n h_tn (real ones) from a written-out state.
// Read first: Gu et al., arXiv:2206.11893, section 3.1. One thread per channel; tokens over the second dispatch axis.

override WORKGROUP: u32 = 64;
override COMPLEX: bool = true;

struct Params {
  tokens: u32, // T
  channels: u32, // C
  poles: u32, // M per channel
  h_offset: u32, // first element of the slice h
  h_stride: u32, // elements from one token's row of h to the next
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> h: array<f32>; // [T, C, M, 2] or [T, C, M]
@group(0) @binding(2) var<storage, read> c: array<f32>; // [C, M, 2] or [C, M]
@group(0) @binding(3) var<storage, read_write> y: array<f32>; // [T, C], dense

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  if (id.x >= p.channels) {
    return;
  }
  for (var t = id.y; t < p.tokens; t += groups.y) {
    var sum = 0.0;
    for (var m = 0u; m < p.poles; m++) {
      if (COMPLEX) {
        let at = 2 * (id.x * p.poles + m);
        let from_h = t * p.h_stride + p.h_offset + at;
        sum += 2.0 * (c[at] * h[from_h] - c[at + 1] * h[from_h + 1]);
      } else {
        let at = id.x * p.poles + m;
        sum += c[at] * h[t * p.h_stride + p.h_offset + at];
      }
    }
    y[t * p.channels + id.x] = sum;
  }
}
