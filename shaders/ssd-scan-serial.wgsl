// ssd-scan, the recurrence as it is written, for decoding and short runs:
//   S_t = a_t S_{t-1} + Δ_t x_t B_tᵀ [P, N],  y_t = S_t C_t [P],  a_t = exp(Δ_t A), one number per head
// Read first: Dao & Gu, arXiv:2405.21060, Eq. 16 and section 7.1; ssd_minimal.py. For longer runs: ssd-scores.
// The N numbers of a channel's row of the state are too many for registers (128): they stay in memory, and PARTS threads share them. Each
// takes every PARTS-th, so that neighbours read neighbours, and writes its own part of y; the kernel after it (skip) adds the parts up.
// a S is computed as S + (a - 1) S, as in selective-scan-serial.

override WORKGROUP: u32 = 64;
override PARTS: u32 = 1; // threads per channel

struct Params {
  tokens: u32, // T
  heads: u32, // H
  head_dim: u32, // P
  states: u32, // N
  groups: u32, // G; heads of a group share B and C
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
@group(0) @binding(1) var<storage, read> x: array<f32>; // [T, H·P]
@group(0) @binding(2) var<storage, read> delta: array<f32>; // [T, H]
@group(0) @binding(3) var<storage, read> a_log: array<f32>; // [H]; A = -exp(a_log)
@group(0) @binding(4) var<storage, read> b: array<f32>; // [T, G, N]
@group(0) @binding(5) var<storage, read> c: array<f32>; // [T, G, N]
@group(0) @binding(6) var<storage, read> before: array<f32>; // [H, P, N]: S before this run
@group(0) @binding(7) var<storage, read_write> after: array<f32>; // [H, P, N]: S after it
@group(0) @binding(8) var<storage, read_write> y: array<f32>; // [PARTS, T, H·P], dense

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let part = id.x % PARTS;
  let channel = id.x / PARTS; // of H·P
  let width = p.heads * p.head_dim;
  if (channel >= width) {
    return;
  }
  let head = channel / p.head_dim;
  let group = (head * p.groups / p.heads) * p.states;
  let a = -precise_exp(a_log[head]);
  let cells = channel * p.states;
  for (var t = 0u; t < p.tokens; t++) {
    let step = delta[t * p.delta_stride + p.delta_offset + head];
    let write = step * x[t * p.x_stride + p.x_offset + channel];
    let lost = precise_expm1(step * a);
    let b_row = t * p.b_stride + p.b_offset + group;
    let c_row = t * p.c_stride + p.c_offset + group;
    var sum = 0.0;
    for (var n = part; n < p.states; n += PARTS) {
      var s = 0.0;
      if (t == 0) {
        s = before[cells + n];
      } else {
        s = after[cells + n];
      }
      s += lost * s + write * b[b_row + n];
      after[cells + n] = s;
      sum += s * c[c_row + n];
    }
    y[(part * p.tokens + t) * width + channel] = sum;
  }
}
