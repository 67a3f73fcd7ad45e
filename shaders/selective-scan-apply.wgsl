// selective-scan, third rung, 3 of 3 (apply): every chunk runs the recurrence again, now from the state in which it really starts,
// and reads y. All chunks at once. Read first: selective-scan-reduce, selective-scan-carry.
// One thread per channel and chunk. The caller puts `const STATES = <N>u;` before this file.

override WORKGROUP: u32 = 64;
override CHUNK: u32 = 32; // Q, the same as in selective-scan-reduce

struct Params {
  tokens: u32, // T
  channels: u32, // C
  b_offset: u32, // first element of the slice B
  b_stride: u32, // elements from one token's row of B to the next
  c_offset: u32, // the same for C
  c_stride: u32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>; // [T, C]
@group(0) @binding(2) var<storage, read> delta: array<f32>; // [T, C]
@group(0) @binding(3) var<storage, read> a_log: array<f32>; // [C, N]; A = -exp(a_log)
@group(0) @binding(4) var<storage, read> b: array<f32>; // [T, b_stride], columns b_offset … + N
@group(0) @binding(5) var<storage, read> c: array<f32>; // [T, c_stride], columns c_offset … + N
@group(0) @binding(6) var<storage, read> d: array<f32>; // [C]
@group(0) @binding(7) var<storage, read> carry: array<f32>; // [K, N, C]: state at each chunk's start
@group(0) @binding(8) var<storage, read_write> y: array<f32>; // [T, C]

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
    a[n] = -exp(a_log[channel * STATES + n]);
    h[n] = carry[(chunk * STATES + n) * p.channels + channel];
  }
  let skip = d[channel];
  let end = min((chunk + 1) * CHUNK, p.tokens);
  for (var t = chunk * CHUNK; t < end; t++) {
    let at = t * p.channels + channel;
    let step = delta[at];
    let input = x[at];
    let b_row = t * p.b_stride + p.b_offset;
    let c_row = t * p.c_stride + p.c_offset;
    var sum = 0.0;
    for (var n = 0u; n < STATES; n++) {
      h[n] = exp(step * a[n]) * h[n] + step * input * b[b_row + n];
      sum += h[n] * c[c_row + n];
    }
    y[at] = sum + skip * input;
  }
}
