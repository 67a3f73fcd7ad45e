// softmax: e^x / Σ e^x over each row, the largest x taken off first so that no exponential overflows. For attention a row sees only its
// first columns (CAUSAL); what it may not see becomes 0 and is never read: no -inf anywhere.
// One thread per row, three walks through it: for routers, and for attention weights that somebody looks at.

override WORKGROUP: u32 = 64;
override CAUSAL: bool = false;

struct Params {
  rows: u32,
  width: u32, // E, or S
  offset: u32, // first element of the input slice
  stride: u32, // elements from one row to the next
  tokens: u32, // T: row r is of token r % T (CAUSAL)
  past: u32, // tokens before this run (CAUSAL)
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> input: array<f32>; // [rows, width]
@group(0) @binding(2) var<storage, read_write> output: array<f32>; // [rows, width], dense

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) wg: vec3u, @builtin(num_workgroups) num: vec3u, @builtin(local_invocation_index) local: u32) {
  let row = (wg.x + num.x * (wg.y + num.y * wg.z)) * WORKGROUP + local;
  if (row >= p.rows) {
    return;
  }
  var seen = p.width;
  if (CAUSAL) {
    seen = p.past + row % p.tokens + 1;
  }
  let start = row * p.stride + p.offset;
  var top = input[start];
  for (var i = 1u; i < seen; i++) {
    top = max(top, input[start + i]);
  }
  var sum = 0.0;
  for (var i = 0u; i < seen; i++) {
    sum += precise_exp(input[start + i] - top);
  }
  for (var i = 0u; i < p.width; i++) {
    var share = 0.0;
    if (i < seen) {
      share = precise_exp(input[start + i] - top) / sum;
    }
    output[row * p.width + i] = share;
  }
}
