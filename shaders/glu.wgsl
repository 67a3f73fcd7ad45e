// glu: a ⊙ σ(b) for rows [a; b]. Read first: Dauphin et al. 2017, arXiv:1612.08083, section 2; models/s4/s4d.py.
// One thread per number of the output; rows over the second dispatch axis.

override WORKGROUP: u32 = 64;

struct Params {
  tokens: u32, // T
  width: u32, // w, half of an input row
  offset: u32, // first element of the input slice
  stride: u32, // elements from one token's row to the next
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> input: array<f32>; // [T, 2w]
@group(0) @binding(2) var<storage, read_write> output: array<f32>; // [T, w]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  if (id.x >= p.width) {
    return;
  }
  for (var t = id.y; t < p.tokens; t += groups.y) {
    let at = t * p.stride + p.offset + id.x;
    output[t * p.width + id.x] = input[at] * sigmoid(input[at + p.width]);
  }
}
