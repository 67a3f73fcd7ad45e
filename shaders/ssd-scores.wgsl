// ssd-scan in matrix form, 1 of 5: C Bᵀ within every chunk of Q tokens, one matrix per group: how well what token i reads fits what
// token j wrote.
// Read first: Dao & Gu, arXiv:2405.21060, section 6 and Listing 1 (ssd_minimal.py); the recurrence in ssd-scan-serial.
//
// Within a chunk the scan is an attention without softmax, y = (L ⊙ C Bᵀ) (Δ x), which is matrix products; between chunks only one state
// per chunk is passed on. The steps: ssd-scores (C Bᵀ), ssd-mask (L ⊙ C Bᵀ), ssd-chunk-state (what each chunk leaves behind), ssd-carry
// (from chunk to chunk), ssd-output (both parts of y).
// One thread per pair (i, j), j ≤ i; (token, group) over the second axis. Pairs with j > i are never read and not written.

override WORKGROUP: u32 = 64;

struct Params {
  tokens: u32, // T
  states: u32, // N
  groups: u32, // G
  chunk: u32, // Q
  b_offset: u32, // first element of the slice B
  b_stride: u32, // elements from one token's row of B to the next
  c_offset: u32, // the same for C
  c_stride: u32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> b: array<f32>; // [T, G, N]
@group(0) @binding(2) var<storage, read> c: array<f32>; // [T, G, N]
@group(0) @binding(3) var<storage, read_write> scores: array<f32>; // [T, G, Q]: of token i and the j-th token of its chunk

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var row = id.y; row < p.tokens * p.groups; row += groups.y) {
    let i = row / p.groups;
    let j = i - i % p.chunk + id.x;
    if (id.x >= p.chunk || j > i) {
      continue;
    }
    let group = (row % p.groups) * p.states;
    let b_row = j * p.b_stride + p.b_offset + group;
    let c_row = i * p.c_stride + p.c_offset + group;
    var sum = 0.0;
    for (var n = 0u; n < p.states; n++) {
      sum += c[c_row + n] * b[b_row + n];
    }
    scores[row * p.chunk + id.x] = sum;
  }
}
