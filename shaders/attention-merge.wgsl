// attention-merge: joins what attention found in each split of the keys: m = max m_j, y = Σ e^(m_j - m) acc_j / Σ e^(m_j - m) l_j.
// Read first: attention. One thread per number of the output.

override WORKGROUP: u32 = 64;

struct Params {
  count: u32, // T · H · d_h
  head_dim: u32, // d_h
  splits: u32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> parts: array<f32>; // [splits, T, H, d_h + 2]: acc, m, l
@group(0) @binding(2) var<storage, read_write> output: array<f32>; // [T, H, d_h]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) wg: vec3u, @builtin(num_workgroups) num: vec3u, @builtin(local_invocation_index) local: u32) {
  let at = (wg.x + num.x * (wg.y + num.y * wg.z)) * WORKGROUP + local;
  if (at >= p.count) {
    return;
  }
  let start = (at / p.head_dim) * (p.head_dim + 2);
  let step = (p.count / p.head_dim) * (p.head_dim + 2);
  var top = parts[start + p.head_dim];
  for (var j = 1u; j < p.splits; j++) {
    top = max(top, parts[start + j * step + p.head_dim]);
  }
  var acc = 0.0;
  var sum = 0.0;
  for (var j = 0u; j < p.splits; j++) {
    let part = start + j * step;
    let weight = precise_exp(max(parts[part + p.head_dim] - top, -80.0)); // a split that saw no key has acc = l = 0
    acc += weight * parts[part + at % p.head_dim];
    sum += weight * parts[part + p.head_dim + 1];
  }
  output[at] = acc / sum;
}
