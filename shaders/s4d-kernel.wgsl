// s4d-kernel: the convolution kernel of a linear time-invariant SSM, K_l = 2 Re Σ_m C_m Ā_m^l B̄_m (without 2 Re for real poles): what an
// input leaves in y after l tokens.
// Read first: Gu, Goel & Ré, "S4", arXiv:2111.00396, Eq. 5; Gu et al., arXiv:2206.11893, section 3.2; s4d-poles. Used by s4d-convolution.
// One thread per channel and BLOCK lags. It jumps to its first lag by the bits of its number: Ā^l - 1 from Ā - 1 by doublings and products.

override WORKGROUP: u32 = 64;
override COMPLEX: bool = true;
override BLOCK: u32 = 16;

struct Params {
  lags: u32, // L
  channels: u32, // C
  poles: u32, // M per channel
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> log_dt: array<f32>; // [C]
@group(0) @binding(2) var<storage, read> log_real: array<f32>; // [C, M]
@group(0) @binding(3) var<storage, read> imag: array<f32>; // [C, M]
@group(0) @binding(4) var<storage, read> c: array<f32>; // [C, M, 2] or [C, M]
@group(0) @binding(5) var<storage, read_write> kernel: array<f32>; // [L, C]

// Ā^l for Ā = 1 + change.
fn power(change: vec2f, l: u32) -> vec2f {
  var result = vec2f(1.0, 0.0);
  var step = change;
  for (var bits = l; bits > 0; bits >>= 1) {
    if ((bits & 1) == 1) {
      result += times(result, step);
    }
    step = times(step, vec2f(2.0, 0.0) + step);
  }
  return result;
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let channel = id.x;
  if (channel >= p.channels) {
    return;
  }
  let first = id.y * BLOCK;
  let end = min(first + BLOCK, p.lags);
  for (var m = 0u; m < p.poles; m++) {
    let cm = channel * p.poles + m;
    var turning = 0.0;
    var read = vec2f();
    if (COMPLEX) {
      turning = imag[cm];
      read = 2.0 * vec2f(c[2 * cm], c[2 * cm + 1]);
    } else {
      read.x = c[cm];
    }
    let pole = discretise(log_dt[channel], log_real[cm], turning);
    var term = times(times(read, pole.write), power(pole.change, first));
    for (var l = first; l < end; l++) {
      let at = l * p.channels + channel;
      var sum = term.x;
      if (m > 0) {
        sum += kernel[at];
      }
      kernel[at] = sum;
      term += times(pole.change, term);
    }
  }
}
