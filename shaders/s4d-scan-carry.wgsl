// s4d-scan in chunks, 2 of 3 (scan): from chunk to chunk, h ← Ā^Q h + end; each end is overwritten with the state in which its chunk starts.
// Q is a power of two: Ā^2k - 1 = (Ā^k - 1)(2 + (Ā^k - 1)), so log₂ Q doublings give Ā^Q - 1 with all its digits.
// Read first: s4d-scan-reduce. One thread per pole.

override WORKGROUP: u32 = 64;
override COMPLEX: bool = true;

struct Params {
  chunks: u32, // K
  channels: u32, // C
  poles: u32, // M per channel
  doublings: u32, // log₂ Q
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> log_dt: array<f32>; // [C]
@group(0) @binding(2) var<storage, read> log_real: array<f32>; // [C, M]
@group(0) @binding(3) var<storage, read> imag: array<f32>; // [C, M]
@group(0) @binding(4) var<storage, read> before: array<f32>; // [C, M, 2] or [C, M]: h before the run
@group(0) @binding(5) var<storage, read_write> ends: array<f32>; // [K, C, M, 2] or [K, C, M]: in: end from zero; out: state at the start

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let cm = id.x;
  let size = p.channels * p.poles;
  if (cm >= size) {
    return;
  }
  var turning = 0.0;
  var h = vec2f();
  if (COMPLEX) {
    turning = imag[cm];
    h = vec2f(before[2 * cm], before[2 * cm + 1]);
  } else {
    h.x = before[cm];
  }
  var change = discretise(log_dt[cm / p.poles], log_real[cm], turning).change;
  for (var i = 0u; i < p.doublings; i++) {
    change = times(change, vec2f(2.0, 0.0) + change);
  }
  for (var k = 0u; k < p.chunks; k++) {
    var end = vec2f();
    if (COMPLEX) {
      let at = 2 * (k * size + cm);
      end = vec2f(ends[at], ends[at + 1]);
      ends[at] = h.x;
      ends[at + 1] = h.y;
    } else {
      end.x = ends[k * size + cm];
      ends[k * size + cm] = h.x;
    }
    h += times(change, h) + end;
  }
}
