// intervene: x ← x · mul + add at a node, in place, for the tokens that a rule chooses. A factor of 0 replaces: the old value is not
// multiplied, for 0 · NaN is NaN. Read first: engine/interventions.ts, which makes mul, add and the rule.
// The value is [outer, T, inner] (outer = heads for attention, 1 elsewhere). One thread per element.

override WORKGROUP: u32 = 64;
override AFTER: u32 = 0; // then also: 1 zeros where a token may not look (inner = S), 2 the nearest of the ids below `limit`

struct Params {
  count: u32, // outer·T·inner
  tokens: u32, // T
  inner: u32,
  offset: u32, // first element of the value
  rest: u32, // outer·inner: coefficients per token
  per_token: u32, // 1: `term` has `rest` numbers for each chosen token in turn
  limit: u32, // AFTER 1: tokens before this run; AFTER 2: how many ids there are
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> factor: array<f32>; // mul, [rest]
@group(0) @binding(2) var<storage, read> term: array<f32>; // add, [rest] or [chosen, rest]
@group(0) @binding(3) var<storage, read> ordinal: array<i32>; // [T]: which of the chosen tokens this is, -1 if none
@group(0) @binding(4) var<storage, read_write> x: array<f32>; // [outer, T, inner] from offset

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) wg: vec3u, @builtin(num_workgroups) num: vec3u, @builtin(local_invocation_index) local: u32) {
  let i = (wg.x + num.x * (wg.y + num.y * wg.z)) * WORKGROUP + local;
  if (i >= p.count) {
    return;
  }
  let t = (i / p.inner) % p.tokens;
  let k = i % p.inner;
  var value = x[p.offset + i];
  if (ordinal[t] >= 0) {
    let r = i / (p.tokens * p.inner) * p.inner + k;
    let start = select(0u, u32(ordinal[t]) * p.rest, p.per_token == 1);
    if (factor[r] == 0.0) {
      value = term[start + r];
    } else {
      value = value * factor[r] + term[start + r];
    }
  }
  if (AFTER == 1 && k > p.limit + t) {
    value = 0.0;
  }
  if (AFTER == 2) {
    value = clamp(round(value), 0.0, f32(p.limit - 1));
  }
  x[p.offset + i] = value;
}
