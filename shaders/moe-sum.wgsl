// moe-sum: the answers of a token's experts, each times its share: y_t = Σ_k w_tk y_tk. Read first: moe-experts.
// One thread per number of the output; tokens over the second dispatch axis.

override WORKGROUP: u32 = 64;

struct Params {
  tokens: u32, // T
  width: u32, // d
  k: u32, // K
  offset: u32, // first element of the slice of shares
  stride: u32, // elements from one token's shares to the next
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> answers: array<f32>; // [T, K, d]
@group(0) @binding(2) var<storage, read> shares: array<f32>; // [T, K]
@group(0) @binding(3) var<storage, read_write> output: array<f32>; // [T, d]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  if (id.x >= p.width) {
    return;
  }
  for (var t = id.y; t < p.tokens; t += groups.y) {
    var sum = 0.0;
    for (var k = 0u; k < p.k; k++) {
      sum += shares[t * p.stride + p.offset + k] * answers[(t * p.k + k) * p.width + id.x];
    }
    output[t * p.width + id.x] = sum;
  }
}
