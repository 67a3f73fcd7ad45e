// rope: turns the pairs (i, i + d_h/2) of every head by position · f_i (the half-rotation layout of Hugging Face).
// Read first: Su et al. 2021, arXiv:2104.09864, section 3.4.2; engine/ops/rope.ts for f_i and its scalings.
// No sine is taken here: at position 100,000 the angle has lost 5 of its 7 digits in f32, and WGSL's sin may be wrong by 2^-11. The
// position is written as SPLIT·a + b, and cosine and sine of both parts come from a table that the host made in f64.
// One thread per pair; rows over the second dispatch axis.

override WORKGROUP: u32 = 64;
override SPLIT: u32 = 1024;

struct Params {
  tokens: u32, // T
  pairs: u32, // heads · d_h / 2
  half: u32, // d_h / 2
  first: u32, // position of token 0 of this run; first + T ≤ SPLIT²
  offset: u32, // first element of the input slice
  stride: u32, // elements from one token's row to the next
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> input: array<f32>; // [T, heads · d_h]
@group(0) @binding(2) var<storage, read> turns: array<vec2f>; // [2, SPLIT, d_h/2]: (cos, sin) of SPLIT·a·f_i, then of b·f_i
@group(0) @binding(3) var<storage, read_write> output: array<f32>; // [T, heads · d_h]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  if (id.x >= p.pairs) {
    return;
  }
  let i = id.x % p.half;
  let column = (id.x / p.half) * 2 * p.half + i;
  for (var t = id.y; t < p.tokens; t += groups.y) {
    let position = p.first + t;
    let coarse = turns[(position / SPLIT) * p.half + i];
    let fine = turns[(SPLIT + position % SPLIT) * p.half + i];
    let cosine = coarse.x * fine.x - coarse.y * fine.y;
    let sine = coarse.y * fine.x + coarse.x * fine.y;
    let a = input[t * p.stride + p.offset + column];
    let b = input[t * p.stride + p.offset + column + p.half];
    output[t * 2 * p.pairs + column] = a * cosine - b * sine;
    output[t * 2 * p.pairs + column + p.half] = b * cosine + a * sine;
  }
}
