// selective-scan, third rung, 3 of 3 (apply): every chunk runs the recurrence again, now from the state in which it really starts,
// and reads y. All chunks at once. Read first: selective-scan-reduce, selective-scan-carry.
// One thread per channel and chunk. The caller puts `const STATES = n;` before this file (see selective-scan-serial).

override WORKGROUP: u32 = 64;

struct Params {
  tokens: u32, // T
  channels: u32, // C
  states: u32, // N
  first: u32, // first cell of this pass
  chunk: u32, // Q, the same as in selective-scan-reduce
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
@group(0) @binding(6) var<storage, read> carry: array<f32>; // [K, N, C]: state at each chunk's start
@group(0) @binding(7) var<storage, read_write> y: array<f32>; // [T, C], dense

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let channel = id.x;
  let chunk = id.y;
  if (channel >= p.channels) {
    return;
  }
  var a: array<f32, STATES>;
  var h: array<f32, STATES>;
  for (var n = 0u; n < STATES; n++) {
    a[n] = -precise_exp(a_log[channel * p.states + p.first + n]);
    h[n] = carry[(chunk * p.states + p.first + n) * p.channels + channel];
  }
  let end = min((chunk + 1) * p.chunk, p.tokens);
  for (var t = chunk * p.chunk; t < end; t++) {
    let step = delta[t * p.delta_stride + p.delta_offset + channel];
    let write = step * x[t * p.x_stride + p.x_offset + channel];
    let b_row = t * p.b_stride + p.b_offset + p.first;
    let c_row = t * p.c_stride + p.c_offset + p.first;
    var sum = 0.0;
    for (var n = 0u; n < STATES; n++) {
      h[n] += precise_expm1(step * a[n]) * h[n] + write * b[b_row + n];
      sum += h[n] * c[c_row + n];
    }
    let at = t * p.channels + channel;
    if (p.first > 0) {
      sum += y[at];
    }
    y[at] = sum;
  }
}
