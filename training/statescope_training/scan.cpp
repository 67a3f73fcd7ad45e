// Selective scan (Mamba-1), the causal depthwise convolution and softmax cross-entropy, forward and backward, on CPU threads.
//
// Letters: B batch, T time, D channels, N state size (16, 32, 64 or 128: scan.py pads), V vocabulary. Row-major f32 tensors:
// u, dt, y (B,T,D); A (D,N); Bm, C (B,T,N).
//   h_t = exp(dt_t A) h_{t-1} + dt_t u_t B_t      (facts: exponential-Euler, Mamba 3.2)
//   y_t = <h_t, C_t>
// Eight state numbers are one vector. Channels go in blocks of W: a block's states stay in L1 and every cache line of u and dt is
// read once. The backward pass recomputes the states of a block (T*W*N floats, in L2) instead of keeping them all (Mamba 3.3.2).
#include <torch/extension.h>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

constexpr int64_t W = 8;
using torch::Tensor;
// One AVX2 register. (Vectors of 16 floats, split in two by the compiler, went through memory: 2.5 times slower.)
constexpr int64_t LANES = 8;
typedef float fvec __attribute__((vector_size(4 * LANES), aligned(4), may_alias));  // any alignment
typedef int32_t ivec __attribute__((vector_size(4 * LANES)));

// exp(x) for x <= 0: 2^k * 2^f with |f| <= 1/2 and a degree-6 polynomial; relative error below 3e-7 (checked in scan.py)
static inline fvec exp_negative(fvec x) {
  fvec y = x * 1.44269504f;
  y = y < -126.f ? (fvec{} - 126.f) : y;
  const ivec k = __builtin_convertvector(y - 0.5f, ivec);  // truncation towards 0 rounds a negative y to nearest
  const fvec f = y - __builtin_convertvector(k, fvec);
  fvec p = f * 1.54035304e-4f + 1.33335581e-3f;
  p = p * f + 9.61812911e-3f;
  p = p * f + 5.55041087e-2f;
  p = p * f + 2.40226507e-1f;
  p = p * f + 6.93147181e-1f;
  p = p * f + 1.f;
  return p * (fvec)((k + 127) << 23);
}

static inline float sum(fvec v) {
  typedef float half __attribute__((vector_size(16)));
  const half s = __builtin_shufflevector(v, v, 0, 1, 2, 3) + __builtin_shufflevector(v, v, 4, 5, 6, 7);
  return (s[0] + s[2]) + (s[1] + s[3]);
}

static const fvec& vec(const float* p, int64_t v) { return reinterpret_cast<const fvec*>(p)[v]; }
static fvec& vec(float* p, int64_t v) { return reinterpret_cast<fvec*>(p)[v]; }

template <int64_t NV>  // vectors in a state
static void scan_block(int64_t T, int64_t D, int64_t w, const float* u, const float* dt, const float* A, const float* Bm, const float* C,
                       float* y, float* states, float* decays) {
  constexpr int64_t N = LANES * NV;
  fvec h[W * NV];
  for (int64_t i = 0; i < w * NV; i++) h[i] = fvec{};
  for (int64_t t = 0; t < T; t++) {
    const float *b = Bm + t * N, *c = C + t * N;
    for (int64_t j = 0; j < w; j++) {
      const float delta = dt[t * D + j], x = delta * u[t * D + j];
      fvec total{};
      for (int64_t v = 0; v < NV; v++) {
        const fvec e = exp_negative(delta * vec(A + j * N, v));
        fvec& s = h[j * NV + v];
        s = e * s + x * vec(b, v);
        total += s * vec(c, v);
        if (states) vec(states + ((t + 1) * W + j) * N, v) = s, vec(decays + (t * W + j) * N, v) = e;
      }
      if (y) y[t * D + j] = sum(total);
    }
  }
}

