// selective-state: h_t = Ā_t ⊙ h_{t-1} + (Δ_t ⊙ x_t) B_tᵀ with every h_t written out, for taps and interventions.
// Read first: Gu & Dao, arXiv:2312.00752v2, Algorithm 2 and section 3.3. B̄ = ΔB (Euler), as in all published code.
// One thread per cell (c, n); it walks through the tokens. Ā comes in as a tensor because somebody may have changed it.

override WORKGROUP: u32 = 64;

struct Params {
  tokens: u32, // T
  channels: u32, // C
  states: u32, // N
  b_offset: u32, // first element of the slice B
  b_stride: u32, // elements from one token's row of B to the next
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> a_bar: array<f32>; // [T, C, N]
@group(0) @binding(2) var<storage, read> delta: array<f32>; // [T, C]
@group(0) @binding(3) var<storage, read> b: array<f32>; // [T, b_stride], columns b_offset … + N
@group(0) @binding(4) var<storage, read> x: array<f32>; // [T, C]
@group(0) @binding(5) var<storage, read_write> state: array<f32>; // [C, N]: h before and after this run
@group(0) @binding(6) var<storage, read_write> h: array<f32>; // [T, C, N]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let cn = id.x;
  if (cn >= p.channels * p.states) {
    return;
  }
  let c = cn / p.states;
  let n = cn % p.states;
  var cell = state[cn];
  for (var t = 0u; t < p.tokens; t++) {
    let write = delta[t * p.channels + c] * x[t * p.channels + c] * b[t * p.b_stride + p.b_offset + n];
    cell = a_bar[t * p.channels * p.states + cn] * cell + write;
    h[t * p.channels * p.states + cn] = cell;
  }
  state[cn] = cell;
}
