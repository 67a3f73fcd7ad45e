// attention-read: c_t = Σ_{s ≤ t} a_ts v_s for every head, from weights that were written out (see attention-scores).
// Read first: Vaswani et al. 2017, Eq. 1. One thread per number of the output; tokens over the second axis.

override WORKGROUP: u32 = 64;

struct Params {
  tokens: u32, // T
  past: u32, // tokens before this run; S = past + T
  heads: u32, // H
  kv_heads: u32, // H_kv
  head_dim: u32, // d_h
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> weights: array<f32>; // [H, T, S]
@group(0) @binding(2) var<storage, read> v: array<f32>; // [S, H_kv · d_h]: the cache, this run included
@group(0) @binding(3) var<storage, read_write> output: array<f32>; // [T, H · d_h]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let width = p.heads * p.head_dim;
  if (id.x >= width) {
    return;
  }
  let head = id.x / p.head_dim;
  let column = (head * p.kv_heads / p.heads) * p.head_dim + id.x % p.head_dim;
  let keys = p.past + p.tokens;
  for (var t = id.y; t < p.tokens; t += groups.y) {
    var sum = 0.0;
    for (var s = 0u; s <= p.past + t; s++) {
      sum += weights[(head * p.tokens + t) * keys + s] * v[s * p.kv_heads * p.head_dim + column];
    }
    output[t * width + id.x] = sum;
  }
}
