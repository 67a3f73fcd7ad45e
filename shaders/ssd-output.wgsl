// ssd-scan in matrix form, 5 of 5: y_i = Σ_{j≤i} M_ij x_j, from the tokens of the same chunk, + e^(A ΣΔ) S C_i, from all before it.
// Read first: ssd-scores, ssd-mask, ssd-carry; Dao & Gu, arXiv:2405.21060, section 6.2 ("left factors").
// One thread per token and 4 channels of a head; heads over the second axis.

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
  c_offset: u32, // the same for C
  c_stride: u32,
  y_offset: u32, // first element of this run's rows in y
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>; // [T, H·P]
@group(0) @binding(2) var<storage, read> c: array<f32>; // [T, G, N]
@group(0) @binding(3) var<storage, read> mixed: array<f32>; // [H, T, Q]: M
@group(0) @binding(4) var<storage, read> since_start: array<f32>; // [T, H]
@group(0) @binding(5) var<storage, read> starts: array<f32>; // [K, H, N, P]: state at each chunk's start
@group(0) @binding(6) var<storage, read_write> y: array<f32>; // [T, H·P], dense

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) wg: vec3u, @builtin(num_workgroups) num: vec3u, @builtin(local_invocation_index) local: u32) {
  let quads = (p.head_dim + 3) / 4;
  let index = (wg.x + num.x * (wg.y + num.y * wg.z)) * WORKGROUP + local; // of [H, T, quads]
  let head = index / (p.tokens * quads);
  if (head >= p.heads) {
    return;
  }
  let i = (index / quads) % p.tokens;
  let first = (index % quads) * 4;
  // Channels beyond the last of the head repeat it and are not written.
  let channel = min(first + vec4u(0, 1, 2, 3), vec4u(p.head_dim - 1));
  let start = i - i % p.chunk;

  let c_row = i * p.c_stride + p.c_offset + (head * p.groups / p.heads) * p.states;
  let state = ((i / p.chunk) * p.heads + head) * p.states * p.head_dim;
  var sum = vec4f();
  for (var n = 0u; n < p.states; n++) {
    let at = state + n * p.head_dim + channel;
    sum += c[c_row + n] * vec4f(starts[at.x], starts[at.y], starts[at.z], starts[at.w]);
  }
  sum *= since_start[i * p.heads + head];

  let row = (head * p.tokens + i) * p.chunk;
  for (var j = start; j <= i; j++) {
    let at = j * p.x_stride + p.x_offset + head * p.head_dim + channel;
    sum += mixed[row + j - start] * vec4f(x[at.x], x[at.y], x[at.z], x[at.w]);
  }
  for (var r = 0u; r < 4 && first + r < p.head_dim; r++) {
    y[p.y_offset + (i * p.heads + head) * p.head_dim + first + r] = sum[r];
  }
}
