// Selective scan (Mamba-1), the causal depthwise convolution and softmax cross-entropy, forward and backward, on CPU threads.
//
// Letters: B batch, T time, D channels, N state size (a multiple of 16: scan.py pads), V vocabulary. Row-major f32 tensors:
// u, dt, y (B,T,D); A (D,N); Bm, C (B,T,N).
//   h_t = exp(dt_t A) h_{t-1} + dt_t u_t B_t      (facts: exponential-Euler, Mamba 3.2)
//   y_t = <h_t, C_t>
// Sixteen state numbers are one vector. Channels go in blocks of W: a block's states stay in L1 and every cache line of u and dt is
// read once. The backward pass recomputes the states of a block (T*W*N floats, in L2) instead of keeping them all (Mamba 3.3.2).
#include <torch/extension.h>
#include <cmath>
#include <cstring>
#include <vector>

constexpr int64_t W = 8, MAX_V = 8;  // at most 128 state numbers
using torch::Tensor;
typedef float f16v __attribute__((vector_size(64), aligned(4), may_alias));  // 16 floats, any alignment
typedef int32_t i16v __attribute__((vector_size(64)));

// exp(x) for x <= 0: 2^k * 2^f with |f| <= 1/2 and a degree-6 polynomial; relative error below 3e-7 (checked in scan.py)
static inline f16v exp_negative(f16v x) {
  f16v y = x * 1.44269504f;
  y = y < -126.f ? (f16v{} - 126.f) : y;
  const i16v k = __builtin_convertvector(y - 0.5f, i16v);  // truncation towards 0 rounds a negative y to nearest
  const f16v f = y - __builtin_convertvector(k, f16v);
  f16v p = f * 1.54035304e-4f + 1.33335581e-3f;
  p = p * f + 9.61812911e-3f;
  p = p * f + 5.55041087e-2f;
  p = p * f + 2.40226507e-1f;
  p = p * f + 6.93147181e-1f;
  p = p * f + 1.f;
  return p * (f16v)((k + 127) << 23);
}

static inline float sum16(f16v v) {
  float s[16], total = 0;
  std::memcpy(s, &v, 64);
  for (int i = 0; i < 16; i++) total += s[i];
  return total;
}

static const f16v& vec(const float* p, int64_t v) { return reinterpret_cast<const f16v*>(p)[v]; }
static f16v& vec(float* p, int64_t v) { return reinterpret_cast<f16v*>(p)[v]; }

template <int64_t NV>  // vectors of 16 in a state
static void scan_block(int64_t T, int64_t D, int64_t w, const float* u, const float* dt, const float* A, const float* Bm, const float* C,
                       float* y, float* states, float* decays) {
  constexpr int64_t N = 16 * NV;
  f16v h[W * NV];
  for (int64_t i = 0; i < w * NV; i++) h[i] = f16v{};
  for (int64_t t = 0; t < T; t++) {
    const float *b = Bm + t * N, *c = C + t * N;
    for (int64_t j = 0; j < w; j++) {
      const float delta = dt[t * D + j], x = delta * u[t * D + j];
      f16v sum{};
      for (int64_t v = 0; v < NV; v++) {
        const f16v e = exp_negative(delta * vec(A + j * N, v));
        f16v& s = h[j * NV + v];
        s = e * s + x * vec(b, v);
        sum += s * vec(c, v);
        if (states) vec(states + ((t + 1) * W + j) * N, v) = s, vec(decays + (t * W + j) * N, v) = e;
      }
      if (y) y[t * D + j] = sum16(sum);
    }
  }
}

