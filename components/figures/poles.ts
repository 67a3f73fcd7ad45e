/**
 * A pair of conjugate poles p = r e^{±iθ} as an SSM with two state numbers: its kernel is K_l = r^l cos(lθ). Angle is pitch, radius is
 * memory (S4D, arXiv:2206.11893, section 3; the discretised poles are p = e^{ΔA}).
 */
export interface Pole {
  readonly re: number;
  readonly im: number;
}

export const radius = ({ re, im }: Pole): number => Math.hypot(re, im);
export const angle = ({ re, im }: Pole): number => Math.abs(Math.atan2(im, re));

/** K_0 … K_{length-1}, as the real part of pˡ. */
export function poleKernel(pole: Pole, length: number): number[] {
  const [r, a] = [radius(pole), angle(pole)];
  return Array.from({ length }, (_, l) => r ** l * Math.cos(l * a));
}

/** Tokens in one turn of the kernel; Infinity for a pole on the positive axis. */
export const period = (pole: Pole): number =>
  angle(pole) < 1e-9 ? Number.POSITIVE_INFINITY : (2 * Math.PI) / angle(pole);
