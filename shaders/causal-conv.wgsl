// causal-conv: c_t = bias + Σ_{k<W} w_k ⊙ x_{t-W+1+k}, depthwise, then SiLU if asked for; the left context comes from the state.
// Read first: Gu & Dao, arXiv:2312.00752v2, section 3.4 and Fig. 3; mamba_simple.py, causal_conv1d_fn.
// One thread per channel and tile of TILE tokens. The thread of the first tile alone reads and writes the state of its channel
// (so TILE ≥ W - 1 must hold, and 8 ≥ W does): no other workgroup may see it half written.

override WORKGROUP: u32 = 64;
override TILE: u32 = 64; // tokens per thread
override WIDTH: u32 = 4; // W, 1 to 8
override BIAS: bool = true; // bias is bound
override SILU: bool = false; // x·σ(x) on the way out

struct Params {
  tokens: u32, // T
  channels: u32, // C
  offset: u32, // first element of the input slice
  stride: u32, // elements from one token's row to the next
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> input: array<f32>; // [T, stride], columns offset … offset + C
@group(0) @binding(2) var<storage, read> weight: array<f32>; // [C, W]
@group(0) @binding(3) var<storage, read> bias: array<f32>; // [C]
@group(0) @binding(4) var<storage, read_write> state: array<f32>; // [W-1, C]: the last inputs, oldest first
@group(0) @binding(5) var<storage, read_write> output: array<f32>; // [T, C]

const MAX_WIDTH = 8u;

// x at token t, which may lie up to W-1 before this run.
fn x_at(t: i32, c: u32) -> f32 {
  if (t < 0) {
    return state[u32(t + i32(WIDTH) - 1) * p.channels + c];
  }
  return input[u32(t) * p.stride + p.offset + c];
}

// exp of a non-positive number only: WGSL may assume that no infinity appears.
fn silu(x: f32) -> f32 {
  let e = exp(-abs(x));
  return x * select(e, 1.0, x >= 0.0) / (1.0 + e);
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let c = id.x;
  if (c >= p.channels) {
    return;
  }
  var w: array<f32, MAX_WIDTH>;
  var window: array<f32, MAX_WIDTH>; // the W inputs under the filter
  let start = id.y * TILE;
  for (var k = 0u; k < WIDTH; k++) {
    w[k] = weight[c * WIDTH + k];
    if (k + 1 < WIDTH) {
      window[k] = x_at(i32(start + k) - i32(WIDTH - 1), c);
    }
  }
  var b = 0.0;
  if (BIAS) {
    b = bias[c];
  }
  let end = min(start + TILE, p.tokens);
  for (var t = start; t < end; t++) {
    window[WIDTH - 1] = x_at(i32(t), c);
    var sum = b;
    for (var k = 0u; k < WIDTH; k++) {
      sum += w[k] * window[k];
    }
    for (var k = 1u; k < WIDTH; k++) {
      window[k - 1] = window[k];
    }
    if (SILU) {
      sum = silu(sum);
    }
    output[t * p.channels + c] = sum;
  }
  if (id.y == 0) {
    // Row k takes token T-W+1+k; with T < W-1 that is an older row of the state, always a later one than k: ascending order is safe.
    for (var k = 0u; k + 1 < WIDTH; k++) {
      state[k * p.channels + c] = x_at(i32(p.tokens + k) - i32(WIDTH - 1), c);
    }
  }
}
