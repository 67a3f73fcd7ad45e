// selective-scan, third rung, 2 of 3 (scan): pass the cards. From chunk to chunk, h ← exp(A ΣΔ) ⊙ h + carry; each chunk's card is
// overwritten with the state in which it starts. K = T / Q short steps instead of T long ones.
// Read first: selective-scan-reduce. One thread per cell (n, c) of the state.

override WORKGROUP: u32 = 64;

struct Params {
  chunks: u32, // K
  channels: u32, // C
  states: u32, // N
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> a_log: array<f32>; // [C, N]; A = -exp(a_log)
@group(0) @binding(2) var<storage, read> total: array<f32>; // [K, C]: ΣΔ over the chunk
@group(0) @binding(3) var<storage, read> before: array<f32>; // [C, N]: h before this run
@group(0) @binding(4) var<storage, read_write> after: array<f32>; // [C, N]: h after it
@group(0) @binding(5) var<storage, read_write> carry: array<f32>; // [K, N, C]: in: end from zero; out: state at the chunk's start

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let nc = id.x; // in the order of `carry`, so that neighbours read neighbours
  if (nc >= p.channels * p.states) {
    return;
  }
  let channel = nc % p.channels;
  let cell = channel * p.states + nc / p.channels;
  let a = -precise_exp(a_log[cell]);
  var h = before[cell];
  for (var k = 0u; k < p.chunks; k++) {
    let at = k * p.channels * p.states + nc;
    let reached = carry[at];
    carry[at] = h;
    h += precise_expm1(a * total[k * p.channels + channel]) * h + reached;
  }
  after[cell] = h;
}
