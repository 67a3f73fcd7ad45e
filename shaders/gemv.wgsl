// gemv: y = W x (+ bias) (+ what is added), one token. Decode spends its time here: every weight is read once, so memory is the limit.
// Two ways to share the work out, chosen by measurement (measure.ts): `per_thread`, one thread per row, no barrier, best where threads are
// processor lanes; `per_workgroup`, one workgroup per row, neighbours read neighbouring words, best on graphics cards.
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

fn x_at(i: u32) -> f32 {
  return select(0.0, x[p.x_offset + i], i < p.columns);
}

// Products of quad q of a row with its part of x, folded to 4 sums.
fn products(quad: vec4u, q: u32) -> vec4f {
  var sum = vec4f();
  let whole = (q + 1) * (4u << FORMAT) <= p.columns;
  for (var k = 0u; k < (1u << FORMAT); k++) {
    let i = q * (4u << FORMAT) + 4 * k;
    if (whole) {
      let at = p.x_offset + i;
      sum += four(quad, k) * vec4f(x[at], x[at + 1], x[at + 2], x[at + 3]);
    } else {
      sum += four(quad, k) * vec4f(x_at(i), x_at(i + 1), x_at(i + 2), x_at(i + 3));
    }
  }
  return sum;
}

// Quads first, first + step, … of a row.
fn row_sum(row: u32, first: u32, step: u32) -> f32 {
  var total = vec4f();
  var q = first;
  while (q < p.quads) {
    var sum = vec4f();
    let end = min(p.quads, q + BLOCK * step);
    for (; q < end; q += step) {
      sum += products(matrix[row * p.quads + q], q);
    }
    total += sum;
  }
  return (total.x + total.y) + (total.z + total.w);
}

fn finish(row: u32, sum: f32) {
  var value = sum;
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

@compute @workgroup_size(WORKGROUP)
fn per_thread(@builtin(workgroup_id) wg: vec3u, @builtin(num_workgroups) num: vec3u, @builtin(local_invocation_index) local: u32) {
  let row = (wg.x + num.x * (wg.y + num.y * wg.z)) * WORKGROUP + local;
  if (row < p.rows) {
    finish(row, row_sum(row, 0, 1));
  }
}

var<workgroup> partial: array<f32, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn per_workgroup(@builtin(workgroup_id) wg: vec3u, @builtin(num_workgroups) num: vec3u, @builtin(local_invocation_index) local: u32) {
  let row = wg.x + num.x * (wg.y + num.y * wg.z); // the last rows of a split grid do not exist: clamped reads, nothing written
  partial[local] = row_sum(min(row, p.rows - 1), local, WORKGROUP);
  for (var half = WORKGROUP / 2; half > 0; half /= 2) {
    workgroupBarrier();
    if (local < half) {
      partial[local] += partial[local + half];
    }
  }
  if (local == 0 && row < p.rows) {
    finish(row, partial[0]);
  }
}
