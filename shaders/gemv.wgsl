// gemv: y = W x (+ bias) (+ what is added), one token. Decode spends its time here: every weight is read once, so memory is the limit.
// Two ways to share the work out, chosen by measurement (measure.ts): `per_thread`, four rows a thread, no barrier, best where threads are
// processor lanes; `per_workgroup`, one row a workgroup, neighbours read neighbouring words, best on graphics cards.
// Sums run in 4 lanes of at most BLOCK quads each before they join the total: the error stays near 1e-7 of Σ|w x| for any width.
// Uses matrix.wgsl.

override WORKGROUP: u32 = 64; // a power of two
const BLOCK = 16u;

struct Params {
  rows: u32, // of this part of W
  columns: u32,
  quads: u32, // vec4u from one row of W to the next
  start: u32, // row of W at which this part starts
  x_offset: u32,
  add_offset: u32,
  has_bias: u32, // 1: bias is bound
  has_added: u32, // 1: `added` is bound
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> matrix: array<vec4u>; // [rows, quads]
@group(0) @binding(2) var<storage, read> scales: array<f32>; // [rows], int8 only
@group(0) @binding(3) var<storage, read> x: array<f32>; // [columns] from x_offset
@group(0) @binding(4) var<storage, read> bias: array<f32>; // [all rows] if there is one
@group(0) @binding(5) var<storage, read> added: array<f32>; // [all rows] from add_offset
@group(0) @binding(6) var<storage, read_write> y: array<f32>; // [all rows]

fn x4(i: u32) -> vec4f {
  let at = p.x_offset + i;
  return vec4f(x[at], x[at + 1], x[at + 2], x[at + 3]);
}

// Zeros beyond the columns, where x may hold anything.
fn x4_or_zero(i: u32) -> vec4f {
  return select(vec4f(), x4(i), vec4u(0, 1, 2, 3) + i < vec4u(p.columns));
}

// What quad q of every row is multiplied with.
fn inputs(q: u32) -> mat4x4f {
  let i = 4 * (q << FORMAT);
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

fn last_inputs(q: u32) -> mat4x4f {
  let i = 4 * (q << FORMAT);
  return mat4x4f(x4_or_zero(i), x4_or_zero(i + 4), x4_or_zero(i + 8), x4_or_zero(i + 12));
}

fn finish(row: u32, sums: vec4f) {
  if (row >= p.rows) {
    return;
  }
  var value = (sums.x + sums.y) + (sums.z + sums.w);
  if (FORMAT == 2) {
    value *= scales[row];
  }
  let at = p.start + row;
  if (p.has_bias == 1) {
    value += bias[at];
  }
  if (p.has_added == 1) {
    value += added[p.add_offset + at];
  }
  y[at] = value;
}

// Rows beyond the last read whatever is there (the device keeps reads inside the binding) and are not written.
@compute @workgroup_size(WORKGROUP)
fn per_thread(@builtin(workgroup_id) wg: vec3u, @builtin(num_workgroups) num: vec3u, @builtin(local_invocation_index) local: u32) {
  let row = 4 * ((wg.x + num.x * (wg.y + num.y * wg.z)) * WORKGROUP + local);
  if (row >= p.rows) {
    return;
  }
  let row0 = row * p.quads;
  let row1 = row0 + p.quads;
  let row2 = row1 + p.quads;
  let row3 = row2 + p.quads;
  let whole = p.columns / (4u << FORMAT); // quads without zeros at the end
  var total = mat4x4f();
  var q = 0u;
  while (q < whole) {
    var sum = mat4x4f();
    let end = min(whole, q + BLOCK);
    for (; q < end; q++) {
      let m = inputs(q);
      sum[0] += fold(matrix[row0 + q], m);
      sum[1] += fold(matrix[row1 + q], m);
      sum[2] += fold(matrix[row2 + q], m);
      sum[3] += fold(matrix[row3 + q], m);
    }
    total += sum;
  }
  if (whole * (4u << FORMAT) < p.columns) {
    let m = last_inputs(whole);
    total[0] += fold(matrix[row0 + whole], m);
    total[1] += fold(matrix[row1 + whole], m);
    total[2] += fold(matrix[row2 + whole], m);
    total[3] += fold(matrix[row3 + whole], m);
  }
  finish(row, total[0]);
  finish(row + 1, total[1]);
  finish(row + 2, total[2]);
  finish(row + 3, total[3]);
}

var<workgroup> partial: array<vec4f, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn per_workgroup(@builtin(workgroup_id) wg: vec3u, @builtin(num_workgroups) num: vec3u, @builtin(local_invocation_index) local: u32) {
  let row = wg.x + num.x * (wg.y + num.y * wg.z); // the last rows of a split grid do not exist
  let start = min(row, p.rows - 1) * p.quads;
  let whole = p.columns / (4u << FORMAT);
  var sum = vec4f();
  for (var q = local; q < whole; q += WORKGROUP) {
    sum += fold(matrix[start + q], inputs(q));
  }
  if (whole * (4u << FORMAT) < p.columns && local == whole % WORKGROUP) {
    sum += fold(matrix[start + whole], last_inputs(whole));
  }
  partial[local] = sum;
  for (var half = WORKGROUP / 2; half > 0; half /= 2) {
    workgroupBarrier();
    if (local < half) {
      partial[local] += partial[local + half];
    }
  }
  if (local == 0) {
    finish(row, partial[0]);
  }
}
