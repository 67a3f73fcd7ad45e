// exponential: e^x, e^x - 1, ln(1 + u) and σ(x) to about one unit in the last place, the same on every device. Functions for other
// kernels, which get this text after their own.
// Why not the built-in exp: WGSL lets it be wrong by 3 + 2|x| units (WGSL, section 15.7.4.1), and a decay is multiplied thousands of times.
// Read first: Muller, "Elementary Functions" (2016), chapter 11 (argument reduction by Cody and Waite).

// e^x = s (1 + p) with s = 2^n and p = e^r - 1, |r| ≤ ln(2)/2: returns (s, p). For x from -87 to 88, clamped to that.
fn exp_parts(x: f32) -> vec2f {
  let y = clamp(x, -87.0, 88.0); // beyond, 2^n is no normal number
  let n = round(y * 1.4426950408889634);
  let r = (y - n * 0.693145751953125) - n * 1.428606765330187e-6; // ln 2 in two pieces: the first has 12 bits to spare, so n·piece is exact
  // Taylor series to r^7/7!: the term left out is 2e-8 of p.
  let tail = 0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0 + r * (1.0 / 5040.0)))));
  return vec2f(bitcast<f32>(u32(i32(n) + 127) << 23), r + r * r * tail);
}

// e^x; 0 below -87.
fn precise_exp(x: f32) -> f32 {
  let e = exp_parts(x);
  return select(e.x + e.x * e.y, 0.0, x < -87.0);
}

// e^x - 1 without cancellation near 0.
fn precise_expm1(x: f32) -> f32 {
  let e = exp_parts(x);
  return e.x * e.y + (e.x - 1.0);
}

// ln(1 + u) for u from 0 to 1, as 2 atanh(u / (2 + u)) by its series.
fn precise_log1p(u: f32) -> f32 {
  let s = u / (2.0 + u); // from 0 to 1/3
  let q = s * s; // the term left out, q^8 / 17, is below 2e-9
  let tail = 1.0 / 3.0 + q * (1.0 / 5.0 + q * (1.0 / 7.0 + q * (1.0 / 9.0 + q * (1.0 / 11.0 + q * (1.0 / 13.0 + q / 15.0)))));
  return 2.0 * (s + s * q * tail);
}

// 1 / (1 + e^-x), with an exponential that cannot overflow.
fn sigmoid(x: f32) -> f32 {
  let e = precise_exp(-abs(x));
  return select(e, 1.0, x >= 0.0) / (1.0 + e);
}

fn silu(x: f32) -> f32 {
  return x * sigmoid(x);
}
