/**
 * The blueprint: one graph per architecture that is run, read, changed, drawn and costed (design.md, section 1).
 * Read this file first, then one of engine/models/*.ts, then engine/ops/.
 *
 * Conventions: every activation is row-major f32; its first axis is 'T' (the tokens of this run) unless the node says otherwise
 * (attention scores are [n_heads, T, S] with S = tokens seen so far; LTI constants have no T).
 */

/** A size: a number, a name in `Dims`, or a sum/product of them: 'd_inner', '2*d_inner', 'dt_rank+2*d_state'. */
export type Dim = string;
/** Values of the symbolic sizes of one model: { d_model: 768, d_inner: 1536, … }. T and S are only known at run time. */
export type Dims = Readonly<Record<string, number>>;
/** The same sentence in each language of the site. */
export interface Text {
  readonly en: string;
  readonly es: string;
}

/** The operations. Each is defined in engine/ops/<name>.ts (meaning, shape, cost) and implemented once per backend. */
export type OpName =
  | 'tokens' // [T] token ids (the input)
  | 'embedding' // rows of weights.table [V, D] → [T, D]
  | 'rms-norm' // x / sqrt(mean(x²) + eps) per group of the last axis, times weights.weight if there is one
  | 'linear' // x · weightᵀ (+ bias); weights.weight [O, I] → [T, O]
  | 'slice' // columns [start, end) of the last axis
  | 'causal-conv' // depthwise, left-padded; weights.weight [C, 1, W], bias? [C]; state 'conv' holds the last W-1 inputs
  | 'activation' // attrs.fn: silu | gelu | gelu-tanh | relu2 | relu | sigmoid, elementwise
  | 'softplus' // ln(1 + e^(x + bias)) clamped to [min, max]; weights.bias? [C] → Δ
  | 'decay' // Ā = exp(-exp(A_log)·Δ): A_log [C, N] → [T, C, N] (Mamba-1); A_log [H] → [T, H] (Mamba-2)
  | 'selective-state' // h_t = Ā_t ⊙ h_{t-1} + (Δ_t x_t) B_tᵀ; inputs Ā, Δ, B, x → [T, C, N]; state 'ssm'
  | 'selective-read' // y_t = h_t C_t; inputs h, C → [T, C]
  | 'ssd-state' // S_t = a_t S_{t-1} + Δ_t x_t B_tᵀ per head; inputs a, Δ, B, x → [T, H, P, N]; state 'ssm'
  | 'ssd-read' // y_t = S_t C_t; inputs S, C → [T, H, P] laid out as [T, d_inner]
  | 's4d-discretise' // attrs.part 'A_bar' | 'B_bar'; weights log_dt, log_A_real, A_imag? → [C, M, 2] (re, im) or [C, N]
  | 's4d-state' // h_t = Ā h_{t-1} + B̄ x_t; inputs A_bar, B_bar, x → [T, C, M, 2] or [T, C, N]; state 'ssm'
  | 's4d-read' // y_t = 2 Re Σ C h (complex) or Σ C h (real); inputs h; weights.C
  | 'skip' // y + D ⊙ x; inputs y, x; weights.D [C], or [H] with attrs.headDim channels each
  | 'mul' // a ⊙ b
  | 'add' // a + b
  | 'glu' // [a; b] on the last axis → a ⊙ σ(b)
  | 'rope' // rotary position embedding, half-rotation layout of Hugging Face; inputs q or k
  | 'attention-scores' // q·k / sqrt(d_head) → [n_heads, T, S], -inf never stored: masked entries are 0 and ignored; state 'k'
  | 'attention-softmax' // causal softmax over S → [n_heads, T, S], exact zeros above the diagonal
  | 'attention-read' // weights · v → [T, n_heads*d_head]; state 'v'
  | 'softmax' // over the last axis
  | 'top-k' // indices of the k largest of the last axis, largest first → [T, K] (ids as f32)
  | 'gather' // values of inputs[0] at the ids of inputs[1]; attrs.normalize divides by their sum
  | 'moe'; // Σ_k w_k · down_e(silu(gate_e x) ⊙ up_e x) with e = ids_k; inputs x, ids, weights; weights gate, up, down [E, …]

