// selective-scan, first rung: the recurrence as it is written, one thread per channel, the N cells of its state in registers.
//   h_t = exp(Δ_t A) ⊙ h_{t-1} + (Δ_t x_t) B_tᵀ,  y_t = h_t C_t
// Read first: Gu & Dao, arXiv:2312.00752v2, Algorithm 2, section 3.3.2; selective_scan_ref in mamba; exponential. Next rung:
// selective-scan-tree. h is never written to memory except at the end of the run: that is the fusion of section 3.3.2. Used for decoding.
// Ā h is computed as h + (Ā - 1) h: for Δ|A| = 1e-6, Ā itself has one digit left in f32, and the error would grow with every token.
// The caller puts `const STATES = n;` before this file: WGSL wants the size of a function-local array to be a constant. A state of more
// cells than registers hold is done in several passes of n ≤ N cells, each adding to y.

override WORKGROUP: u32 = 64;

struct Params {
  tokens: u32, // T
  channels: u32, // C
  states: u32, // N
  first: u32, // first cell of this pass
  x_offset: u32, // first element of the slice x
  x_stride: u32, // elements from one token's row of x to the next
  delta_offset: u32, // the same for Δ, B and C
  delta_stride: u32,
  b_offset: u32,
  b_stride: u32,
  c_offset: u32,
  c_stride: u32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>; // [T, C]
@group(0) @binding(2) var<storage, read> delta: array<f32>; // [T, C]
@group(0) @binding(3) var<storage, read> a_log: array<f32>; // [C, N]; A = -exp(a_log)
@group(0) @binding(4) var<storage, read> b: array<f32>; // [T, N]
@group(0) @binding(5) var<storage, read> c: array<f32>; // [T, N]
@group(0) @binding(6) var<storage, read> before: array<f32>; // [C, N]: h before this run
@group(0) @binding(7) var<storage, read_write> after: array<f32>; // [C, N]: h after it
@group(0) @binding(8) var<storage, read_write> y: array<f32>; // [T, C], dense

fn write_y(at: u32, sum: f32) {
  if (p.first > 0) {
    y[at] += sum;
  } else {
    y[at] = sum;
  }
}

// Decoding: each cell is read and written once, so it need not be kept. A software device has no registers to index and saves a fifth.
fn one_token(channel: u32, cells: u32) {
  let step = delta[p.delta_offset + channel];
  let write = step * x[p.x_offset + channel];
  var sum = 0.0;
  for (var n = 0u; n < STATES; n++) {
    var h = before[cells + n];
    h += precise_expm1(-step * precise_exp(a_log[cells + n])) * h + write * b[p.b_offset + p.first + n];
    sum += h * c[p.c_offset + p.first + n];
    after[cells + n] = h;
  }
  write_y(channel, sum);
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let channel = id.x;
  if (channel >= p.channels) {
    return;
  }
  let cells = channel * p.states + p.first;
  if (p.tokens == 1) {
    one_token(channel, cells);
    return;
  }
  var a: array<f32, STATES>;
  var h: array<f32, STATES>;
  for (var n = 0u; n < STATES; n++) {
    a[n] = -precise_exp(a_log[cells + n]);
    h[n] = before[cells + n];
  }
  for (var t = 0u; t < p.tokens; t++) {
    let step = delta[t * p.delta_stride + p.delta_offset + channel];
    let write = step * x[t * p.x_stride + p.x_offset + channel];
    let b_row = t * p.b_stride + p.b_offset + p.first;
    let c_row = t * p.c_stride + p.c_offset + p.first;
    var sum = 0.0;
    for (var n = 0u; n < STATES; n++) {
      h[n] += precise_expm1(step * a[n]) * h[n] + write * b[b_row + n];
      sum += h[n] * c[c_row + n];
    }
    write_y(t * p.channels + channel, sum);
  }
  for (var n = 0u; n < STATES; n++) {
    after[cells + n] = h[n];
  }
}
