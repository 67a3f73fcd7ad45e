/**
 * The Python of the lab's notebooks: the formulas of one layer, from its normed input to what it adds to the stream, over transformers' own
 * modules and weights. Names are those of the blueprint's nodes (engine/models/blocks). The notebook compares the last of them with what
 * transformers computed, so that a formula which departs from the library is seen at once. Run with torch 2.13 and transformers 5.18 on a node of
 * every kind of layer of the bundles: at most 2e-6 from the page, relative to the largest value.
 */

/** Mamba (Gu and Dao 2023) and Jamba's, which norms Δ, B and C. */
const MAMBA = `def mixer_taps(m, u, **_):  # u (T, d_model)
    D, R, N = m.intermediate_size, m.time_step_rank, m.ssm_state_size
    t = {"in_proj": m.in_proj(u)}  # (T, 2 D)
    t["x_in"], t["z"] = t["in_proj"].split([D, D], -1)
    t["conv"] = F.conv1d(F.pad(t["x_in"].T, (m.conv_kernel_size - 1, 0)), m.conv1d.weight, m.conv1d.bias, groups=D).T  # (T, D)
    t["x"] = F.silu(t["conv"])
    t["x_proj"] = m.x_proj(t["x"])  # (T, R + 2 N)
    t["dt_low"], t["B"], t["C"] = t["x_proj"].split([R, N, N], -1)
    if hasattr(m, "dt_layernorm"):  # Jamba
        for name, norm in ("dt_low", m.dt_layernorm), ("B", m.b_layernorm), ("C", m.c_layernorm):
            t[name + "_raw"], t[name] = t[name], norm(t[name])
    t["dt"] = m.dt_proj(t["dt_low"])  # (T, D)
    t["delta"] = F.softplus(t["dt"])
    A = -torch.exp(m.A_log.float())  # (D, N)
    t["A_bar"] = torch.exp(t["delta"][..., None] * A)  # (T, D, N)
    write = (t["delta"] * t["x"])[..., None] * t["B"][:, None]  # (T, D, N)
    h, states = torch.zeros_like(A), []
    for keep, new in zip(t["A_bar"], write):
        h = keep * h + new
        states.append(h)
    t["h"] = torch.stack(states)  # (T, D, N)
    t["y_ssm"] = torch.einsum("tdn,tn->td", t["h"], t["C"])
    t["y"] = t["y_ssm"] + m.D * t["x"]
    t["gate"] = F.silu(t["z"])
    t["gated"] = t["y"] * t["gate"]
    t["out_proj"] = m.out_proj(t["gated"])
    return t`;

/** Mamba-2 (Dao and Gu 2024), as transformers' mamba2 and nemotron_h have it. */
const MAMBA2 = `def mixer_taps(m, u, **_):  # u (T, d_model)
    T, D, H, G, N = len(u), m.intermediate_size, m.num_heads, m.n_groups, m.ssm_state_size
    P, C = D // H, m.conv_dim
    t = {"in_proj": m.in_proj(u)}
    t["z"], t["xBC_in"], t["dt"] = t["in_proj"].split([D, C, H], -1)
    t["conv"] = F.conv1d(F.pad(t["xBC_in"].T, (m.conv_kernel_size - 1, 0)), m.conv1d.weight, m.conv1d.bias, groups=C).T
    t["xBC"] = F.silu(t["conv"])
    t["x"], B, C = t["xBC"].split([D, G * N, G * N], -1)
    t["B"], t["C"] = B.view(T, G, N), C.view(T, G, N)
    t["delta"] = F.softplus(t["dt"] + m.dt_bias).clamp(*m.time_step_limit)  # (T, H)
    t["A_bar"] = torch.exp(t["delta"] * -torch.exp(m.A_log.float()))  # (T, H)
    x = t["x"].view(T, H, P)
    B, C = (s.repeat_interleave(H // G, 1) for s in (t["B"], t["C"]))  # (T, H, N)
    h, states = torch.zeros(H, P, N), []
    for keep, step, x_t, B_t in zip(t["A_bar"], t["delta"], x, B):
        h = keep[:, None, None] * h + (step[:, None] * x_t)[..., None] * B_t[:, None]
        states.append(h)
    t["h"] = torch.stack(states)  # (T, H, P, N)
    y = torch.einsum("thpn,thn->thp", t["h"], C)
    t["y_ssm"] = y.reshape(T, D)
    t["y"] = (y + m.D[:, None] * x).reshape(T, D)
    t["gate"] = F.silu(t["z"])
    t["gated"] = t["y"] * t["gate"]
    t["norm"] = m.norm(t["y"][None], t["z"][None])[0]
    t["out_proj"] = m.out_proj(t["norm"])
    return t`;

