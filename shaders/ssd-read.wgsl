// ssd-read: y_t = S_t C_t per head from a written-out state, without the D skip.
// Read first: Dao & Gu, arXiv:2405.21060, section 7.1. One thread per head and channel; tokens over the second dispatch axis.

override WORKGROUP: u32 = 64;

struct Params {
  tokens: u32, // T
  heads: u32, // H
  head_dim: u32, // P
  states: u32, // N
  groups: u32, // G
  s_offset: u32, // first element of the slice S
  s_stride: u32, // elements from one token's row of S to the next
  c_offset: u32, // the same for C
  c_stride: u32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> s: array<f32>; // [T, H, P, N]
@group(0) @binding(2) var<storage, read> c: array<f32>; // [T, G, N]
@group(0) @binding(3) var<storage, read_write> y: array<f32>; // [T, H·P], dense

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let width = p.heads * p.head_dim;
  if (id.x >= width) {
    return;
  }
  let group = ((id.x / p.head_dim) * p.groups / p.heads) * p.states;
  for (var t = id.y; t < p.tokens; t += groups.y) {
    var sum = 0.0;
    for (var n = 0u; n < p.states; n++) {
      sum += s[t * p.s_stride + p.s_offset + id.x * p.states + n] * c[t * p.c_stride + p.c_offset + group + n];
    }
    y[t * width + id.x] = sum;
  }
}
