// ssd-scan in matrix form, 4 of 5: from chunk to chunk, S ← e^(A ΣΔ) S + what the chunk leaves behind; each chunk's end is overwritten with
// the state in which it starts. T / Q short steps: the only part that is still a recurrence.
// Read first: ssd-scores, ssd-chunk-state; Dao & Gu, arXiv:2405.21060, section 6.2 ("center factors"). One thread per number of the state.

override WORKGROUP: u32 = 64;

struct Params {
  tokens: u32, // T
  heads: u32, // H
  head_dim: u32, // P
  states: u32, // N
  chunk: u32, // Q
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> since_start: array<f32>; // [T, H], from ssd-mask
@group(0) @binding(2) var<storage, read> before: array<f32>; // [H, P, N]: S before this run
@group(0) @binding(3) var<storage, read_write> after: array<f32>; // [H, P, N]: S after it
@group(0) @binding(4) var<storage, read_write> ends: array<f32>; // [K, H, N, P]: in: end from zero; out: state at the chunk's start

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) wg: vec3u, @builtin(num_workgroups) num: vec3u, @builtin(local_invocation_index) local: u32) {
  let hnp = (wg.x + num.x * (wg.y + num.y * wg.z)) * WORKGROUP + local; // in the order of `ends`, so that neighbours read neighbours
  let size = p.heads * p.states * p.head_dim;
  if (hnp >= size) {
    return;
  }
  let channel = hnp % p.head_dim;
  let n = (hnp / p.head_dim) % p.states;
  let head = hnp / (p.head_dim * p.states);
  let cell = (head * p.head_dim + channel) * p.states + n;
  var s = before[cell];
  for (var start = 0u; start < p.tokens; start += p.chunk) {
    let last = min(start + p.chunk, p.tokens) - 1;
    let at = (start / p.chunk) * size + hnp;
    let left = ends[at];
    ends[at] = s;
    s = since_start[last * p.heads + head] * s + left;
  }
  after[cell] = s;
}
