// selective-read: y_t = h_t C_t from a written-out state, without the D skip.
// Read first: Gu & Dao, arXiv:2312.00752v2, Eq. 2b. One thread per channel; tokens over the second dispatch axis.

override WORKGROUP: u32 = 64;

struct Params {
  tokens: u32, // T
  channels: u32, // C
  states: u32, // N
  h_offset: u32, // first element of the slice h
  h_stride: u32, // elements from one token's row of h to the next
  c_offset: u32, // the same for C
  c_stride: u32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> h: array<f32>; // [T, C, N]
@group(0) @binding(2) var<storage, read> c: array<f32>; // [T, N]
@group(0) @binding(3) var<storage, read_write> y: array<f32>; // [T, C], dense

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  if (id.x >= p.channels) {
    return;
  }
  for (var t = id.y; t < p.tokens; t += groups.y) {
    var sum = 0.0;
    for (var n = 0u; n < p.states; n++) {
      sum += h[t * p.h_stride + p.h_offset + id.x * p.states + n] * c[t * p.c_stride + p.c_offset + n];
    }
    y[t * p.channels + id.x] = sum;
  }
}