/** Attention with or without rotary positions. */
const ATTENTION = `def mixer_taps(m, u, position_embeddings=None, **_):  # u (T, d_model)
    T, d = len(u), m.q_proj.out_features // model.config.num_attention_heads
    t = {"q": m.q_proj(u), "k": m.k_proj(u), "v": m.v_proj(u)}
    q, k, v = (t[name].view(T, -1, d).transpose(0, 1) for name in "qkv")  # (heads, T, d)
    if position_embeddings is not None:
        cos, sin = (angle[0] for angle in position_embeddings)
        turn = lambda s: torch.cat([-s[..., d // 2 :], s[..., : d // 2]], -1)
        q, k = q * cos + turn(q) * sin, k * cos + turn(k) * sin
        t["q_rot"], t["k_rot"] = (s.transpose(0, 1).reshape(T, -1) for s in (q, k))
    k, v = (s.repeat_interleave(len(q) // len(k), 0) for s in (k, v))
    t["scores"] = (q @ k.transpose(1, 2) / d**0.5).tril()  # (heads, T, S)
    later = torch.ones(T, T).triu(1).bool()
    t["weights"] = t["scores"].masked_fill(later, -torch.inf).softmax(-1)
    t["context"] = (t["weights"] @ v).transpose(0, 1).reshape(T, -1)
    t["o_proj"] = m.o_proj(t["context"])
    return t`;

/** The MLP layers of nemotron_h: no gate. */
const PLAIN_MLP = `def mixer_taps(m, u, **_):  # u (T, d_model)
    t = {"up": m.up_proj(u)}
    t["act"] = m.act_fn(t["up"])
    t["down"] = m.down_proj(t["act"])
    return t`;

const GATED_MLP = `def mlp_taps(m, u):  # u (T, d_model)
    t = {"gate": m.gate_proj(u), "up": m.up_proj(u)}
    t["act"] = m.act_fn(t["gate"])
    t["hidden"] = t["act"] * t["up"]
    t["down"] = m.down_proj(t["hidden"])
    return t`;

const EXPERTS = `def mlp_taps(m, u):  # u (T, d_model)
    t = {"router": m.router(u)}
    t["router_probs"] = t["router"].softmax(-1)
    t["expert_weights"], chosen = t["router_probs"].topk(model.config.num_experts_per_tok, -1)
    t["experts"] = chosen.float()
    t["out"] = m(u[None])[0]
    return t`;

