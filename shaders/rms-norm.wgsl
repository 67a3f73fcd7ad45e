// rms-norm: y = w ⊙ x / sqrt(mean(x²) + eps), the mean over each of G equal parts of a row.
// Read first: Zhang & Sennrich 2019, arXiv:1910.07467, Eq. 4; groups: state-spaces layernorm_gated.py.
// One workgroup per row and group. One barrier: every thread adds up all the partial sums itself, in the same order.

override WORKGROUP: u32 = 64;
override WEIGHT: bool = true; // weight is bound

struct Params {
  rows: u32, // T·G
  groups: u32, // G
  size: u32, // columns of a group
  offset: u32, // first element of the input slice
  stride: u32, // elements from one token's row to the next
  eps: f32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> input: array<f32>; // [T, stride], columns offset … offset + G·size
@group(0) @binding(2) var<storage, read> weight: array<f32>; // [G·size]
@group(0) @binding(3) var<storage, read_write> output: array<f32>; // [T, G·size]

var<workgroup> partial: array<f32, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) wg: vec3u, @builtin(num_workgroups) num: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = wg.x + num.x * (wg.y + num.y * wg.z);
  let row = min(index, p.rows - 1); // the last of a split grid do not exist
  let group = row % p.groups;
  let start = p.offset + (row / p.groups) * p.stride + group * p.size;
  var sum = 0.0;
  for (var i = local; i < p.size; i += WORKGROUP) {
    sum += input[start + i] * input[start + i];
  }
  partial[local] = sum;
  workgroupBarrier();
  if (index >= p.rows) {
    return;
  }
  var square = 0.0;
  for (var i = 0u; i < WORKGROUP; i++) {
    square += partial[i];
  }
  let scale = 1.0 / sqrt(square / f32(p.size) + p.eps);
  for (var i = local; i < p.size; i += WORKGROUP) {
    var value = input[start + i] * scale;
    if (WEIGHT) {
      value *= weight[group * p.size + i];
    }
    output[row * p.size + i] = value;
  }
}
