// matmul, second way (read matmul.wgsl first): square tiles of outputs, their inputs and weights brought to workgroup memory once.
// 16 × 16 threads; each makes SIDE × SIDE outputs, 16 apart, so a tile has 16·SIDE rows and tokens. Steps of 16 columns.
// The caller puts `const SIDE: u32 = <2 or 4>u;` before this file: WGSL wants the size of a function-local array to be a constant.
// Uses matrix.wgsl.

const STEP = 16u; // columns at a time
const TILE = 16u * SIDE;
const BLOCK = 4u; // steps summed before they join the total

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

// Column c of the step, then rows or tokens of the tile; one float of padding keeps the banks apart.
var<workgroup> w_tile: array<array<f32, TILE + 1>, STEP>;
var<workgroup> x_tile: array<array<f32, TILE + 1>, STEP>;

// Brings 4 columns of one row and of one token at a time; 256 threads cover 64 rows.
fn load(step: u32, local: u32, row0: u32, t0: u32) {
  let g = step * (STEP / 4) + local % 4; // group of 4 columns
  for (var r = local / 4; r < TILE; r += 64) {
    var w4 = vec4f();
    if (row0 + r < p.rows && 4 * g < p.columns) {
      w4 = four(matrix[(row0 + r) * p.quads + (g >> FORMAT)], g & ((1u << FORMAT) - 1));
    }
    var x4 = vec4f();
    if (t0 + r < p.tokens) {
      let at = p.x_offset + (t0 + r) * p.x_stride + 4 * g;
      let inside = vec4u(0, 1, 2, 3) + 4 * g < vec4u(p.columns);
      x4 = select(vec4f(), vec4f(x[at], x[at + 1], x[at + 2], x[at + 3]), inside);
    }
    for (var i = 0u; i < 4; i++) {
      w_tile[4 * (local % 4) + i][r] = w4[i];
      x_tile[4 * (local % 4) + i][r] = x4[i];
    }
  }
}

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) wg: vec3u, @builtin(local_invocation_id) id: vec3u, @builtin(local_invocation_index) local: u32) {
  let row0 = wg.x * TILE;
  let t0 = wg.y * TILE;
  var total: array<array<f32, SIDE>, SIDE>; // [token][row]
  var sum: array<array<f32, SIDE>, SIDE>;
  let steps = (p.columns + STEP - 1) / STEP;
  for (var step = 0u; step < steps; step++) {
    load(step, local, row0, t0);
    workgroupBarrier();
    for (var c = 0u; c < STEP; c++) {
      var w: array<f32, SIDE>;
      for (var j = 0u; j < SIDE; j++) {
        w[j] = w_tile[c][id.x + 16 * j];
      }
      for (var i = 0u; i < SIDE; i++) {
        let input = x_tile[c][id.y + 16 * i];
        for (var j = 0u; j < SIDE; j++) {
          sum[i][j] += input * w[j];
        }
      }
    }
    workgroupBarrier();
    if (step % BLOCK == BLOCK - 1 || step == steps - 1) {
      for (var i = 0u; i < SIDE; i++) {
        for (var j = 0u; j < SIDE; j++) {
          total[i][j] += sum[i][j];
          sum[i][j] = 0.0;
        }
      }
    }
  }
  for (var i = 0u; i < SIDE; i++) {
    let t = t0 + id.y + 16 * i;
    for (var j = 0u; j < SIDE; j++) {
      let row = row0 + id.x + 16 * j;
      if (t < p.tokens && row < p.rows) {
        var value = total[i][j];
        if (FORMAT == 2) {
          value *= scales[row];
        }
        let at = p.start + row;
        if (p.has_bias == 1) {
          value += bias[at];
        }
        if (p.has_added == 1) {
          value += added[p.add_offset + t * p.add_stride + at];
        }
        y[t * p.all_rows + at] = value;
      }
    }
  }
}
