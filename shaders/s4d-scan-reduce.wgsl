// s4d-scan in chunks, 1 of 3 (reduce): the state that each chunk of Q tokens reaches from zero, all chunks at once.
// Read first: s4d-scan; selective-scan-reduce. One thread per pole and chunk.

override WORKGROUP: u32 = 64;
override COMPLEX: bool = true;

struct Params {
  tokens: u32, // T
  channels: u32, // C
  poles: u32, // M per channel
  chunk: u32, // Q
  x_offset: u32, // first element of the slice x
  x_stride: u32, // elements from one token's row of x to the next
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>; // [T, C]
@group(0) @binding(2) var<storage, read> log_dt: array<f32>; // [C]
@group(0) @binding(3) var<storage, read> log_real: array<f32>; // [C, M]
@group(0) @binding(4) var<storage, read> imag: array<f32>; // [C, M]
@group(0) @binding(5) var<storage, read_write> ends: array<f32>; // [K, C, M, 2] or [K, C, M]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let cm = id.x;
  if (cm >= p.channels * p.poles) {
    return;
  }
  let channel = cm / p.poles;
  var turning = 0.0;
  if (COMPLEX) {
    turning = imag[cm];
  }
  let pole = discretise(log_dt[channel], log_real[cm], turning);
  var h = vec2f();
  for (var t = id.y * p.chunk; t < min((id.y + 1) * p.chunk, p.tokens); t++) {
    h += times(pole.change, h) + pole.write * x[t * p.x_stride + p.x_offset + channel];
  }
  let at = id.y * p.channels * p.poles + cm;
  if (COMPLEX) {
    ends[2 * at] = h.x;
    ends[2 * at + 1] = h.y;
  } else {
    ends[at] = h.x;
  }
}