template <int64_t NV>
static void scan_block_back(int64_t T, int64_t D, int64_t w, const float* g, const float* u, const float* dt, const float* A,
                            const float* Bm, const float* C, const float* states, const float* decays, float* gu, float* gdt, float* gA,
                            float* gB, float* gC) {
  constexpr int64_t N = LANES * NV;
  fvec gh[W * NV], ga[W * NV];  // dLoss/dh_t, carried backwards in time, and dLoss/dA
  for (int64_t i = 0; i < w * NV; i++) gh[i] = ga[i] = fvec{};
  for (int64_t t = T - 1; t >= 0; t--) {
    fvec gb[NV], gc[NV];
    for (int64_t v = 0; v < NV; v++) gb[v] = gc[v] = fvec{};
    for (int64_t j = 0; j < w; j++) {
      const float gy = g[t * D + j], delta = dt[t * D + j], x = u[t * D + j], dx = delta * x;
      fvec by{}, bd{};
      for (int64_t v = 0; v < NV; v++) {
        const float* prev = states + (t * W + j) * N;
        const fvec e = vec(decays + (t * W + j) * N, v), q = gh[j * NV + v] + gy * vec(C + t * N, v), qe = q * e;
        const fvec r = qe * vec(prev, v);
        gc[v] += gy * vec(prev + W * N, v);
        gb[v] += q * dx;
        ga[j * NV + v] += r * delta;
        by += q * vec(Bm + t * N, v);
        bd += r * vec(A + j * N, v);
        gh[j * NV + v] = qe;
      }
      const float s = sum(by);
      gu[t * D + j] = s * delta;
      gdt[t * D + j] = sum(bd) + s * x;
    }
    for (int64_t v = 0; v < NV; v++) vec(gB + t * N, v) += gb[v], vec(gC + t * N, v) += gc[v];
  }
  for (int64_t i = 0; i < w * NV; i++) vec(gA, i) += ga[i];
}

// Calls f with the number of state vectors as a compile-time constant.
template <class F>
static void with_vectors(int64_t N, F f) {
  switch (N) {
    case 16: return f(std::integral_constant<int64_t, 16 / LANES>());
    case 32: return f(std::integral_constant<int64_t, 32 / LANES>());
    case 64: return f(std::integral_constant<int64_t, 64 / LANES>());
    case 128: return f(std::integral_constant<int64_t, 128 / LANES>());
    default: TORCH_CHECK(false, "state size ", N, " is not 16, 32, 64 or 128");
  }
}

Tensor scan_forward(Tensor u, Tensor dt, Tensor A, Tensor Bm, Tensor C) {
  const int64_t B = u.size(0), T = u.size(1), D = u.size(2), N = A.size(1), blocks = (D + W - 1) / W;
  auto y = torch::empty_like(u);
  with_vectors(N, [&](auto nv) {
    at::parallel_for(0, B * blocks, 1, [&](int64_t from, int64_t to) {
      for (int64_t i = from; i < to; i++) {
        const int64_t b = i / blocks, d = i % blocks * W, o = b * T * D + d;
        scan_block<nv()>(T, D, std::min(W, D - d), u.data_ptr<float>() + o, dt.data_ptr<float>() + o, A.data_ptr<float>() + d * N,
                         Bm.data_ptr<float>() + b * T * N, C.data_ptr<float>() + b * T * N, y.data_ptr<float>() + o, nullptr, nullptr);
      }
    });
  });
  return y;
}

