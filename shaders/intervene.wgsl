// intervene: x ← x · mul + add at a node, in place, for consecutive rows of tokens. A factor of 0 replaces: the old value is not multiplied,
// for 0 · NaN is NaN. Read first: engine/interventions.ts, which makes mul and add, and changes.ts, which finds the rows.
// The value is [outer, T, inner] (outer = heads for attention, 1 elsewhere). One thread per element of the chosen rows.

override WORKGROUP: u32 = 64;
override MODE: u32 = 0; // 0 change; after the last change also: 1 zeros where a token may not look (inner = S), 2 the nearest of `limit` ids

struct Params {
  count: u32, // outer·rows·inner
  offset: u32, // first element of the value
  tokens: u32, // T
  inner: u32,
  first: u32, // first of the chosen rows
  rows: u32, // how many
  ordinal: u32, // which of the chosen tokens of the intervention row `first` is
  rest: u32, // outer·inner: coefficients per token
  per_token: u32, // 1: `term` has `rest` numbers for each chosen token in turn
  limit: u32, // MODE 1: tokens before this run; MODE 2: how many ids there are
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> factor: array<f32>; // mul, [rest]
@group(0) @binding(2) var<storage, read> term: array<f32>; // add, [rest] or [chosen, rest]
@group(0) @binding(3) var<storage, read_write> x: array<f32>; // [outer, T, inner] from offset

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) wg: vec3u, @builtin(num_workgroups) num: vec3u, @builtin(local_invocation_index) local: u32) {
  let i = (wg.x + num.x * (wg.y + num.y * wg.z)) * WORKGROUP + local;
  if (i >= p.count) {
    return;
  }
  let outer = i / (p.rows * p.inner);
  let row = (i / p.inner) % p.rows;
  let k = i % p.inner;
  let t = p.first + row;
  let at = p.offset + (outer * p.tokens + t) * p.inner + k;
  var value = x[at];
  if (MODE == 0) {
    let r = outer * p.inner + k;
    let add = term[r + p.per_token * (p.ordinal + row) * p.rest];
    if (factor[r] == 0.0) {
      value = add;
    } else {
      value = value * factor[r] + add;
    }
  } else if (MODE == 1) {
    value = select(value, 0.0, k > p.limit + t);
  } else {
    value = clamp(round(value), 0.0, f32(p.limit - 1));
  }
  x[at] = value;
}
