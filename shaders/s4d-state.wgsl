// s4d-state: h_t = Ā h_{t-1} + B̄ x_t with every h_t written out, for taps and interventions. The same Ā and B̄ for every token.
// Read first: Gu et al., arXiv:2206.11893, section 2; selective-state, which is alike. One thread per pole; it walks through the tokens.

override WORKGROUP: u32 = 64;
override COMPLEX: bool = true; // pairs (re, im) on the last axis

struct Params {
  start: u32, // first token
  end: u32, // one past the last
  channels: u32, // C
  poles: u32, // M per channel
  a_offset: u32, // first element of Ā
  b_offset: u32, // first element of B̄
  x_offset: u32, // first element of the slice x
  x_stride: u32, // elements from one token's row of x to the next
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> a_bar: array<f32>; // [C, M, 2] or [C, M], dense
@group(0) @binding(2) var<storage, read> b_bar: array<f32>; // the same
@group(0) @binding(3) var<storage, read> x: array<f32>; // [T, C]
@group(0) @binding(4) var<storage, read> before: array<f32>; // like Ā: h before token 0
@group(0) @binding(5) var<storage, read_write> h: array<f32>; // [T, …], dense; rows before `start` are there already

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let cm = id.x;
  if (cm >= p.channels * p.poles) {
    return;
  }
  let numbers = select(1u, 2u, COMPLEX);
  let size = p.channels * p.poles * numbers;
  let at = cm * numbers;
  let keep = vec2f(a_bar[p.a_offset + at], select(0.0, a_bar[p.a_offset + at + numbers - 1], COMPLEX));
  let write = vec2f(b_bar[p.b_offset + at], select(0.0, b_bar[p.b_offset + at + numbers - 1], COMPLEX));
  var cell = vec2f();
  if (p.start == 0) {
    cell = vec2f(before[at], select(0.0, before[at + numbers - 1], COMPLEX));
  } else {
    let row = (p.start - 1) * size + at;
    cell = vec2f(h[row], select(0.0, h[row + numbers - 1], COMPLEX));
  }
  for (var t = p.start; t < p.end; t++) {
    cell = times(keep, cell) + write * x[t * p.x_stride + p.x_offset + cm / p.poles];
    h[t * size + at] = cell.x;
    if (COMPLEX) {
      h[t * size + at + 1] = cell.y;
    }
  }
}
