// decay: Ā = exp(Δ A), A = -exp(A_log): what each memory cell keeps of itself over one step of size Δ.
// Read first: Gu & Dao, arXiv:2312.00752v2, Eq. 4; exponential. Mamba-1 has N numbers per channel, Mamba-2 one per head (N = 1).
// Written only when somebody looks at Ā or changes it; the scans compute it in passing.

override WORKGROUP: u32 = 64;

struct Params {
  tokens: u32, // T
  channels: u32, // C (Mamba-1) or H (Mamba-2)
  states: u32, // N, or 1
  offset: u32, // first element of the slice Δ
  stride: u32, // elements from one token's row of Δ to the next
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> delta: array<f32>; // [T, stride], columns offset … offset + C
@group(0) @binding(2) var<storage, read> a_log: array<f32>; // [C, N]
@group(0) @binding(3) var<storage, read_write> output: array<f32>; // [T, C, N]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let cn = id.x; // channel and state cell
  if (cn >= p.channels * p.states) {
    return;
  }
  let c = cn / p.states;
  let a = -precise_exp(a_log[cn]);
  for (var t = id.y; t < p.tokens; t += groups.y) {
    output[t * p.channels * p.states + cn] = precise_exp(delta[t * p.stride + p.offset + c] * a);
  }
}
