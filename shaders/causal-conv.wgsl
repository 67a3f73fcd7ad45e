// causal-conv: c_t = bias + Σ_{k<W} w_k ⊙ x_{t-W+1+k}, depthwise, then SiLU if asked for; the left context comes from the state.
// Read first: Gu & Dao, arXiv:2312.00752v2, section 3.4 and Fig. 3; mamba_simple.py, causal_conv1d_fn.
// One thread per channel; rows over the second dispatch axis. Row r makes the output of token r and row r of the new state: whichever
// of the two there is (T outputs, W - 1 rows of state).

override WORKGROUP: u32 = 64;
override BIAS: bool = true; // bias is bound
override SILU: bool = false; // x·σ(x) on the way out

struct Params {
  tokens: u32, // T
  channels: u32, // C
  width: u32, // W
  offset: u32, // first element of the input slice
  stride: u32, // elements from one token's row to the next
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> input: array<f32>; // [T, stride], columns offset … offset + C
@group(0) @binding(2) var<storage, read> weight: array<f32>; // [C, W]
@group(0) @binding(3) var<storage, read> bias: array<f32>; // [C]
@group(0) @binding(4) var<storage, read> before: array<f32>; // [W-1, C]: the last inputs before this run, oldest first
@group(0) @binding(5) var<storage, read_write> after: array<f32>; // [W-1, C]: the same at the end of this run
@group(0) @binding(6) var<storage, read_write> output: array<f32>; // [T, C]

// x of token `late - (W-1)`: a row of the state while late < W-1.
fn x_at(late: u32, c: u32) -> f32 {
  let tail = p.width - 1;
  if (late < tail) {
    return before[late * p.channels + c];
  }
  return input[(late - tail) * p.stride + p.offset + c];
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let c = id.x;
  if (c >= p.channels) {
    return;
  }
  for (var r = id.y; r < max(p.tokens, p.width - 1); r += groups.y) {
    if (r < p.tokens) {
      var sum = 0.0;
      if (BIAS) {
        sum = bias[c];
      }
      for (var k = 0u; k < p.width; k++) {
        sum += weight[c * p.width + k] * x_at(r + k, c);
      }
      if (SILU) {
        sum = silu(sum);
      }
      output[r * p.channels + c] = sum;
    }
    if (r < p.width - 1) {
      after[r * p.channels + c] = x_at(p.tokens + r, c);
    }
  }
}
