// embedding: row w_t of the table for each token. A table larger than one binding comes in parts by rows, one dispatch each: a dispatch
// writes only the tokens whose row it has.
// One thread per token and group of 4 columns.

override WORKGROUP: u32 = 64;
override FORMAT: u32 = 0; // of matrices: 0 f32, 1 f16, 2 int8 with one scale per row

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

// Values 4k … 4k+3 of the 4, 8 or 16 in four words of a matrix; k < 1 << FORMAT.
fn four(quad: vec4u, k: u32) -> vec4f {
  if (FORMAT == 0) {
    return bitcast<vec4f>(quad);
  }
  if (FORMAT == 1) {
    return vec4f(unpack2x16float(quad[2 * k]), unpack2x16float(quad[2 * k + 1]));
  }
  return vec4f(bitcast<vec4i>(vec4u(quad[k]) << vec4u(24, 16, 8, 0)) >> vec4u(24));
}

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
