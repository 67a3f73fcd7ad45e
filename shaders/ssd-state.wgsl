// ssd-state: S_t = a_t S_{t-1} + Δ_t x_t B_tᵀ with every S_t written out, for taps and interventions.
// Read first: Dao & Gu, arXiv:2405.21060, Eq. 16; selective-state, which is alike. One thread per number of the state; it walks through the
// tokens. a comes in as a tensor because somebody may have changed it; a run may start in the middle, from a row that somebody changed.

override WORKGROUP: u32 = 64;

struct Params {
  start: u32, // first token
  end: u32, // one past the last
  heads: u32, // H
  head_dim: u32, // P
  states: u32, // N
  groups: u32, // G
  a_offset: u32, // first element of the slice a
  a_stride: u32, // elements from one token's row of a to the next
  delta_offset: u32, // the same for Δ, B and x
  delta_stride: u32,
  b_offset: u32,
  b_stride: u32,
  x_offset: u32,
  x_stride: u32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>; // [T, H]
@group(0) @binding(2) var<storage, read> delta: array<f32>; // [T, H]
@group(0) @binding(3) var<storage, read> b: array<f32>; // [T, G, N]
@group(0) @binding(4) var<storage, read> x: array<f32>; // [T, H·P]
@group(0) @binding(5) var<storage, read> before: array<f32>; // [H, P, N]: S before token 0
@group(0) @binding(6) var<storage, read_write> s: array<f32>; // [T, H, P, N], dense; rows before `start` are there already

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) wg: vec3u, @builtin(num_workgroups) num: vec3u, @builtin(local_invocation_index) local: u32) {
  let hpn = (wg.x + num.x * (wg.y + num.y * wg.z)) * WORKGROUP + local;
  let size = p.heads * p.head_dim * p.states;
  if (hpn >= size) {
    return;
  }
  let channel = hpn / p.states;
  let head = channel / p.head_dim;
  let b_at = p.b_offset + (head * p.groups / p.heads) * p.states + hpn % p.states;
  var cell = 0.0;
  if (p.start == 0) {
    cell = before[hpn];
  } else {
    cell = s[(p.start - 1) * size + hpn];
  }
  for (var t = p.start; t < p.end; t++) {
    let write = delta[t * p.delta_stride + p.delta_offset + head] * x[t * p.x_stride + p.x_offset + channel];
    cell = a[t * p.a_stride + p.a_offset + head] * cell + write * b[t * p.b_stride + b_at];
    s[t * size + hpn] = cell;
  }
}