/** What a weight belongs to, for "parameters by part" and for ExpertsInt8 (only 'expert' and 'mlp' are quantised). */
export type Part = 'embedding' | 'norm' | 'mixer' | 'attention' | 'mlp' | 'expert' | 'router' | 'head';

/** Where a weight's numbers come from in a checkpoint. The first alternative whose tensors all exist is used. */
export type WeightSource =
  | { readonly kind: 'tensor'; readonly name: string } // same shape as the spec (trailing or inner 1-axes are ignored)
  | { readonly kind: 'stack'; readonly names: readonly string[] } // equal tensors stacked along a new first axis (experts)
  | { readonly kind: 'rows'; readonly name: string; readonly axis: number; readonly start: Dim; readonly end: Dim }; // part of a fused tensor

export interface WeightSpec {
  /** Unique key; by convention the main tensor's name. */
  readonly key: string;
  readonly shape: readonly Dim[];
  readonly part: Part;
  readonly layer: number | null;
  readonly sources: readonly WeightSource[];
  /** True for matrices that a dot product reads row by row (may be f16 or int8 on the device); others stay f32. */
  readonly matrix: boolean;
  /** Key of the weight this one is tied to: no bytes, no parameters of its own. */
  readonly tiedTo?: string;
}

export type LayerKind =
  | 'mamba'
  | 'mamba2'
  | 's4d'
  | 'attention'
  | 'mlp'
  | 'moe'
  | 'transformer'
  | 'mamba+mlp'
  | 'mamba+moe'
  | 'mamba2+mlp'
  | 'attention+mlp'
  | 'attention+moe';

/** Names of the site's symbols, one colour each (look.md); a node may carry one. */
export type SymbolName = 'x' | 'h' | 'delta' | 'A' | 'B' | 'C' | 'z' | 'y' | 'attention' | 'D' | 'u';

/** Recurrent memory that a node keeps between runs. */
export interface StateSpec {
  /** 'conv': last W-1 inputs [W-1, C]; 'ssm': [C,N] | [H,P,N] | [C,M,2]; 'k'/'v': cache [S, width], grows with the context. */
  readonly kind: 'conv' | 'ssm' | 'k' | 'v';
  readonly shape: readonly Dim[];
}

export interface BlueprintNode {
  /** Dotted path, also the name of its tap: 'layers.3.mixer.delta'. */
  readonly id: string;
  readonly op: OpName;
  readonly inputs: readonly string[];
  /** Role in the op → key in Blueprint.weights. */
  readonly weights: Readonly<Record<string, string>>;
  readonly attrs: Readonly<Record<string, number | string | boolean>>;
  readonly shape: readonly Dim[];
  readonly layer: number | null;
  readonly state?: StateSpec;
  readonly symbol?: SymbolName;
  /** TeX, one line. */
  readonly formula: string;
  readonly meaning: Text;
  /** A reading that the model itself does not need (early logits): never run unless asked for, never costed. */
  readonly side: boolean;
}

export interface LayerInfo {
  readonly index: number;
  readonly kind: LayerKind;
  /** Id of the residual stream after this layer. */
  readonly output: string;
  /** One character of the hybrid pattern: M (Mamba/Mamba-2), * (attention), - (MLP), E (MoE), S (S4D), T (Transformer layer). */
  readonly mark: string;
}

export interface Blueprint {
  readonly modelType: string;
  readonly title: string;
  readonly dims: Dims;
  /** In an order in which every node comes after its inputs. */
  readonly nodes: readonly BlueprintNode[];
  readonly weights: ReadonlyMap<string, WeightSpec>;
  readonly layers: readonly LayerInfo[];
  /** Vocabulary rows of the head (padding included); ids ≥ this are refused. */
  readonly vocabSize: number;
  /** Longest context the config claims, or null if it does not bind (SSMs). */
  readonly maxPositions: number | null;
  readonly special: { readonly bos: number | null; readonly eos: readonly number[]; readonly pad: number | null };
}
