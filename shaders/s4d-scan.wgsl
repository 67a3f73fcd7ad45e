// s4d-scan: h_t = Ā h_{t-1} + B̄ x_t, y_t = 2 Re Σ C h_t (or Σ C h_t for real poles), without writing h out. As one chunk it is the whole
// recurrence, for decoding and short runs; as many it is the last of three steps (s4d-scan-reduce, s4d-scan-carry, this), each chunk from
// the state in which it starts. The same ladder as in selective-scan-*, and simpler: Ā and B̄ are constants.
// Read first: Gu et al., arXiv:2206.11893, section 3; s4d-poles. The other way to compute y: s4d-convolution.
// One thread per channel and chunk, POLES of its poles in registers; more are done in passes that each add to y.
// The caller puts `const POLES = n;` before this file.

override WORKGROUP: u32 = 64;
override COMPLEX: bool = true; // imag is bound; states and C hold pairs (re, im)

struct Params {
  tokens: u32, // T
  channels: u32, // C
  poles: u32, // M per channel
  first: u32, // first pole of this pass
  chunk: u32, // Q; T for the whole recurrence
  x_offset: u32, // first element of the slice x
  x_stride: u32, // elements from one token's row of x to the next
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>; // [T, C]
@group(0) @binding(2) var<storage, read> log_dt: array<f32>; // [C]
@group(0) @binding(3) var<storage, read> log_real: array<f32>; // [C, M]
@group(0) @binding(4) var<storage, read> imag: array<f32>; // [C, M]
@group(0) @binding(5) var<storage, read> c: array<f32>; // [C, M, 2] or [C, M]
@group(0) @binding(6) var<storage, read> starts: array<f32>; // [K, C, M, 2] or [K, C, M]: state at each chunk's start
@group(0) @binding(7) var<storage, read_write> after: array<f32>; // [C, M, 2] or [C, M]: h after the run
@group(0) @binding(8) var<storage, read_write> y: array<f32>; // [T, C], dense

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let channel = id.x;
  if (channel >= p.channels) {
    return;
  }
  let numbers = select(1u, 2u, COMPLEX);
  let size = p.channels * p.poles * numbers;
  let cell = channel * p.poles + p.first; // first pole of this pass
  var change: array<vec2f, POLES>; // Ā - 1
  var write: array<vec2f, POLES>; // B̄
  var read: array<vec2f, POLES>; // C, with the 2 of complex poles
  var h: array<vec2f, POLES>;
  for (var m = 0u; m < POLES; m++) {
    let at = (cell + m) * numbers;
    var turning = 0.0;
    if (COMPLEX) {
      turning = imag[cell + m];
      read[m] = 2.0 * vec2f(c[at], c[at + 1]);
      h[m] = vec2f(starts[id.y * size + at], starts[id.y * size + at + 1]);
    } else {
      read[m] = vec2f(c[at], 0.0);
      h[m] = vec2f(starts[id.y * size + at], 0.0);
    }
    let pole = discretise(log_dt[channel], log_real[cell + m], turning);
    change[m] = pole.change;
    write[m] = pole.write;
  }
  let end = min((id.y + 1) * p.chunk, p.tokens);
  for (var t = id.y * p.chunk; t < end; t++) {
    let input = x[t * p.x_stride + p.x_offset + channel];
    var sum = 0.0;
    for (var m = 0u; m < POLES; m++) {
      h[m] += times(change[m], h[m]) + write[m] * input;
      sum += read[m].x * h[m].x - read[m].y * h[m].y;
    }
    let at = t * p.channels + channel;
    if (p.first > 0) {
      sum += y[at];
    }
    y[at] = sum;
  }
  if (end == p.tokens) {
    for (var m = 0u; m < POLES; m++) {
      let at = (cell + m) * numbers;
      after[at] = h[m].x;
      if (COMPLEX) {
        after[at + 1] = h[m].y;
      }
    }
  }
}
