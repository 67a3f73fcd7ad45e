// argmax: the id of the largest value of one row; ties go to the lowest id. For greedy decoding: the id stays on the device and feeds the next
// embedding. One workgroup; each thread walks through its share, then thread 0 looks at all the winners.

override WORKGROUP: u32 = 256;

struct Params {
  count: u32, // V
  offset: u32, // first element of the row
  slot: u32, // where the id goes
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> input: array<f32>; // [V] from offset
@group(0) @binding(2) var<storage, read_write> ids: array<u32>;

var<workgroup> best_value: array<f32, WORKGROUP>;
var<workgroup> best_id: array<u32, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(local_invocation_index) local: u32) {
  var id = min(local, p.count - 1);
  var value = input[p.offset + id];
  for (var i = local + WORKGROUP; i < p.count; i += WORKGROUP) {
    let v = input[p.offset + i];
    if (v > value) {
      value = v;
      id = i;
    }
  }
  best_value[local] = value;
  best_id[local] = id;
  workgroupBarrier();
  if (local != 0) {
    return;
  }
  for (var i = 1u; i < WORKGROUP; i++) {
    if (best_value[i] > value || (best_value[i] == value && best_id[i] < id)) {
      value = best_value[i];
      id = best_id[i];
    }
  }
  ids[p.slot] = id;
}
