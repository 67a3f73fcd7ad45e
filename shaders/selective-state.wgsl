// selective-state: h_t = Ā_t ⊙ h_{t-1} + (Δ_t ⊙ x_t) B_tᵀ with every h_t written out, for taps and interventions.
// Read first: Gu & Dao, arXiv:2312.00752v2, Algorithm 2 and section 3.3. B̄ = ΔB (Euler), as in all published code.
// One thread per cell (c, n); it walks through the tokens. Ā comes in as a tensor because somebody may have changed it; a run may start
// in the middle (`start`), from the row before, which somebody may have changed too.

override WORKGROUP: u32 = 64;

struct Params {
  start: u32, // first token
  end: u32, // one past the last
  channels: u32, // C
  states: u32, // N
  a_offset: u32, // first element of the slice Ā
  a_stride: u32, // elements from one token's row of Ā to the next
  delta_offset: u32, // the same for Δ, B and x
  delta_stride: u32,
  b_offset: u32,
  b_stride: u32,
  x_offset: u32,
  x_stride: u32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> a_bar: array<f32>; // [T, C, N]
@group(0) @binding(2) var<storage, read> delta: array<f32>; // [T, C]
@group(0) @binding(3) var<storage, read> b: array<f32>; // [T, N]
@group(0) @binding(4) var<storage, read> x: array<f32>; // [T, C]
@group(0) @binding(5) var<storage, read> before: array<f32>; // [C, N]: h before token 0
@group(0) @binding(6) var<storage, read_write> h: array<f32>; // [T, C, N], dense; rows before `start` are there already

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let cn = id.x;
  let size = p.channels * p.states;
  if (cn >= size) {
    return;
  }
  let c = cn / p.states;
  let n = cn % p.states;
  var cell = 0.0;
  if (p.start == 0) {
    cell = before[cn];
  } else {
    cell = h[(p.start - 1) * size + cn];
  }
  for (var t = p.start; t < p.end; t++) {
    let write = delta[t * p.delta_stride + p.delta_offset + c] * x[t * p.x_stride + p.x_offset + c];
    cell = a_bar[t * p.a_stride + p.a_offset + cn] * cell + write * b[t * p.b_stride + p.b_offset + n];
    h[t * size + cn] = cell;
  }
}
