// activation: y = fn(z), or y = x ⊙ fn(z) where a gate follows (SwiGLU: Shazeer 2020, arXiv:2002.05202; Mamba's gate).
// fn: 0 silu, 1 gelu, 2 gelu-tanh, 3 relu, 4 relu2, 5 sigmoid. Uses exponential.wgsl.
// One thread per element.

override WORKGROUP: u32 = 64;
override FN: u32 = 0;
override GATE: bool = false; // x is bound

struct Params {
  count: u32, // T·C
  width: u32, // C
  z_offset: u32, // first element of the slice z
  z_stride: u32, // elements from one token's row of z to the next
  x_offset: u32, // the same for x
  x_stride: u32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> z: array<f32>; // [T, z_stride], columns z_offset … + C
@group(0) @binding(2) var<storage, read> x: array<f32>; // [T, x_stride], columns x_offset … + C
@group(0) @binding(3) var<storage, read_write> output: array<f32>; // [T, C]

// (1 + erf(v / √2)) / 2 = erfc(-v / √2) / 2, to 1.2e-7 relative: Press et al., Numerical Recipes, section 6.2 (erfcc). By erfc and not by erf,
// which would lose all of a small result to cancellation.
fn normal(v: f32) -> f32 {
  let a = abs(v) * 0.7071067811865476;
  let t = 1.0 / (1.0 + 0.5 * a);
  let series = -1.26551223 + t * (1.00002368 + t * (0.37409196 + t * (0.09678418 + t * (-0.18628806 + t * (0.27886807 + t * (-1.13520398
    + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277))))))));
  let tail = 0.5 * t * precise_exp(series - a * a); // erfc(a) / 2
  return select(tail, 1.0 - tail, v >= 0.0);
}

fn apply(v: f32) -> f32 {
  switch (FN) {
    case 0: {
      return v * sigmoid(v);
    }
    case 1: {
      return v * normal(v);
    }
    case 2: {
      return v * sigmoid(1.5957691216057308 * (v + 0.044715 * v * v * v)); // (1 + tanh u) / 2 = σ(2u), u = √(2/π)(v + 0.044715 v³)
    }
    case 3: {
      return max(v, 0.0);
    }
    case 4: {
      return max(v, 0.0) * max(v, 0.0);
    }
    default: {
      return sigmoid(v);
    }
  }
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) wg: vec3u, @builtin(num_workgroups) num: vec3u, @builtin(local_invocation_index) local: u32) {
  let i = (wg.x + num.x * (wg.y + num.y * wg.z)) * WORKGROUP + local;
  if (i >= p.count) {
    return;
  }
  let t = i / p.width;
  let c = i % p.width;
  var value = apply(z[p.z_offset + t * p.z_stride + c]);
  if (GATE) {
    value *= x[p.x_offset + t * p.x_stride + c];
  }
  output[i] = value;
}
