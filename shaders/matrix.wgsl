// matrix: how kernels read matrices that are kept in f32, f16 or int8. A function for other kernels, which get this text after their own.
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
