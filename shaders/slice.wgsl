// slice: copies a view into rows of its own. Most readers take views as they are (offset and stride); this is for those that cannot, and
// for taps. One thread per element.

override WORKGROUP: u32 = 64;

struct Params {
  count: u32, // T·C
  width: u32, // C
  offset: u32, // first element of the view
  stride: u32, // elements from one row to the next
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> input: array<f32>;
@group(0) @binding(2) var<storage, read_write> output: array<f32>; // [T, C]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) wg: vec3u, @builtin(num_workgroups) num: vec3u, @builtin(local_invocation_index) local: u32) {
  let i = (wg.x + num.x * (wg.y + num.y * wg.z)) * WORKGROUP + local;
  if (i < p.count) {
    output[i] = input[p.offset + (i / p.width) * p.stride + i % p.width];
  }
}
