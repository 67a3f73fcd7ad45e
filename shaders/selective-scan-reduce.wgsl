// selective-scan, third rung, 1 of 3 (reduce): what each chunk of CHUNK tokens does to the state, all chunks at once.
// A chunk is one step (a, b): h_end = a ⊙ h_start + b. Here b, the state that the chunk reaches from zero; a is exp(A ΣΔ) because
// Π exp(ΔA) = exp(A ΣΔ), so one number per chunk and channel says it for all N cells.
// Read first: Merrill & Garland, "Single-pass parallel prefix scan" (2016), section 4 (reduce-then-scan); before it selective-scan-tree.
// Three kernels rather than one that looks back: WGSL promises no progress between workgroups, so none may wait for another.
// One thread per channel and chunk. The caller puts `const STATES = <N>u;` before this file.

override WORKGROUP: u32 = 64;
override CHUNK: u32 = 32; // Q

struct Params {
  tokens: u32, // T
  channels: u32, // C
  b_offset: u32, // first element of the slice B
  b_stride: u32, // elements from one token's row of B to the next
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>; // [T, C]
@group(0) @binding(2) var<storage, read> delta: array<f32>; // [T, C]
@group(0) @binding(3) var<storage, read> a_log: array<f32>; // [C, N]; A = -exp(a_log)
@group(0) @binding(4) var<storage, read> b: array<f32>; // [T, b_stride], columns b_offset … + N
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
    a[n] = -exp(a_log[channel * STATES + n]);
    h[n] = 0.0;
  }
  var sum = 0.0;
  let end = min((chunk + 1) * CHUNK, p.tokens);
  for (var t = chunk * CHUNK; t < end; t++) {
    let at = t * p.channels + channel;
    let step = delta[at];
    let input = step * x[at];
    let b_row = t * p.b_stride + p.b_offset;
    for (var n = 0u; n < STATES; n++) {
      h[n] = exp(step * a[n]) * h[n] + input * b[b_row + n];
    }
    sum += step;
  }
  total[chunk * p.channels + channel] = sum;
  for (var n = 0u; n < STATES; n++) {
    carry[(chunk * STATES + n) * p.channels + channel] = h[n];
  }
}
