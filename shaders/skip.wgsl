// skip: y + D ⊙ x, then ⊙ SiLU(z) if asked for: what comes after a scan in Mamba and Mamba-2, in one pass over memory.
// Read first: Gu & Dao, arXiv:2312.00752v2, Fig. 3; selective_scan_ref (D) and mamba_simple.py (the gate). D is one number per channel
// (Mamba) or one per head of `per` channels (Mamba-2). y may come in several parts that are to be added up (ssd-scan-serial).
// One thread per channel; rows over the second dispatch axis.

override WORKGROUP: u32 = 64;
override SKIP: bool = true; // D and x are bound
override GATE: bool = false; // z is bound

struct Params {
  tokens: u32, // T
  channels: u32, // C
  per: u32, // channels per number of D
  parts: u32, // parts of y
  part_stride: u32, // elements from one part of y to the next
  y_offset: u32, // first element of the slice y
  y_stride: u32, // elements from one token's row of y to the next
  x_offset: u32, // the same for x and z
  x_stride: u32,
  z_offset: u32,
  z_stride: u32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> y: array<f32>; // [parts, T, C]
@group(0) @binding(2) var<storage, read> x: array<f32>; // [T, C]
@group(0) @binding(3) var<storage, read> d: array<f32>; // [C / per]
@group(0) @binding(4) var<storage, read> z: array<f32>; // [T, C]
@group(0) @binding(5) var<storage, read_write> output: array<f32>; // [T, C], dense

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let c = id.x;
  if (c >= p.channels) {
    return;
  }
  for (var t = id.y; t < p.tokens; t += groups.y) {
    var value = 0.0;
    for (var part = 0u; part < p.parts; part++) {
      value += y[part * p.part_stride + t * p.y_stride + p.y_offset + c];
    }
    if (SKIP) {
      value += d[c / p.per] * x[t * p.x_stride + p.x_offset + c];
    }
    if (GATE) {
      value *= silu(z[t * p.z_stride + p.z_offset + c]);
    }
    output[t * p.channels + c] = value;
  }
}
