// moe-plan: sorts the pairs (token, choice) by expert into blocks of 4, so that the product after it reads each weight once for four of them.
// Read first: moe-experts. Counting sort in one workgroup: count per expert, give each expert whole blocks, put every pair in a place of its
// expert's blocks. Which of an expert's places a pair gets is left to chance; its result does not depend on it.

override WORKGROUP: u32 = 256;
override EXPERTS: u32 = 16; // E

struct Params {
  pairs: u32, // T·K
  k: u32, // K
  places: u32, // 4 · blocks; enough for any choice
  ids_offset: u32, // first element of the slice of ids
  ids_stride: u32, // elements from one token's ids to the next
}

@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> ids: array<f32>; // [T, K]
@group(0) @binding(2) var<storage, read_write> order: array<u32>; // [places]: pair at each place, or EMPTY

const EMPTY = 0xffffffffu;

var<workgroup> counts: array<atomic<u32>, EXPERTS>; // pairs of an expert, then its next free place

fn expert_of(pair: u32) -> u32 {
  let id = ids[(pair / p.k) * p.ids_stride + p.ids_offset + pair % p.k];
  return u32(clamp(round(id), 0.0, f32(EXPERTS - 1)));
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(local_invocation_index) local: u32) {
  for (var e = local; e < EXPERTS; e += WORKGROUP) {
    atomicStore(&counts[e], 0u);
  }
  for (var place = local; place < p.places; place += WORKGROUP) {
    order[place] = EMPTY;
  }
  workgroupBarrier();
  for (var pair = local; pair < p.pairs; pair += WORKGROUP) {
    atomicAdd(&counts[expert_of(pair)], 1u);
  }
  workgroupBarrier();
  if (local == 0) {
    var place = 0u;
    for (var e = 0u; e < EXPERTS; e++) {
      let count = atomicLoad(&counts[e]);
      atomicStore(&counts[e], place);
      place += (count + 3) / 4 * 4;
    }
  }
  storageBarrier(); // `order` is empty
  workgroupBarrier(); // the places are given
  for (var pair = local; pair < p.pairs; pair += WORKGROUP) {
    order[atomicAdd(&counts[expert_of(pair)], 1u)] = pair;
  }
}
