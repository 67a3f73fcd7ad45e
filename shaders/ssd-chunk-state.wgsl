// ssd-scan in matrix form, 3 of 5: the state that each chunk leaves behind if it starts from zero: Σ_j e^(A Σ_{k>j} Δ_k) Δ_j x_j B_jᵀ.
// Read first: ssd-scores, ssd-mask; Dao & Gu, arXiv:2405.21060, section 6.2 ("right factors").
// One thread per 4 channels of a head and one n; heads and chunks over the other axes.

override WORKGROUP: u32 = 64;

struct Params {
  tokens: u32, // T
  heads: u32, // H
  head_dim: u32, // P
  states: u32, // N
  groups: u32, // G
  chunk: u32, // Q
  x_offset: u32, // first element of the slice x
  x_stride: u32, // elements from one token's row of x to the next
  b_offset: u32, // the same for B
  b_stride: u32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>; // [T, H·P]
@group(0) @binding(2) var<storage, read> b: array<f32>; // [T, G, N]
@group(0) @binding(3) var<storage, read> until_end: array<f32>; // [T, H], from ssd-mask
@group(0) @binding(4) var<storage, read_write> ends: array<f32>; // [K, H, N, P]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let quads = (p.head_dim + 3) / 4;
  let n = id.x / quads;
  if (n >= p.states) {
    return;
  }
  let head = id.y;
  // Channels beyond the last of the head repeat it and are not written.
  let channel = min((id.x % quads) * 4 + vec4u(0, 1, 2, 3), vec4u(p.head_dim - 1));
  let x_at = p.x_offset + head * p.head_dim + channel;
  let b_at = p.b_offset + (head * p.groups / p.heads) * p.states + n;
  var sum = vec4f();
  for (var t = id.z * p.chunk; t < min((id.z + 1) * p.chunk, p.tokens); t++) {
    let at = t * p.x_stride + x_at;
    sum += until_end[t * p.heads + head] * b[t * p.b_stride + b_at] * vec4f(x[at.x], x[at.y], x[at.z], x[at.w]);
  }
  let row = ((id.z * p.heads + head) * p.states + n) * p.head_dim;
  for (var r = 0u; r < 4 && (id.x % quads) * 4 + r < p.head_dim; r++) {
    ends[row + channel[r]] = sum[r];
  }
}
