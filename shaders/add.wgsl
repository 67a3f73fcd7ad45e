// add: a + b, element by element. One thread per element.

override WORKGROUP: u32 = 64;

struct Params {
  count: u32, // T·C
  width: u32, // C
  a_offset: u32, // first element of the slice a
  a_stride: u32, // elements from one token's row of a to the next
  b_offset: u32, // the same for b
  b_stride: u32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>; // [T, a_stride], columns a_offset … + C
@group(0) @binding(2) var<storage, read> b: array<f32>; // [T, b_stride], columns b_offset … + C
@group(0) @binding(3) var<storage, read_write> output: array<f32>; // [T, C]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) wg: vec3u, @builtin(num_workgroups) num: vec3u, @builtin(local_invocation_index) local: u32) {
  let i = (wg.x + num.x * (wg.y + num.y * wg.z)) * WORKGROUP + local;
  if (i >= p.count) {
    return;
  }
  let t = i / p.width;
  let c = i % p.width;
  output[i] = a[p.a_offset + t * p.a_stride + c] + b[p.b_offset + t * p.b_stride + c];
}
