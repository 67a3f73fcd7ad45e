// softplus: Δ = clamp(ln(1 + e^(x + bias)), min, max), accurate to a few units in the last place for every x.
// ln(1 + e^x) as written loses everything for negative x: 1 + e^-17 is 1 in f32 and WGSL's log near 1 is only good to 2^-21
// absolute (WGSL, section 15.7.4.1). Step sizes live there: Δ = 1e-3 is x = -6.9. Hence
//   softplus(x) = max(x, 0) + log1p(e^-|x|), log1p(u) = 2 atanh(u / (2 + u)) by its series in s² ≤ 1/9.
// One thread per channel; rows of tokens over the second dispatch axis.

override WORKGROUP: u32 = 64;
override BIAS: bool = false; // bias is bound

struct Params {
  tokens: u32, // T
  channels: u32, // C
  offset: u32, // first element of the input slice
  stride: u32, // elements from one token's row to the next
  low: f32, // smallest Δ
  high: f32, // largest Δ; 3.4e38 for none
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> input: array<f32>; // [T, stride], columns offset … offset + C
@group(0) @binding(2) var<storage, read> bias: array<f32>; // [C]
@group(0) @binding(3) var<storage, read_write> output: array<f32>; // [T, C]

// e^-a for a ≥ 0 as 2^-n · e^r with |r| ≤ ln(2)/2: the built-in exp may be wrong by 3 + 2|x| units, which is 60 at x = -30.
fn exp_negative(a: f32) -> f32 {
  let n = round(min(a, 126.0) * 1.4426950408889634);
  let r = (n * 0.693145751953125 - a) + n * 1.428606765330187e-6; // ln 2 in two pieces: the first has 12 bits to spare
  return select(0.0, ldexp(exp(r), -i32(n)), a < 87.0);
}

fn log1p(u: f32) -> f32 {
  let s = u / (2.0 + u); // in [0, 1/3] for u in [0, 1]
  let q = s * s; // the term left out, q^8 / 17, is below 2e-9
  let tail = 1.0 / 3.0 + q * (1.0 / 5.0 + q * (1.0 / 7.0 + q * (1.0 / 9.0 + q * (1.0 / 11.0 + q * (1.0 / 13.0 + q / 15.0)))));
  return 2.0 * (s + s * q * tail);
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let c = id.x;
  if (c >= p.channels) {
    return;
  }
  var b = 0.0;
  if (BIAS) {
    b = bias[c];
  }
  for (var t = id.y; t < p.tokens; t += groups.y) {
    let x = input[t * p.stride + p.offset + c] + b;
    output[t * p.channels + c] = clamp(max(x, 0.0) + log1p(exp_negative(abs(x))), p.low, p.high);
  }
}
