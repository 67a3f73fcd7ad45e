// Selective scan (Mamba-1) and the causal depthwise convolution, forward and backward, for one or more CPU threads.
//
// Letters: B batch, T time, D channels, N state size. Row-major f32 tensors: u, dt, y (B,T,D); A (D,N); Bm, C (B,T,N).
//   h_t = exp(dt_t A) h_{t-1} + dt_t u_t B_t      (facts: exponential-Euler, Mamba 3.2)
//   y_t = <h_t, C_t>
// Channels go in blocks of W: a block's states stay in L1, and every cache line of u and dt is read once. The backward pass
// recomputes the states of a block (T*W*N floats, in L2) instead of keeping them for the whole sequence, as Mamba section 3.3.2 does.
// Built with -O3 -march=native -ffast-math: expf becomes the vector exponential of libmvec.
#include <torch/extension.h>
#include <cmath>
#include <vector>

constexpr int64_t W = 8, MAX_N = 128;
using torch::Tensor;

template <int64_t FIXED>  // FIXED = N where N is known at compile time (16), else 0
static void scan_block(int64_t T, int64_t D, int64_t n_, int64_t w, const float* u, const float* dt, const float* A, const float* Bm,
                       const float* C, float* y, float* states, float* decays) {
  const int64_t N = FIXED ? FIXED : n_;
  float h[W * MAX_N];
  for (int64_t i = 0; i < w * N; i++) h[i] = 0;
  for (int64_t t = 0; t < T; t++) {
    const float *b = Bm + t * N, *c = C + t * N;
    for (int64_t j = 0; j < w; j++) {
      const float delta = dt[t * D + j], x = delta * u[t * D + j];
      const float* a = A + j * N;
      float *hj = h + j * N, e[MAX_N], sum = 0;
      for (int64_t n = 0; n < N; n++) e[n] = expf(delta * a[n]);
      for (int64_t n = 0; n < N; n++) {
        hj[n] = e[n] * hj[n] + x * b[n];
        sum += hj[n] * c[n];
      }
      if (y) y[t * D + j] = sum;
      if (states) {
        float *s = states + ((t + 1) * W + j) * N, *d = decays + (t * W + j) * N;
        for (int64_t n = 0; n < N; n++) s[n] = hj[n], d[n] = e[n];
      }
    }
  }
}

template <int64_t FIXED>
static void scan_block_back(int64_t T, int64_t D, int64_t n_, int64_t w, const float* g, const float* u, const float* dt, const float* A,
                            const float* Bm, const float* C, const float* states, const float* decays, float* gu, float* gdt, float* gA,
                            float* gB, float* gC) {
  const int64_t N = FIXED ? FIXED : n_;
  float gh[W * MAX_N];  // dLoss/dh_t, carried backwards in time
  for (int64_t i = 0; i < w * N; i++) gh[i] = 0;
  for (int64_t t = T - 1; t >= 0; t--) {
    const float *b = Bm + t * N, *c = C + t * N;
    float *gb = gB + t * N, *gc = gC + t * N;
    for (int64_t j = 0; j < w; j++) {
      const float gy = g[t * D + j], delta = dt[t * D + j], x = u[t * D + j], dx = delta * x;
      const float *a = A + j * N, *prev = states + (t * W + j) * N, *now = prev + W * N, *e = decays + (t * W + j) * N;
      float *ghj = gh + j * N, *ga = gA + j * N, by = 0, bd = 0;
      for (int64_t n = 0; n < N; n++) {
        const float q = ghj[n] + gy * c[n], r = q * prev[n] * e[n];
        gc[n] += gy * now[n];
        gb[n] += q * dx;
        ga[n] += r * delta;
        by += q * b[n];
        bd += r * a[n];
        ghj[n] = q * e[n];
      }
      gu[t * D + j] = by * delta;
      gdt[t * D + j] = bd + by * x;
    }
  }
}

static int64_t checked_state(const Tensor& A) {
  TORCH_CHECK(A.size(1) <= MAX_N, "state size ", A.size(1), " is above ", MAX_N);
  return A.size(1);
}

Tensor scan_forward(Tensor u, Tensor dt, Tensor A, Tensor Bm, Tensor C) {
  const int64_t B = u.size(0), T = u.size(1), D = u.size(2), N = checked_state(A), blocks = (D + W - 1) / W;
  auto y = torch::empty_like(u);
  auto block = N == 16 ? scan_block<16> : scan_block<0>;
  at::parallel_for(0, B * blocks, 1, [&](int64_t from, int64_t to) {
    for (int64_t i = from; i < to; i++) {
      const int64_t b = i / blocks, d = i % blocks * W, at = b * T * D + d;
      block(T, D, N, std::min(W, D - d), u.data_ptr<float>() + at, dt.data_ptr<float>() + at, A.data_ptr<float>() + d * N,
            Bm.data_ptr<float>() + b * T * N, C.data_ptr<float>() + b * T * N, y.data_ptr<float>() + at, nullptr, nullptr);
    }
  });
  return y;
}

std::vector<Tensor> scan_backward(Tensor g, Tensor u, Tensor dt, Tensor A, Tensor Bm, Tensor C) {
  const int64_t B = u.size(0), T = u.size(1), D = u.size(2), N = checked_state(A);
  auto gu = torch::empty_like(u), gdt = torch::empty_like(dt), gB = torch::zeros_like(Bm), gC = torch::zeros_like(C);
  auto gA = torch::zeros({B, D, N});  // one copy a sequence: threads never share a gradient
  auto block = N == 16 ? scan_block<16> : scan_block<0>;
  auto back = N == 16 ? scan_block_back<16> : scan_block_back<0>;
  at::parallel_for(0, B, 1, [&](int64_t from, int64_t to) {
    std::vector<float> states((T + 1) * W * N, 0.f), decays(T * W * N);
    for (int64_t b = from; b < to; b++)
      for (int64_t d = 0; d < D; d += W) {
        const int64_t at = b * T * D + d, w = std::min(W, D - d);
        const float *up = u.data_ptr<float>() + at, *dp = dt.data_ptr<float>() + at, *Ap = A.data_ptr<float>() + d * N;
        const float *Bp = Bm.data_ptr<float>() + b * T * N, *Cp = C.data_ptr<float>() + b * T * N;
        block(T, D, N, w, up, dp, Ap, Bp, Cp, nullptr, states.data(), decays.data());
        back(T, D, N, w, g.data_ptr<float>() + at, up, dp, Ap, Bp, Cp, states.data(), decays.data(), gu.data_ptr<float>() + at,
             gdt.data_ptr<float>() + at, gA.data_ptr<float>() + (b * D + d) * N, gB.data_ptr<float>() + b * T * N,
             gC.data_ptr<float>() + b * T * N);
      }
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

PYBIND11_MODULE(TORCH_EXTENSION_NAME, m) {
  m.def("scan_forward", &scan_forward);
  m.def("scan_backward", &scan_backward);
  m.def("conv_forward", &conv_forward);
  m.def("conv_backward", &conv_backward);
}
