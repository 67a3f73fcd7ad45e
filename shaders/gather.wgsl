// gather: the numbers of each row at that row's ids, divided by their sum if asked for (Mixtral does, Jamba does not). An id is rounded to
// the nearest there is, for somebody may have changed it. One thread per row.

override WORKGROUP: u32 = 64;

struct Params {
  rows: u32, // T
  width: u32, // E
  k: u32,
  normalize: u32, // 1: divide by the sum
  offset: u32, // first element of the input slice
  stride: u32, // elements from one row to the next
  ids_offset: u32, // the same for the ids
  ids_stride: u32,
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> input: array<f32>; // [T, E]
@group(0) @binding(2) var<storage, read> ids: array<f32>; // [T, k]
@group(0) @binding(3) var<storage, read_write> output: array<f32>; // [T, k]

fn value_at(row: u32, r: u32) -> f32 {
  let id = clamp(round(ids[row * p.ids_stride + p.ids_offset + r]), 0.0, f32(p.width - 1));
  return input[row * p.stride + p.offset + u32(id)];
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let row = id.x;
  if (row >= p.rows) {
    return;
  }
  var sum = 1.0;
  if (p.normalize == 1) {
    sum = 0.0;
    for (var r = 0u; r < p.k; r++) {
      sum += value_at(row, r);
    }
  }
  for (var r = 0u; r < p.k; r++) {
    output[row * p.k + r] = value_at(row, r) / sum;
  }
}
