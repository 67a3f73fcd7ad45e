// matmul: Y = X Wᵀ (+ bias) (+ what is added) for T tokens. Read gemv.wgsl first: here each weight that is read serves several tokens.
// `direct`: each thread a block of 4 rows × 4 tokens straight from memory, no barrier. `tiled` is in matmul-tiled.wgsl.
// Columns run in blocks of 64 whose sums are joined, as in gemv.
// Uses matrix.wgsl.

override WORKGROUP: u32 = 64;
const BLOCK = 16u; // groups of 4 columns

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

// Columns 4g … 4g+3 of a row of W; rows beyond the last repeat it and are not written.
fn weights(row: u32, g: u32) -> vec4f {
  return four(matrix[min(row, p.rows - 1) * p.quads + (g >> FORMAT)], g & ((1u << FORMAT) - 1));
}

// Columns 4g … 4g+3 of a token, zeros beyond the width; tokens beyond the last repeat it.
fn inputs(t: u32, g: u32) -> vec4f {
  let at = p.x_offset + min(t, p.tokens - 1) * p.x_stride + 4 * g;
  if (4 * g + 4 <= p.columns) {
    return vec4f(x[at], x[at + 1], x[at + 2], x[at + 3]);
  }
  let rest = vec4u(0, 1, 2, 3) + 4 * g < vec4u(p.columns);
  return select(vec4f(), vec4f(x[at], x[at + 1], x[at + 2], x[at + 3]), rest);
}

fn finish(row: u32, t: u32, sums: vec4f) {
  if (row >= p.rows) {
    return;
  }
  let at = p.start + row;
  for (var i = 0u; i < 4 && t + i < p.tokens; i++) {
    var value = sums[i];
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

@compute @workgroup_size(WORKGROUP)
fn direct(@builtin(global_invocation_id) id: vec3u) {
  let row = 4 * id.x;
  let t = 4 * id.y;
  if (row >= p.rows) {
    return;
  }
  let groups = (p.columns + 3) / 4;
  var total = mat4x4f(); // column r: 4 tokens of row r
  var g = 0u;
  while (g < groups) {
    var sum = mat4x4f();
    let end = min(groups, g + BLOCK);
    for (; g < end; g++) {
      let x4 = mat4x4f(inputs(t, g), inputs(t + 1, g), inputs(t + 2, g), inputs(t + 3, g)); // column i: token t + i
      sum += mat4x4f(weights(row, g) * x4, weights(row + 1, g) * x4, weights(row + 2, g) * x4, weights(row + 3, g) * x4);
    }
    total += sum;
  }
  finish(row, t, total[0]);
  finish(row + 1, t, total[1]);
  finish(row + 2, t, total[2]);
  finish(row + 3, t, total[3]);
}
