// append-rows: writes the keys or values of this run behind those that a cache holds already.
// One thread per number of a row; rows over the second dispatch axis.

override WORKGROUP: u32 = 64;

struct Params {
  tokens: u32, // T
  width: u32, // numbers per row of the cache
  first: u32, // rows that the cache holds already
  offset: u32, // first element of the input slice
  stride: u32, // elements from one token's row to the next
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> input: array<f32>; // [T, width]
@group(0) @binding(2) var<storage, read_write> cache: array<f32>; // [≥ first + T, width]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  if (id.x >= p.width) {
    return;
  }
  for (var t = id.y; t < p.tokens; t += groups.y) {
    cache[(p.first + t) * p.width + id.x] = input[t * p.stride + p.offset + id.x];
  }
}