template <int64_t NV>
static void scan_block_back(int64_t T, int64_t D, int64_t w, const float* g, const float* u, const float* dt, const float* A,
                            const float* Bm, const float* C, const float* states, const float* decays, float* gu, float* gdt, float* gA,
                            float* gB, float* gC) {
  constexpr int64_t N = 16 * NV;
  f16v gh[W * NV], ga[W * NV];  // dLoss/dh_t, carried backwards in time, and dLoss/dA
  for (int64_t i = 0; i < w * NV; i++) gh[i] = ga[i] = f16v{};
  for (int64_t t = T - 1; t >= 0; t--) {
    f16v gb[NV], gc[NV];
    for (int64_t v = 0; v < NV; v++) gb[v] = gc[v] = f16v{};
    for (int64_t j = 0; j < w; j++) {
      const float gy = g[t * D + j], delta = dt[t * D + j], x = u[t * D + j], dx = delta * x;
      f16v by{}, bd{};
      for (int64_t v = 0; v < NV; v++) {
        const float* prev = states + (t * W + j) * N;
        const f16v e = vec(decays + (t * W + j) * N, v), q = gh[j * NV + v] + gy * vec(C + t * N, v), qe = q * e;
        const f16v r = qe * vec(prev, v);
        gc[v] += gy * vec(prev + W * N, v);
        gb[v] += q * dx;
        ga[j * NV + v] += r * delta;
        by += q * vec(Bm + t * N, v);
        bd += r * vec(A + j * N, v);
        gh[j * NV + v] = qe;
      }
      const float s = sum16(by);
      gu[t * D + j] = s * delta;
      gdt[t * D + j] = sum16(bd) + s * x;
    }
    for (int64_t v = 0; v < NV; v++) vec(gB + t * N, v) += gb[v], vec(gC + t * N, v) += gc[v];
  }
  for (int64_t i = 0; i < w * NV; i++) vec(gA, i) += ga[i];
}

// Calls f with the number of state vectors as a compile-time constant.
template <class F>
static void with_vectors(int64_t N, F f) {
  TORCH_CHECK(N % 16 == 0 && N <= 16 * MAX_V, "state size ", N, " is not a multiple of 16 up to ", 16 * MAX_V);
  switch (N / 16) {
    case 1: return f(std::integral_constant<int64_t, 1>());
    case 2: return f(std::integral_constant<int64_t, 2>());
    case 4: return f(std::integral_constant<int64_t, 4>());
    case 8: return f(std::integral_constant<int64_t, 8>());
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

Tensor conv_forward(Tensor x, Tensor w, Tensor bias) {
  const int64_t B = x.size(0), T = x.size(1), D = x.size(2), K = w.size(0);
  auto y = torch::empty_like(x);
  at::parallel_for(0, B, 1, [&](int64_t from, int64_t to) {
    for (int64_t b = from; b < to; b++)
      for (int64_t t = 0; t < T; t++) {
        float* out = y.data_ptr<float>() + (b * T + t) * D;
        conv_row(t, D, K, x.data_ptr<float>() + b * T * D, w.data_ptr<float>(), bias.data_ptr<float>(), out);
        for (int64_t d = 0; d < D; d++) out[d] = out[d] / (1 + expf(-out[d]));
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
          const float s = 1 / (1 + expf(-q[d]));
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

// Replaces logits (n,V) by dLoss/dlogits * scale and returns the n losses -log softmax(logits)[target]. f32 or bf16.
template <class S>
static void cross_entropy_rows(S* logits, const int64_t* target, float* loss, int64_t V, float scale, int64_t from, int64_t to) {
  std::vector<float> row(V);
  float* r = row.data();
  for (int64_t i = from; i < to; i++) {
    S* x = logits + i * V;
    float top = -1e30f, sum = 0;
    for (int64_t v = 0; v < V; v++) r[v] = static_cast<float>(x[v]);
    for (int64_t v = 0; v < V; v++) top = std::max(top, r[v]);
    const float right = r[target[i]];
    for (int64_t v = 0; v < V; v++) r[v] = expf(r[v] - top);
    for (int64_t v = 0; v < V; v++) sum += r[v];
    loss[i] = std::log(sum) + top - right;
    const float k = scale / sum;
    for (int64_t v = 0; v < V; v++) r[v] *= k;
    r[target[i]] -= scale;
    for (int64_t v = 0; v < V; v++) x[v] = static_cast<S>(r[v]);
  }
}

Tensor cross_entropy_(Tensor logits, Tensor target, double scale) {
  const int64_t n = logits.size(0), V = logits.size(1);
  auto loss = torch::empty({n}, torch::kFloat);
  at::parallel_for(0, n, 1, [&](int64_t from, int64_t to) {
    if (logits.scalar_type() == torch::kBFloat16)
      cross_entropy_rows(logits.data_ptr<at::BFloat16>(), target.data_ptr<int64_t>(), loss.data_ptr<float>(), V, scale, from, to);
    else
      cross_entropy_rows(logits.data_ptr<float>(), target.data_ptr<int64_t>(), loss.data_ptr<float>(), V, scale, from, to);
  });
  return loss;
}

PYBIND11_MODULE(TORCH_EXTENSION_NAME, m) {
  m.def("scan_forward", &scan_forward);
  m.def("scan_backward", &scan_backward);
  m.def("cross_entropy_", &cross_entropy_);
  m.def("conv_forward", &conv_forward);
  m.def("conv_backward", &conv_backward);
}
