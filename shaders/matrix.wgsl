// matrix: how kernels read matrices that are kept in f32, f16 or int8. Functions for other kernels, which get this text after their own.
// A row is a whole number of quads (vec4u): one f32, two f16 or four int8 to a word, lowest bits first, zeros at the end; int8 values count
// times the scale of their row. The layout is described in engine/webgpu/matrix.ts.

override FORMAT: u32 = 0; // 0 f32, 1 f16, 2 int8 with one scale per row

// Values 4k … 4k+3 of the 4, 8 or 16 in a quad; k < 1 << FORMAT.
fn four(quad: vec4u, k: u32) -> vec4f {
  if (FORMAT == 0) {
    return bitcast<vec4f>(quad);
  }
  if (FORMAT == 1) {
    return vec4f(unpack2x16float(quad[2 * k]), unpack2x16float(quad[2 * k + 1]));
  }
  return vec4f(bitcast<vec4i>(vec4u(quad[k]) << vec4u(24, 16, 8, 0)) >> vec4u(24));
}

// Products of a quad with 4, 8 or 16 inputs (as many columns of `inputs` as it needs), as 4 sums. No loop: with the index a variable, a software
// device takes five times as long.
fn fold(quad: vec4u, inputs: mat4x4f) -> vec4f {
  var sum = four(quad, 0) * inputs[0];
  if (FORMAT > 0) {
    sum += four(quad, 1) * inputs[1];
  }
  if (FORMAT > 1) {
    sum += four(quad, 2) * inputs[2] + four(quad, 3) * inputs[3];
  }
  return sum;
}
