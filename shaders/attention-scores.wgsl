// attention-scores: s_ts = q_t · k_s · scale for every head, 0 where token t may not see token s. Written out only when somebody looks at
// scores or weights or changes them; otherwise see attention.
// Read first: Vaswani et al. 2017, Eq. 1; grouped queries: arXiv:2305.13245. One thread per key; (head, token) over the second axis.

override WORKGROUP: u32 = 64;

struct Params {
  tokens: u32, // T
  past: u32, // tokens before this run; S = past + T
  heads: u32, // H
  kv_heads: u32, // H_kv
  head_dim: u32, // d_h
  offset: u32, // first element of the slice q
  stride: u32, // elements from one token's row of q to the next
  scale: f32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> q: array<f32>; // [T, H · d_h]
@group(0) @binding(2) var<storage, read> k: array<f32>; // [S, H_kv · d_h]: the cache, this run included
@group(0) @binding(3) var<storage, read_write> scores: array<f32>; // [H, T, S]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let keys = p.past + p.tokens;
  let s = id.x;
  if (s >= keys) {
    return;
  }
  for (var row = id.y; row < p.heads * p.tokens; row += groups.y) {
    let t = row % p.tokens;
    let head = row / p.tokens;
    var sum = 0.0;
    if (s <= p.past + t) {
      let q_at = t * p.stride + p.offset + head * p.head_dim;
      let k_at = (s * p.kv_heads + head * p.kv_heads / p.heads) * p.head_dim;
      for (var i = 0u; i < p.head_dim; i++) {
        sum += q[q_at + i] * k[k_at + i];
      }
    }
    scores[row * keys + s] = sum * p.scale;
  }
}
