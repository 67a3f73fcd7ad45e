// top-k: ids of the k largest numbers of each row, largest first, equal ones by the lower id. Ids are written as f32, as every value is.
// Round r takes the first that comes after the choice of round r - 1 in that order, so no list of the chosen is kept.
// One thread per row: routers have few experts.

override WORKGROUP: u32 = 64;

struct Params {
  rows: u32, // T
  width: u32, // E
  k: u32,
  offset: u32, // first element of the input slice
  stride: u32, // elements from one row to the next
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> input: array<f32>; // [T, E]
@group(0) @binding(2) var<storage, read_write> ids: array<f32>; // [T, k]

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.x;
  if (row >= p.rows) {
    return;
  }
  let start = row * p.stride + p.offset;
  var chosen = p.width; // none yet
  for (var r = 0u; r < p.k; r++) {
    var best = p.width;
    for (var e = 0u; e < p.width; e++) {
      let value = input[start + e];
      if (r > 0) {
        let bound = input[start + chosen];
        if (value > bound || (value == bound && e <= chosen)) {
          continue; // taken in an earlier round
        }
      }
      if (best == p.width || value > input[start + best]) {
        best = e;
      }
    }
    ids[row * p.k + r] = f32(best);
    chosen = best;
  }
}
