// embedding: row w_t of the table for each token. A table larger than one binding comes in parts by rows, one dispatch each: a dispatch
// writes only the tokens whose row it has.
// One thread per token and group of 4 columns. Uses matrix.wgsl.

override WORKGROUP: u32 = 64;

struct Params {
  tokens: u32, // T
  first: u32, // place of the first token in `ids`
  columns: u32, // D
  quads: u32, // vec4u from one row of the table to the next
  start: u32, // row at which this part starts
  rows: u32, // of this part
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> ids: array<u32>; // [T] from `first`
@group(0) @binding(2) var<storage, read> matrix: array<vec4u>; // [rows, quads]
@group(0) @binding(3) var<storage, read> scales: array<f32>; // [rows], int8 only
@group(0) @binding(4) var<storage, read_write> output: array<f32>; // [T, D]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) num: vec3u) {
  let g = id.x;
  if (4 * g >= p.columns) {
    return;
  }
  for (var t = id.y; t < p.tokens; t += num.y) {
    let row = ids[p.first + t] - p.start; // wraps below the start, and is then too large
    if (row >= p.rows) {
      continue;
    }
    var values = four(matrix[row * p.quads + (g >> FORMAT)], g & ((1u << FORMAT) - 1));
    if (FORMAT == 2) {
      values *= scales[row];
    }
    for (var i = 0u; i < 4 && 4 * g + i < p.columns; i++) {
      output[t * p.columns + 4 * g + i] = values[i];
    }
  }
}
