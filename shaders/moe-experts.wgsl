// moe-experts: one of the three products of a mixture of experts, y = W_e x, for the chosen experts only: W holds the rows of expert 0, then
// of expert 1, … A pair is a token and one of its K choices. Weights are kept in f32, f16 or int8 (ExpertsInt8: Jamba-1.5,
// arXiv:2408.12570, section 3.1) and unpacked here; activations stay in f32.
// Read first: Shazeer et al. 2017, arXiv:1701.06538; Lieber et al., "Jamba", arXiv:2403.19887, section 3; gemv.
// `per_thread` and `per_workgroup`: one row for one pair, as in gemv, for decoding. `blocks`: one row for four pairs of the same expert
// (moe-plan), for prefill. Sums run in lanes of at most BLOCK quads, as in gemv. Uses matrix.wgsl.

override WORKGROUP: u32 = 64; // a power of two
const BLOCK = 16u;
const EMPTY = 0xffffffffu;

struct Params {
  rows: u32, // of this part of W
  start: u32, // row of W at which this part starts
  columns: u32,
  quads: u32, // vec4u from one row of W to the next
  inner: u32, // rows of one expert
  experts: u32, // E
  pairs: u32, // T·K
  k: u32, // K
  share: u32, // pairs that read the same row of x: K, or 1
  ids_offset: u32, // first element of the slice of ids
  ids_stride: u32, // elements from one token's ids to the next
  x_offset: u32, // the same for x
  x_stride: u32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> matrix: array<vec4u>; // [rows, quads]
@group(0) @binding(2) var<storage, read> scales: array<f32>; // [rows], int8 only
@group(0) @binding(3) var<storage, read> x: array<f32>; // [pairs / share, columns]
@group(0) @binding(4) var<storage, read> ids: array<f32>; // [T, K]
@group(0) @binding(5) var<storage, read> order: array<u32>; // [places], from moe-plan (blocks)
@group(0) @binding(6) var<storage, read_write> y: array<f32>; // [pairs, inner]

// Row of an expert's output in this part of W; beyond `rows` if another part has it.
fn row_of(pair: u32, i: u32) -> u32 {
  let id = ids[(pair / p.k) * p.ids_stride + p.ids_offset + pair % p.k];
  let expert = u32(clamp(round(id), 0.0, f32(p.experts - 1))); // somebody may have changed it
  return expert * p.inner + i - p.start;
}

// Columns 4g … 4g+3 of the row of x that starts at `at`, zeros beyond the width.
fn inputs(at: u32, g: u32) -> vec4f {
  let value = vec4f(x[at + 4 * g], x[at + 4 * g + 1], x[at + 4 * g + 2], x[at + 4 * g + 3]);
  if (4 * g + 4 <= p.columns) {
    return value;
  }
  return select(vec4f(), value, vec4u(0, 1, 2, 3) + 4 * g < vec4u(p.columns));
}

fn x_row(pair: u32) -> u32 {
  return (pair / p.share) * p.x_stride + p.x_offset;
}

// Quads first, first + step, … of a row, times the x of a pair.
fn row_sum(row: u32, pair: u32, first: u32, step: u32) -> f32 {
  let at = x_row(pair);
  var total = vec4f();
  var q = first;
  while (q < p.quads) {
    var sum = vec4f();
    let end = min(p.quads, q + BLOCK * step);
    for (; q < end; q += step) {
      let quad = matrix[row * p.quads + q];
      for (var k = 0u; k < (1u << FORMAT); k++) {
        sum += four(quad, k) * inputs(at, (q << FORMAT) + k);
      }
    }
    total += sum;
  }
  return (total.x + total.y) + (total.z + total.w);
}

fn finish(row: u32, pair: u32, i: u32, sum: f32) {
  var value = sum;
  if (FORMAT == 2) {
    value *= scales[row];
  }
  y[pair * p.inner + i] = value;
}

@compute @workgroup_size(WORKGROUP)
fn per_thread(@builtin(global_invocation_id) id: vec3u) {
  let row = row_of(id.y, id.x);
  if (id.x < p.inner && row < p.rows) {
    finish(row, id.y, id.x, row_sum(row, id.y, 0, 1));
  }
}

var<workgroup> partial: array<f32, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn per_workgroup(@builtin(workgroup_id) wg: vec3u, @builtin(local_invocation_index) local: u32) {
  let row = row_of(wg.y, wg.x);
  partial[local] = row_sum(min(row, p.rows - 1), wg.y, local, WORKGROUP); // a row of another part: computed in vain, not written
  for (var half = WORKGROUP / 2; half > 0; half /= 2) {
    workgroupBarrier();
    if (local < half) {
      partial[local] += partial[local + half];
    }
  }
  if (local == 0 && row < p.rows) {
    finish(row, wg.y, wg.x, partial[0]);
  }
}

@compute @workgroup_size(WORKGROUP)
fn blocks(@builtin(global_invocation_id) id: vec3u) {
  let first = order[4 * id.y];
  if (id.x >= p.inner || first == EMPTY) {
    return;
  }
  let row = row_of(first, id.x);
  if (row >= p.rows) {
    return;
  }
  // Empty places repeat the first pair and are not written.
  let places = vec4u(first, order[4 * id.y + 1], order[4 * id.y + 2], order[4 * id.y + 3]);
  let pair = select(places, vec4u(first), places == vec4u(EMPTY));
  let at = vec4u(x_row(pair.x), x_row(pair.y), x_row(pair.z), x_row(pair.w));
  let groups = (p.columns + 3) / 4;
  var total = vec4f(); // one number per pair
  var g = 0u;
  while (g < groups) {
    var sum = vec4f();
    let end = min(groups, g + BLOCK);
    for (; g < end; g++) {
      let w = four(matrix[row * p.quads + (g >> FORMAT)], g & ((1u << FORMAT) - 1));
      sum += w * mat4x4f(inputs(at.x, g), inputs(at.y, g), inputs(at.z, g), inputs(at.w, g));
    }
    total += sum;
  }
  for (var r = 0u; r < 4; r++) {
    if (places[r] != EMPTY) {
      finish(row, places[r], id.x, total[r]);
    }
  }
}