std::vector<Tensor> scan_backward(Tensor g, Tensor u, Tensor dt, Tensor A, Tensor Bm, Tensor C) {
  const int64_t B = u.size(0), T = u.size(1), D = u.size(2), N = A.size(1);
  auto gu = torch::empty_like(u), gdt = torch::empty_like(dt), gB = torch::zeros_like(Bm), gC = torch::zeros_like(C);
  auto gA = torch::zeros({B, D, N});  // one copy a sequence: threads never share a gradient
  with_vectors(N, [&](auto nv) {
    at::parallel_for(0, B, 1, [&](int64_t from, int64_t to) {
      std::vector<float> states((T + 1) * W * N, 0.f), decays(T * W * N);
      for (int64_t b = from; b < to; b++)
        for (int64_t d = 0; d < D; d += W) {
          const int64_t o = b * T * D + d, w = std::min(W, D - d);
          const float *up = u.data_ptr<float>() + o, *dp = dt.data_ptr<float>() + o, *Ap = A.data_ptr<float>() + d * N;
          const float *Bp = Bm.data_ptr<float>() + b * T * N, *Cp = C.data_ptr<float>() + b * T * N;
          scan_block<nv()>(T, D, w, up, dp, Ap, Bp, Cp, nullptr, states.data(), decays.data());
          scan_block_back<nv()>(T, D, w, g.data_ptr<float>() + o, up, dp, Ap, Bp, Cp, states.data(), decays.data(),
                                gu.data_ptr<float>() + o, gdt.data_ptr<float>() + o, gA.data_ptr<float>() + (b * D + d) * N,
                                gB.data_ptr<float>() + b * T * N, gC.data_ptr<float>() + b * T * N);
        }
    });
  });
  return {gu, gdt, gA.sum(0), gB, gC};
}

// y_t = SiLU(bias + sum_k w_k x_{t-K+1+k}), x (B,T,D), weight stored as (K,D) so that channels are the vector lanes.
static void conv_row(int64_t t, int64_t D, int64_t K, const float* x, const float* w, const float* bias, float* out) {
  for (int64_t d = 0; d < D; d++) out[d] = bias[d];
  for (int64_t k = std::max<int64_t>(0, K - 1 - t); k < K; k++) {
    const float *xr = x + (t - K + 1 + k) * D, *wk = w + k * D;
    for (int64_t d = 0; d < D; d++) out[d] += wk[d] * xr[d];
  }
}

// -ffast-math divides by a reciprocal and a Newton step, which makes NaN of 1 / infinity: the exponent stays below expf's overflow at 88.7
static inline float sigmoid(float x) { return 1 / (1 + expf(std::min(-x, 80.0f))); }

Tensor conv_forward(Tensor x, Tensor w, Tensor bias) {
  const int64_t B = x.size(0), T = x.size(1), D = x.size(2), K = w.size(0);
  auto y = torch::empty_like(x);
  at::parallel_for(0, B, 1, [&](int64_t from, int64_t to) {
    for (int64_t b = from; b < to; b++)
      for (int64_t t = 0; t < T; t++) {
        float* out = y.data_ptr<float>() + (b * T + t) * D;
        conv_row(t, D, K, x.data_ptr<float>() + b * T * D, w.data_ptr<float>(), bias.data_ptr<float>(), out);
        for (int64_t d = 0; d < D; d++) out[d] *= sigmoid(out[d]);
      }
  });
  return y;
}

std::vector<Tensor> conv_backward(Tensor g, Tensor x, Tensor w, Tensor bias) {
  const int64_t B = x.size(0), T = x.size(1), D = x.size(2), K = w.size(0);
  auto gx = torch::zeros_like(x), gw = torch::zeros({B, K, D}), gb = torch::zeros({B, D});
  at::parallel_for(0, B, 1, [&](int64_t from, int64_t to) {
    std::vector<float> row(D);
    for (int64_t b = from; b < to; b++) {
      const float *xp = x.data_ptr<float>() + b * T * D, *gp = g.data_ptr<float>() + b * T * D, *wp = w.data_ptr<float>();
      float *gxp = gx.data_ptr<float>() + b * T * D, *gbp = gb.data_ptr<float>() + b * D, *q = row.data();
      for (int64_t t = 0; t < T; t++) {
        conv_row(t, D, K, xp, wp, bias.data_ptr<float>(), q);
        for (int64_t d = 0; d < D; d++) {
          const float s = sigmoid(q[d]);
          q[d] = gp[t * D + d] * s * (1 + q[d] * (1 - s));  // through SiLU
          gbp[d] += q[d];
        }
        for (int64_t k = std::max<int64_t>(0, K - 1 - t); k < K; k++) {
          const float *xr = xp + (t - K + 1 + k) * D, *wk = wp + k * D;
          float *gxr = gxp + (t - K + 1 + k) * D, *gwk = gw.data_ptr<float>() + (b * K + k) * D;
          for (int64_t d = 0; d < D; d++) gwk[d] += q[d] * xr[d], gxr[d] += q[d] * wk[d];
        }
      }
    }
  });
  return {gx, gw.sum(0), gb.sum(0)};
}

