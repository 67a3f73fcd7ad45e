// intervene: x ← x · mul + add at a node, for the tokens that a rule chooses; the others pass through. A factor of 0 replaces: the old value
// is not multiplied, for 0 · NaN is NaN. Read first: engine/interventions.ts, which makes mul, add and the rule.
// The value is [outer, T, inner] (outer = heads for attention, 1 elsewhere). One thread per element.

override WORKGROUP: u32 = 64;

struct Params {
  count: u32, // outer·T·inner
  tokens: u32, // T
  inner: u32,
  offset: u32, // first element of the input
  stride: u32, // elements from one token's row to the next; `inner` where outer > 1
  rest: u32, // outer·inner: coefficients per token
  per_token: u32, // 1: `add` has `rest` numbers for each chosen token in turn
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> input: array<f32>;
@group(0) @binding(2) var<storage, read> factor: array<f32>; // [rest]
@group(0) @binding(3) var<storage, read> term: array<f32>; // [rest] or [chosen, rest]
@group(0) @binding(4) var<storage, read> ordinal: array<i32>; // [T]: which of the chosen tokens this is, -1 if none
@group(0) @binding(5) var<storage, read_write> output: array<f32>; // [outer, T, inner]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) wg: vec3u, @builtin(num_workgroups) num: vec3u, @builtin(local_invocation_index) local: u32) {
  let i = (wg.x + num.x * (wg.y + num.y * wg.z)) * WORKGROUP + local;
  if (i >= p.count) {
    return;
  }
  let o = i / (p.tokens * p.inner);
  let t = (i / p.inner) % p.tokens;
  let k = i % p.inner;
  var value = input[p.offset + o * p.tokens * p.inner + t * p.stride + k];
  if (ordinal[t] >= 0) {
    let r = o * p.inner + k;
    let base = select(0u, u32(ordinal[t]) * p.rest, p.per_token == 1);
    if (factor[r] == 0.0) {
      value = term[base + r];
    } else {
      value = value * factor[r] + term[base + r];
    }
  }
  output[i] = value;
}
