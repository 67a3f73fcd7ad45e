// attention: scores, causal softmax and reading of the values in one pass over the cache; nothing of size [H, T, S] is kept.
//   For a tile of keys: s = q·k·scale, m' = max(m, s), w = e^(s - m');  then l ← l e^(m - m') + Σ w,  acc ← acc e^(m - m') + Σ w v.
// Read first: Milakov & Gimelshein, "Online normalizer calculation for softmax", arXiv:1805.02867; Dao et al., "FlashAttention",
// arXiv:2205.14135, Algorithm 1; Dao et al., "Flash-Decoding" (2023) for the split over keys when there are few queries.
//
// A workgroup has 4 rows, each the query of one token and head, side by side in a vec4f. All read the same key head, so row numbers count
// the H / H_kv heads of the group before the tokens: every number of the cache that is fetched serves all rows. A tile is LANES keys. First each
// thread has one of its keys and multiplies it with the rows; then each has one column of the values. LANES ≥ d_h up to the 256 threads
// that core limits allow; wider heads take several workgroups, which compute the same scores.
// Masked keys have weight 0, and the first maximum is a large negative number: no infinity appears.

override LANES: u32 = 64; // threads per workgroup = keys per tile, a multiple of PARTS
override HEAD_DIM: u32 = 64; // d_h
const PARTS = 8u; // threads that look for the largest scores of a tile
const LOWEST = -1e30;

struct Params {
  tokens: u32, // T
  past: u32, // tokens before this run; S = past + T
  heads: u32, // H
  kv_heads: u32, // H_kv
  span: u32, // keys of one split, a multiple of LANES
  splits: u32, // 1: the output is finished; more: attention-merge finishes it
  offset: u32, // first element of the slice q
  stride: u32, // elements from one token's row of q to the next
  scale: f32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> q: array<f32>; // [T, H · d_h]
@group(0) @binding(2) var<storage, read> k: array<f32>; // [S, H_kv · d_h]: the cache, this run included
@group(0) @binding(3) var<storage, read> v: array<f32>; // [S, H_kv · d_h]
@group(0) @binding(4) var<storage, read_write> output: array<f32>; // [T, H, d_h], or [splits, T, H, d_h + 2]: acc, m, l

var<workgroup> queries: array<vec4f, HEAD_DIM>; // q of the 4 rows, times scale
var<workgroup> weights: array<vec4f, LANES>; // scores of the tile, then weights
var<workgroup> tops: array<vec4f, PARTS>; // largest scores of a part of the tile

// e^(x - m), at least e^-80: nothing beside the 1 of the largest.
fn weight_of(x: vec4f, m: vec4f) -> vec4f {
  let d = max(x - m, vec4f(-80.0));
  return vec4f(precise_exp(d.x), precise_exp(d.y), precise_exp(d.z), precise_exp(d.w));
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) wg: vec3u, @builtin(local_invocation_index) lane: u32) {
  let share = p.heads / p.kv_heads; // query heads per key head
  let rows = p.tokens * share;
  let row = min(wg.x * 4 + vec4u(0, 1, 2, 3), vec4u(rows - 1)); // rows beyond the last repeat it and are not written
  let blocks = (HEAD_DIM + LANES - 1) / LANES; // workgroups that share the columns of a head
  let kv = wg.y / blocks;
  let column = (wg.y % blocks) * LANES + lane; // of the values
  let token = row / share;
  let head = kv * share + row % share;
  let seen = p.past + token + 1; // keys that a row may see
  let width = p.kv_heads * HEAD_DIM;
  let begin = wg.z * p.span;
  let end = min(begin + p.span, p.past + (min(wg.x * 4 + 4, rows) - 1) / share + 1);

  let q_at = token * p.stride + p.offset + head * HEAD_DIM;
  for (var i = lane; i < HEAD_DIM; i += LANES) {
    queries[i] = p.scale * vec4f(q[q_at.x + i], q[q_at.y + i], q[q_at.z + i], q[q_at.w + i]);
  }
  workgroupBarrier();

  var top = vec4f(LOWEST); // m
  var sum = vec4f(); // l
  var acc = vec4f();
  for (var tile = begin; tile < end; tile += LANES) {
    let s = tile + lane;
    let count = min(LANES, end - tile);
    var score = vec4f();
    if (s < end) {
      for (var i = 0u; i < HEAD_DIM; i++) {
        score += queries[i] * k[s * width + kv * HEAD_DIM + i];
      }
    }
    let visible = vec4<bool>(s < seen.x, s < seen.y, s < seen.z, s < seen.w);
    score = select(vec4f(LOWEST), score, visible);
    weights[lane] = score;
    workgroupBarrier();
    if (lane < PARTS) {
      var most = vec4f(LOWEST);
      for (var j = lane; j < count; j += PARTS) {
        most = max(most, weights[j]);
      }
      tops[lane] = most;
    }
    workgroupBarrier();
    var most = top;
    for (var part = 0u; part < PARTS; part++) {
      most = max(most, tops[part]);
    }
    let keep = weight_of(top, most);
    top = most;
    sum *= keep;
    acc *= keep;
    weights[lane] = select(vec4f(), weight_of(score, most), visible);
    workgroupBarrier();
    for (var j = 0u; j < count; j++) {
      let weight = weights[j];
      sum += weight;
      if (column < HEAD_DIM) {
        acc += weight * v[(tile + j) * width + kv * HEAD_DIM + column];
      }
    }
    workgroupBarrier();
  }

  for (var r = 0u; r < 4 && wg.x * 4 + r < rows; r++) {
    let query = token[r] * p.heads + head[r]; // of [T, H]
    if (p.splits == 1) {
      if (column < HEAD_DIM) {
        output[query * HEAD_DIM + column] = acc[r] / sum[r];
      }
      continue;
    }
    let at = (wg.z * p.tokens * p.heads + query) * (HEAD_DIM + 2);
    if (column < HEAD_DIM) {
      output[at + column] = acc[r];
    }
    if (column == 0) {
      output[at + HEAD_DIM] = top[r];
      output[at + HEAD_DIM + 1] = sum[r];
    }
  }
}
