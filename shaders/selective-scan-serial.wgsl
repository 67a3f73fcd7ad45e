// selective-scan, first rung: the recurrence as it is written, one thread per channel, the N cells of its state in registers.
//   h_t = exp(Δ_t A) ⊙ h_{t-1} + (Δ_t x_t) B_tᵀ,  y_t = h_t C_t + D x_t
// Read first: Gu & Dao, arXiv:2312.00752v2, Algorithm 2, section 3.3.2; selective_scan_ref in mamba. Next rung: selective-scan-tree.
// h is never written to memory except at the end of the run: that is the fusion of section 3.3.2. Used for decoding (T = 1).
// The caller puts `const STATES = <N>u;` before this file: WGSL wants the size of a function-local array to be a constant.

override WORKGROUP: u32 = 64;

struct Params {
  tokens: u32, // T
  channels: u32, // C
  b_offset: u32, // first element of the slice B
  b_stride: u32, // elements from one token's row of B to the next
  c_offset: u32, // the same for C
  c_stride: u32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>; // [T, C]
@group(0) @binding(2) var<storage, read> delta: array<f32>; // [T, C]
@group(0) @binding(3) var<storage, read> a_log: array<f32>; // [C, N]; A = -exp(a_log)
@group(0) @binding(4) var<storage, read> b: array<f32>; // [T, b_stride], columns b_offset … + N
@group(0) @binding(5) var<storage, read> c: array<f32>; // [T, c_stride], columns c_offset … + N
@group(0) @binding(6) var<storage, read> d: array<f32>; // [C]
@group(0) @binding(7) var<storage, read_write> state: array<f32>; // [C, N]: h before and after this run
@group(0) @binding(8) var<storage, read_write> y: array<f32>; // [T, C]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let channel = id.x;
  if (channel >= p.channels) {
    return;
  }
  var a: array<f32, STATES>;
  var h: array<f32, STATES>;
  for (var n = 0u; n < STATES; n++) {
    a[n] = -exp(a_log[channel * STATES + n]);
    h[n] = state[channel * STATES + n];
  }
  let skip = d[channel];
  for (var t = 0u; t < p.tokens; t++) {
    let at = t * p.channels + channel;
    let step = delta[at];
    let input = x[at];
    let b_row = t * p.b_stride + p.b_offset;
    let c_row = t * p.c_stride + p.c_offset;
    var sum = 0.0;
    for (var n = 0u; n < STATES; n++) {
      h[n] = exp(step * a[n]) * h[n] + step * input * b[b_row + n];
      sum += h[n] * c[c_row + n];
    }
    y[at] = sum + skip * input;
  }
  for (var n = 0u; n < STATES; n++) {
    state[channel * STATES + n] = h[n];
  }
}
