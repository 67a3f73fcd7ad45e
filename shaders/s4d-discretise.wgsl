// s4d-discretise: Ā or B̄ of every pole, where somebody watches or changes them; the scans compute them in passing.
// Read first: s4d-poles. One thread per pole.

override WORKGROUP: u32 = 64;
override COMPLEX: bool = true; // imag is bound; the output holds pairs (re, im)
override WRITE: bool = false; // B̄; otherwise Ā

struct Params {
  channels: u32, // C
  poles: u32, // M per channel
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> log_dt: array<f32>; // [C]
@group(0) @binding(2) var<storage, read> log_real: array<f32>; // [C, M]
@group(0) @binding(3) var<storage, read> imag: array<f32>; // [C, M]
@group(0) @binding(4) var<storage, read_write> output: array<f32>; // [C, M, 2] or [C, M]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let cm = id.x;
  if (cm >= p.channels * p.poles) {
    return;
  }
  var turning = 0.0;
  if (COMPLEX) {
    turning = imag[cm];
  }
  let pole = discretise(log_dt[cm / p.poles], log_real[cm], turning);
  var value = pole.kept;
  if (WRITE) {
    value = pole.write;
  }
  if (COMPLEX) {
    output[2 * cm] = value.x;
    output[2 * cm + 1] = value.y;
  } else {
    output[cm] = value.x;
  }
}