/** S4D (Gu et al. 2022, arXiv:2206.11893): transformers does not have it, so this is the whole model. */
export const S4D = `def s4d(ids):
    c = json.loads((folder / "config.json").read_text())
    w = {name: value.float() for name, value in load_file(folder / "model.safetensors").items()}
    rms = lambda x, scale: scale * x / (x.square().mean(-1, keepdim=True) + c["layer_norm_epsilon"]).sqrt()
    pairs = c["poles"] == "complex"
    parts = (lambda v: torch.view_as_real(v)) if pairs else (lambda v: v.real)
    table, t = w["backbone.embeddings.weight"], {}
    u = t["embedding"] = table[torch.tensor(ids)]  # (T, d_model)
    for i in range(c["num_hidden_layers"]):
        at, node = f"backbone.layers.{i}", f"layers.{i}"
        x = t[f"{node}.norm"] = rms(u, w[f"{at}.norm.weight"])
        if c["use_in_proj"]:
            x = t[f"{node}.mixer.in_proj"] = x @ w[f"{at}.mixer.in_proj.weight"].T  # (T, D)
        real = -w[f"{at}.mixer.kernel.log_A_real"].exp()
        A = torch.complex(real, w[f"{at}.mixer.kernel.A_imag"] if pairs else torch.zeros_like(real))  # (D, M): the poles
        step = w[f"{at}.mixer.kernel.log_dt"].exp()[:, None]
        if c["discretization"] == "bilinear":
            keep, write = (1 + step * A / 2) / (1 - step * A / 2), step / (1 - step * A / 2)
        else:
            z = step * A
            # exp(z) - 1 without cancellation
            less = torch.complex(torch.expm1(z.real) * z.imag.cos() - 2 * (z.imag / 2).sin() ** 2, z.real.exp() * z.imag.sin())
            keep, write = torch.exp(z), less / A
        t[f"{node}.mixer.A_bar"], t[f"{node}.mixer.B_bar"] = parts(keep), parts(write)
        C = w[f"{at}.mixer.kernel.C"]
        C = torch.view_as_complex(C.contiguous()) if pairs else C
        h, states = torch.zeros_like(keep), []
        for x_t in x:
            h = keep * h + write * x_t[:, None]
            states.append(h)
        states = torch.stack(states)  # (T, D, M)
        t[f"{node}.mixer.h"] = parts(states)
        y = t[f"{node}.mixer.y_ssm"] = (2 if pairs else 1) * (C * states).real.sum(-1)
        y = t[f"{node}.mixer.y"] = y + w[f"{at}.mixer.D"] * x
        y = t[f"{node}.mixer.act"] = F.gelu(y)
        o = t[f"{node}.mixer.output_linear"] = y @ w[f"{at}.mixer.output_linear.weight"].T + w[f"{at}.mixer.output_linear.bias"]
        o = t[f"{node}.mixer.glu"] = F.glu(o)
        u = t[f"{node}.residual"] = u + o
    t["final_norm"] = rms(u, w["backbone.norm_f.weight"])
    return t["final_norm"] @ w.get("lm_head.weight", table).T, t`;

/** The formulas that a layer with these nodes needs; names are ids without 'layers.N.'. */
export function formulasOf(names: ReadonlySet<string>): string[] {
  const mixer = names.has('mixer.x_proj')
    ? MAMBA
    : names.has('mixer.xBC')
      ? MAMBA2
      : names.has('mixer.scores')
        ? ATTENTION
        : PLAIN_MLP;
  const mlp = names.has('mlp.router') ? [EXPERTS] : names.has('mlp.down') ? [GATED_MLP] : [];
  return [mixer, ...mlp];
}

/** Runs the model once, watching one layer, then follows its formulas. */
export const WATCH = `block = model.base_model.layers[LAYER]
mixer = next(getattr(block, name) for name in ("mixer", "mamba", "self_attn") if hasattr(block, name))
seen = {}


def watch(name):
    def hook(module, args, kwargs, out):
        given = args[0] if args else kwargs["hidden_states"]
        seen[name] = given[0], kwargs, (out[0] if isinstance(out, tuple) else out)[0]

    return hook


handles = [m.register_forward_hook(watch(name), with_kwargs=True) for name, m in (("block", block), ("mixer", mixer))]
with torch.no_grad():
    logits = model(input_ids=torch.tensor([IDS]), use_cache=False).logits[0]  # (T, vocabulary)
    for handle in handles:
        handle.remove()
    (stream, _, residual), (u, given, mixed) = seen["block"], seen["mixer"]
    position = {name: given[name] for name in ("position_embeddings",) if name in given}
    taps = {f"mixer.{name}": value for name, value in mixer_taps(mixer, u, **position).items()}
    taps |= {"norm": u, "residual": residual, "residual_mid": stream + mixed}
    mlp = getattr(block, "mlp", None) or getattr(block, "feed_forward", None)
    if mlp is not None:
        norm2 = getattr(block, "post_attention_layernorm", None) or block.pre_ff_layernorm
        taps["norm2"] = norm2(taps["residual_mid"])
        taps |= {f"mlp.{name}": value for name, value in mlp_taps(mlp, taps["norm2"]).items()}
ours = next(taps[name] for name in ("mixer.out_proj", "mixer.o_proj", "mixer.down") if name in taps)
print(SAYS["formulas"], float((ours - mixed).abs().max()))`;
