// selective-scan, third rung, 1 of 3 (reduce): what each chunk of Q tokens does to the state, all chunks at once.
// A chunk is one step (a, b): h_end = a ⊙ h_start + b. Here b, the state that the chunk reaches from zero; a is exp(A ΣΔ) because
// Π exp(ΔA) = exp(A ΣΔ), so one number per chunk and channel says it for all N cells.
// Read first: Merrill & Garland, "Single-pass parallel prefix scan" (2016), section 4 (reduce-then-scan); before it selective-scan-tree.
// Three kernels rather than one that looks back: WGSL promises no progress between workgroups, so none may wait for another.
// One thread per channel and chunk. The caller puts `const STATES = n;` before this file (see selective-scan-serial).

override WORKGROUP: u32 = 64;

struct Params {
  tokens: u32, // T
  channels: u32, // C
  states: u32, // N
  first: u32, // first cell of this pass
  chunk: u32, // Q
  x_offset: u32, // first element of the slice x
  x_stride: u32, // elements from one token's row of x to the next
  delta_offset: u32, // the same for Δ and B
  delta_stride: u32,
  b_offset: u32,
  b_stride: u32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>; // [T, C]
@group(0) @binding(2) var<storage, read> delta: array<f32>; // [T, C]
@group(0) @binding(3) var<storage, read> a_log: array<f32>; // [C, N]; A = -exp(a_log)
@group(0) @binding(4) var<storage, read> b: array<f32>; // [T, N]
@group(0) @binding(5) var<storage, read_write> total: array<f32>; // [K, C]: ΣΔ over the chunk
@group(0) @binding(6) var<storage, read_write> carry: array<f32>; // [K, N, C]: state at the chunk's end, from zero

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let channel = id.x;
  let chunk = id.y;
  if (channel >= p.channels) {
    return;
  }
  var a: array<f32, STATES>;
  var h: array<f32, STATES>;
  for (var n = 0u; n < STATES; n++) {
    a[n] = -precise_exp(a_log[channel * p.states + p.first + n]);
    h[n] = 0.0;
  }
  var sum = 0.0;
  let end = min((chunk + 1) * p.chunk, p.tokens);
  for (var t = chunk * p.chunk; t < end; t++) {
    let step = delta[t * p.delta_stride + p.delta_offset + channel];
    let write = step * x[t * p.x_stride + p.x_offset + channel];
    let b_row = t * p.b_stride + p.b_offset + p.first;
    for (var n = 0u; n < STATES; n++) {
      h[n] += precise_expm1(step * a[n]) * h[n] + write * b[b_row + n];
    }
    sum += step;
  }
  total[chunk * p.channels + channel] = sum;
  for (var n = 0u; n < STATES; n++) {
    carry[(chunk * p.states + p.first + n) * p.channels + channel] = h[n];
  }
}
