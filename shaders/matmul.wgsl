// matmul: Y = X Wᵀ (+ bias) (+ what is added) for T tokens. Read gemv.wgsl first: here each weight that is read serves several tokens.
// `direct`: each thread a block of 4 rows × 4 tokens straight from memory, no barrier. `tiled` is in matmul-tiled.wgsl.
// Columns run in blocks of 16 quads whose sums are joined, as in gemv.
// Uses matrix.wgsl.

override WORKGROUP: u32 = 16;
const BLOCK = 16u; // quads

struct Params {
  rows: u32, // of this part of W
  columns: u32,
  quads: u32, // vec4u from one row of W to the next
  start: u32, // row of W at which this part starts
  all_rows: u32, // from one row of Y to the next
  tokens: u32, // T
  x_offset: u32,
  x_stride: u32,
  add_offset: u32,
  add_stride: u32,
  has_bias: u32, // 1: bias is bound
  has_added: u32, // 1: `added` is bound
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> matrix: array<vec4u>; // [rows, quads]
@group(0) @binding(2) var<storage, read> scales: array<f32>; // [rows], int8 only
@group(0) @binding(3) var<storage, read> x: array<f32>; // [T, x_stride], columns from x_offset
@group(0) @binding(4) var<storage, read> bias: array<f32>; // [all rows] if there is one
@group(0) @binding(5) var<storage, read> added: array<f32>; // [T, add_stride] from add_offset
@group(0) @binding(6) var<storage, read_write> y: array<f32>; // [T, all rows]

fn x4(at: u32) -> vec4f {
  return vec4f(x[at], x[at + 1], x[at + 2], x[at + 3]);
}

// What quad q is multiplied with for the token whose row starts at `at`.
fn inputs(at: u32, q: u32) -> mat4x4f {
  let i = at + 4 * (q << FORMAT);
  var m = mat4x4f();
  m[0] = x4(i);
  if (FORMAT > 0) {
    m[1] = x4(i + 4);
  }
  if (FORMAT > 1) {
    m[2] = x4(i + 8);
    m[3] = x4(i + 12);
  }
  return m;
}

// Zeros beyond the columns, where x may hold anything.
fn last_inputs(at: u32, q: u32) -> mat4x4f {
  let i = 4 * (q << FORMAT);
  var m = mat4x4f();
  for (var k = 0u; k < 4; k++) {
    m[k] = select(vec4f(), x4(at + i + 4 * k), vec4u(0, 1, 2, 3) + (i + 4 * k) < vec4u(p.columns));
  }
  return m;
}

// One row of W times four tokens: column k has the sums of token k.
fn products(quad: vec4u, m0: mat4x4f, m1: mat4x4f, m2: mat4x4f, m3: mat4x4f) -> mat4x4f {
  return mat4x4f(fold(quad, m0), fold(quad, m1), fold(quad, m2), fold(quad, m3));
}

fn finish(row: u32, t: u32, sums: mat4x4f) {
  if (row >= p.rows) {
    return;
  }
  let at = p.start + row;
  for (var i = 0u; i < 4 && t + i < p.tokens; i++) {
    var value = (sums[i].x + sums[i].y) + (sums[i].z + sums[i].w);
    if (FORMAT == 2) {
      value *= scales[row];
    }
    if (p.has_bias == 1) {
      value += bias[at];
    }
    if (p.has_added == 1) {
      value += added[p.add_offset + (t + i) * p.add_stride + at];
    }
    y[(t + i) * p.all_rows + at] = value;
  }
}

// Rows beyond the last read whatever is there (the device keeps reads inside the binding) and are not written; tokens beyond the last repeat it.
@compute @workgroup_size(WORKGROUP)
fn direct(@builtin(global_invocation_id) id: vec3u) {
  let row = 4 * id.x;
  let t = 4 * id.y;
  if (row >= p.rows) {
    return;
  }
  let row0 = row * p.quads;
  let row1 = row0 + p.quads;
  let row2 = row1 + p.quads;
  let row3 = row2 + p.quads;
  let t0 = p.x_offset + t * p.x_stride;
  let t1 = p.x_offset + min(t + 1, p.tokens - 1) * p.x_stride;
  let t2 = p.x_offset + min(t + 2, p.tokens - 1) * p.x_stride;
  let t3 = p.x_offset + min(t + 3, p.tokens - 1) * p.x_stride;
  let whole = p.columns / (4u << FORMAT); // quads without zeros at the end
  var total0 = mat4x4f();
  var total1 = mat4x4f();
  var total2 = mat4x4f();
  var total3 = mat4x4f();
  var q = 0u;
  while (q < whole) {
    var sum0 = mat4x4f();
    var sum1 = mat4x4f();
    var sum2 = mat4x4f();
    var sum3 = mat4x4f();
    let end = min(whole, q + BLOCK);
    for (; q < end; q++) {
      let m0 = inputs(t0, q);
      let m1 = inputs(t1, q);
      let m2 = inputs(t2, q);
      let m3 = inputs(t3, q);
      sum0 += products(matrix[row0 + q], m0, m1, m2, m3);
      sum1 += products(matrix[row1 + q], m0, m1, m2, m3);
      sum2 += products(matrix[row2 + q], m0, m1, m2, m3);
      sum3 += products(matrix[row3 + q], m0, m1, m2, m3);
    }
    total0 += sum0;
    total1 += sum1;
    total2 += sum2;
    total3 += sum3;
  }
  if (whole * (4u << FORMAT) < p.columns) {
    let m0 = last_inputs(t0, whole);
    let m1 = last_inputs(t1, whole);
    let m2 = last_inputs(t2, whole);
    let m3 = last_inputs(t3, whole);
    total0 += products(matrix[row0 + whole], m0, m1, m2, m3);
    total1 += products(matrix[row1 + whole], m0, m1, m2, m3);
    total2 += products(matrix[row2 + whole], m0, m1, m2, m3);
    total3 += products(matrix[row3 + whole], m0, m1, m2, m3);
  }
  finish(row, t, total0);
  finish(row + 1, t, total1);
  finish(row + 2, t, total2);
  finish(row + 3, t, total3);
}
