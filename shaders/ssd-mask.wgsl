// ssd-scan in matrix form, 2 of 5: M_ij = L_ij (C_i·B_j) Δ_j for j ≤ i in the same chunk, with L_ij = exp(A Σ_{j<k≤i} Δ_k): what is left at
// token i of what token j wrote. Also what is left at token i of the chunk's start, and at the chunk's end of what token i wrote.
// Read first: ssd-scores; Dao & Gu, arXiv:2405.21060, section 6.2 and segsum in Listing 1.
// Each sum is added up from its own first term. As a difference of two running sums it would lose its digits: after a large Δ both are large.
// One thread per token; heads over the second axis.

override WORKGROUP: u32 = 64;

struct Params {
  tokens: u32, // T
  heads: u32, // H
  groups: u32, // G
  chunk: u32, // Q
  delta_offset: u32, // first element of the slice Δ
  delta_stride: u32, // elements from one token's row of Δ to the next
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> delta: array<f32>; // [T, H]
@group(0) @binding(2) var<storage, read> a_log: array<f32>; // [H]; A = -exp(a_log)
@group(0) @binding(3) var<storage, read> scores: array<f32>; // [T, G, Q]
@group(0) @binding(4) var<storage, read_write> mixed: array<f32>; // [H, T, Q]: M, columns j ≤ i
@group(0) @binding(5) var<storage, read_write> since_start: array<f32>; // [T, H]: exp(A Σ Δ) from the chunk's first token to this one
@group(0) @binding(6) var<storage, read_write> until_end: array<f32>; // [T, H]: Δ_t exp(A Σ Δ) from the next token to the chunk's last

fn step_at(t: u32, head: u32) -> f32 {
  return delta[t * p.delta_stride + p.delta_offset + head];
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  let head = id.y;
  if (i >= p.tokens) {
    return;
  }
  let a = -precise_exp(a_log[head]);
  let start = i - i % p.chunk;
  let row = (i * p.groups + head * p.groups / p.heads) * p.chunk;
  var between = 0.0; // Σ_{j<k≤i} Δ_k
  for (var j = i; ; j--) {
    let step = step_at(j, head);
    mixed[(head * p.tokens + i) * p.chunk + j - start] = scores[row + j - start] * precise_exp(a * between) * step;
    between += step;
    if (j == start) {
      break;
    }
  }
  since_start[i * p.heads + head] = precise_exp(a * between);
  var after = 0.0;
  for (var k = i + 1; k < min(start + p.chunk, p.tokens); k++) {
    after += step_at(k, head);
  }
  until_end[i * p.heads + head] = precise_exp(a * after) * step_at(i, head);
}
