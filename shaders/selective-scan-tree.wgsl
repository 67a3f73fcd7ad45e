// selective-scan, second rung: two steps make one step. A step is the pair (a, b) that maps h to a·h + b; applying (a₁, b₁) and
// then (a₂, b₂) is the step (a₂a₁, a₂b₁ + b₂). That rule is associative, so a balanced tree can combine the steps.
// Read first: Blelloch, "Prefix sums and their applications" (1990), sections 1.3 and 1.4; Smith et al., "S5", arXiv:2208.04933, appendix H;
// before it selective-scan-serial, after it selective-scan-reduce.
// One workgroup per channel takes WIDTH tokens at a time (a power of two), cell after cell of the state: up-sweep, down-sweep,
// 2·log₂(WIDTH) rounds with a barrier between them, then the next WIDTH tokens start from where these ended.
// A rung for teaching: all those barriers make it slower than the chunks of the third rung, which the engine uses.

override WIDTH: u32 = 64; // tokens per tree = threads per workgroup

struct Params {
  tokens: u32, // T
  channels: u32, // C
  states: u32, // N
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
@group(0) @binding(1) var<storage, read> x: array<f32>; // [T, C]
@group(0) @binding(2) var<storage, read> delta: array<f32>; // [T, C]
@group(0) @binding(3) var<storage, read> a_log: array<f32>; // [C, N]; A = -exp(a_log)
@group(0) @binding(4) var<storage, read> b: array<f32>; // [T, N]
@group(0) @binding(5) var<storage, read> c: array<f32>; // [T, N]
@group(0) @binding(6) var<storage, read> before: array<f32>; // [C, N]: h before this run
@group(0) @binding(7) var<storage, read_write> after: array<f32>; // [C, N]: h after it
@group(0) @binding(8) var<storage, read_write> y: array<f32>; // [T, C], dense

var<workgroup> steps: array<vec2f, WIDTH>; // (a, b)
var<workgroup> start: f32; // h of the cell before the tile

// The step that does `first` and then `second`.
fn then(first: vec2f, second: vec2f) -> vec2f {
  return vec2f(second.x * first.x, second.x * first.y + second.y);
}

@compute @workgroup_size(WIDTH)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) i: u32) {
  let channel = group.x; // every thread of the workgroup has the same one
  for (var n = 0u; n < p.states; n++) {
    let cell = channel * p.states + n;
    let a = -precise_exp(a_log[cell]);
    if (i == 0) {
      start = before[cell];
    }
    for (var tile = 0u; tile < p.tokens; tile += WIDTH) {
      let t = tile + i;
      let inside = t < p.tokens;
      var own = vec2f(1.0, 0.0); // past the end: the step that changes nothing
      if (inside) {
        let size = delta[t * p.delta_stride + p.delta_offset + channel];
        let write = size * x[t * p.x_stride + p.x_offset + channel];
        own = vec2f(precise_exp(size * a), write * b[t * p.b_stride + p.b_offset + n]);
      }
      steps[i] = own;
      // Up: node 2^k·(j+1)-1 gathers all the steps below it.
      for (var reach = 1u; reach < WIDTH; reach *= 2) {
        workgroupBarrier();
        let right = (i + 1) * reach * 2 - 1;
        if (right < WIDTH) {
          steps[right] = then(steps[right - reach], steps[right]);
        }
      }
      // Down: each node hands its left child what came before it, and its right child that and the left child's steps.
      workgroupBarrier();
      if (i == 0) {
        steps[WIDTH - 1] = vec2f(1.0, 0.0);
      }
      for (var reach = WIDTH / 2; reach > 0; reach /= 2) {
        workgroupBarrier();
        let right = (i + 1) * reach * 2 - 1;
        if (right < WIDTH) {
          let below = steps[right - reach];
          steps[right - reach] = steps[right];
          steps[right] = then(steps[right], below);
        }
      }
      workgroupBarrier();
      let all = then(steps[i], own); // every step of the tile up to and with this token
      let h = all.x * start + all.y;
      if (inside) {
        let at = t * p.channels + channel;
        let part = h * c[t * p.c_stride + p.c_offset + n];
        y[at] = select(y[at], 0.0, n == 0) + part; // the same thread wrote it for the cell before
      }
      workgroupBarrier(); // all have read `start`
      if (i == WIDTH - 1) {
        start = h;
      }
    }
    workgroupBarrier(); // the last thread has written `start`
    if (i == 0) {
      after[cell] = start;
    }
  }
}
