// gemv, a third way (read gemv.wgsl first): one workgroup per row whose lanes add up in hardware. Needs the feature 'subgroups' and is used
// only where it was measured to be faster. No mapping of threads to subgroups is assumed: each subgroup leaves its sum at its first lane.
// Uses matrix.wgsl.

enable subgroups;

override WORKGROUP: u32 = 32;

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

// Zeros beyond the columns, where x may hold anything.
fn x4(i: u32) -> vec4f {
  let at = p.x_offset + i;
  return select(vec4f(), vec4f(x[at], x[at + 1], x[at + 2], x[at + 3]), vec4u(0, 1, 2, 3) + i < vec4u(p.columns));
}

var<workgroup> partial: array<f32, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn main(
  @builtin(workgroup_id) wg: vec3u,
  @builtin(num_workgroups) num: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  let row = wg.x + num.x * (wg.y + num.y * wg.z);
  let first = min(row, p.rows - 1) * p.quads;
  var sum = vec4f();
  for (var q = local; q < p.quads; q += WORKGROUP) {
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
    sum += fold(matrix[first + q], m);
  }
  let joined = subgroupAdd((sum.x + sum.y) + (sum.z + sum.w));
  partial[local] = select(0.0, joined, lane == 0);
  workgroupBarrier();
  if (local != 0 || row >= p.rows) {
    return;
  }
  var value = 0.0;
  for (var i = 0u; i < WORKGROUP; i++) {
    value += partial[i];
  }
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
