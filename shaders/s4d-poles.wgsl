// s4d-poles: complex numbers and the discretisation of S4D's poles. Functions for other kernels, which get this text after their own, and
// exponential.wgsl after it. A complex number is a vec2f (re, im); a real pole is one with im = 0.
// Read first: Gu et al., "S4D", arXiv:2206.11893, section 3.1; Mamba, arXiv:2312.00752v2, Eq. 4.
// What the kernels need is Ā - 1, not Ā: a pole that forgets a thousandth per step has 4 digits left in Ā, and h + (Ā - 1) h keeps all 7.

override BILINEAR: bool = false; // otherwise zero-order hold

fn times(a: vec2f, b: vec2f) -> vec2f {
  return vec2f(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x);
}

fn over(a: vec2f, b: vec2f) -> vec2f {
  return vec2f(a.x * b.x + a.y * b.y, a.y * b.x - a.x * b.y) / dot(b, b);
}

// (cos y, sin y) for |y| up to some thousands, to two units in the last place of 1; WGSL's own may be wrong by 2^-11. Cody and Waite's
// reduction: y = n π/2 + r with π/2 in three pieces, the first two with bits to spare.
fn turn(y: f32) -> vec2f {
  let n = round(y * 0.6366197723675814);
  let r = ((y - n * 1.5703125) - n * 4.837512969970703e-4) - n * 7.549789948768648e-8;
  let q = r * r;
  let sine = r + r * q * (-1.0 / 6.0 + q * (1.0 / 120.0 + q * (-1.0 / 5040.0 + q / 362880.0)));
  let cosine = 1.0 - 0.5 * q + q * q * (1.0 / 24.0 + q * (-1.0 / 720.0 + q * (1.0 / 40320.0 - q / 3628800.0)));
  let quarter = u32(i32(n)) & 3u;
  let swapped = select(vec2f(cosine, sine), vec2f(-sine, cosine), (quarter & 1) == 1);
  return select(swapped, -swapped, quarter >= 2);
}

struct Pole {
  kept: vec2f, // Ā
  change: vec2f, // Ā - 1
  write: vec2f, // B̄ for B = 1
}

// Pole A = -exp(log_real) + i·imag with step size exp(log_dt).
fn discretise(log_dt: f32, log_real: f32, imag: f32) -> Pole {
  let dt = precise_exp(log_dt);
  let a = vec2f(-precise_exp(log_real), imag);
  let z = dt * a; // ΔA
  if (BILINEAR) {
    let below = vec2f(1.0 - 0.5 * z.x, -0.5 * z.y); // 1 - ΔA/2
    return Pole(over(vec2f(1.0, 0.0) + 0.5 * z, below), over(z, below), over(vec2f(dt, 0.0), below));
  }
  // e^(x+iy) - 1 = (e^x - 1) cos y + (cos y - 1) + i e^x sin y, cos y - 1 = -2 sin²(y/2): nothing cancels near 0.
  let half = turn(0.5 * z.y);
  let less = -2.0 * half.y * half.y;
  let size = precise_exp(z.x);
  let change = vec2f(precise_expm1(z.x) * (1.0 + less) + less, size * 2.0 * half.x * half.y);
  return Pole(size * turn(z.y), change, over(change, a));
}