// Softmax cross-entropy of one row: x holds V logits and becomes dLoss/dlogits * scale; returns the loss.
// The target distribution is q = sum_k p_k e_{ids_k} + [label not among ids] e_label; without ids (K = 0) it is the label alone.
// loss = |q| log sum exp(x) - <q, x>, gradient = |q| softmax(x) - q
template <class S>
static float cross_entropy_row(S* x, float* r, int64_t V, int64_t label, int64_t K, const int64_t* ids, const float* p, float scale) {
  float top = -1e30f, sum = 0, mass = 0, right = 0;
  bool listed = false;
  for (int64_t v = 0; v < V; v++) r[v] = static_cast<float>(x[v]);
  for (int64_t v = 0; v < V; v++) top = std::max(top, r[v]);
  for (int64_t k = 0; k < K; k++) mass += p[k], right += p[k] * r[ids[k]], listed |= ids[k] == label;
  if (!listed) mass += 1, right += r[label];
  for (int64_t v = 0; v < V; v++) r[v] = expf(r[v] - top);
  for (int64_t v = 0; v < V; v++) sum += r[v];
  const float s = scale * mass / sum;
  for (int64_t v = 0; v < V; v++) r[v] *= s;
  for (int64_t k = 0; k < K; k++) r[ids[k]] -= p[k] * scale;
  if (!listed) r[label] -= scale;
  for (int64_t v = 0; v < V; v++) x[v] = static_cast<S>(r[v]);
  return mass * (std::log(sum) + top) - right;
}

template <class S>
static void cross_entropy_rows(Tensor& logits, const Tensor& target, const Tensor& ids, const Tensor& p, Tensor& loss, float scale) {
  const int64_t n = logits.size(0), V = logits.size(1), K = ids.size(1);
  at::parallel_for(0, n, 1, [&](int64_t from, int64_t to) {
    std::vector<float> row(V);
    for (int64_t i = from; i < to; i++)
      loss.data_ptr<float>()[i] = cross_entropy_row(logits.data_ptr<S>() + i * V, row.data(), V, target.data_ptr<int64_t>()[i], K,
                                                    ids.data_ptr<int64_t>() + i * K, p.data_ptr<float>() + i * K, scale);
  });
}

// logits (n,V) f32 or bf16, replaced by their gradient; target (n); ids and p (n,K), K may be 0; returns the n losses.
Tensor cross_entropy_(Tensor logits, Tensor target, Tensor ids, Tensor p, double scale) {
  auto loss = torch::empty({logits.size(0)}, torch::kFloat);
  if (logits.scalar_type() == torch::kBFloat16)
    cross_entropy_rows<at::BFloat16>(logits, target, ids, p, loss, scale);
  else
    cross_entropy_rows<float>(logits, target, ids, p, loss, scale);
  return loss;
}

PYBIND11_MODULE(TORCH_EXTENSION_NAME, m) {
  m.def("scan_forward", &scan_forward);
  m.def("scan_backward", &scan_backward);
  m.def("cross_entropy_", &cross_entropy_);
  m.def("conv_forward", &conv_forward);
  m.def("conv_backward", &conv_backward);
}
