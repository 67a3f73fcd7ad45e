/** A screen of the lab as a Python notebook (nbformat 4.5): the same model in PyTorch, beside the numbers that the page showed. */
import { formulasOf, S4D, WATCH } from './python';
import { NOTEBOOK_WORDS } from './words';

export interface NotebookInput {
  readonly locale: 'en' | 'es';
  /** The bundle's name; its folder beside the notebook. */
  readonly model: string;
  readonly modelType: string;
  /** Its files with their hashes, as the manifest of the bundles gives them. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  /** Address of the folder that the bundles are in, and of the page where one is downloaded. */
  readonly bundles: string;
  readonly modelsPage: string;
  /** Address of the screen. */
  readonly link: string;
  readonly ids: readonly number[];
  /** The token at the cursor. */
  readonly token: number;
  readonly layer: number;
  /** The node in view, with its layer: 'layers.3.mixer.delta'. */
  readonly node: string;
  /** All nodes of that layer. */
  readonly nodes: readonly string[];
  /** Where the tap's axis of tokens is: 0, 1 (attention: [heads, T, S]) or -1 (the same for every token). */
  readonly tokenAxis: number;
  /** The tap at the cursor, flat; as many values as there are. */
  readonly values: ArrayLike<number>;
  /** Most probable next tokens at the cursor, in the model's own distribution. */
  readonly top: readonly { readonly id: number; readonly label: string; readonly probability: number }[];
  /** Ids below this may be drawn. */
  readonly drawable: number;
  /** The changes that were active, in words. The numbers above are without them. */
  readonly changes: readonly string[];
}

interface Cell {
  readonly cell_type: 'markdown' | 'code';
  readonly id: string;
  readonly metadata: Record<string, never>;
  readonly source: readonly string[];
  readonly execution_count?: null;
  readonly outputs?: readonly never[];
}

export interface Notebook {
  readonly nbformat: 4;
  readonly nbformat_minor: 5;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly cells: readonly Cell[];
}

/** Numbers of a tap that are put in: enough to see that it is the same tensor. */
const VALUES = 256;

/** A Jupyter notebook (nbformat 4) that loads the same model and prints the same numbers. */
export function makeNotebook(input: NotebookInput): Notebook {
  const w = NOTEBOOK_WORDS[input.locale];
  const isS4d = input.modelType === 's4d';
  const name = input.node.replace(/^layers\.\d+\./, '');
  const names = new Set(input.nodes.map((id) => id.replace(/^layers\.\d+\./, '')));
  const cells: [Cell['cell_type'], string][] = [
    ['markdown', `# ${w.title}\n\n${w.intro(input.model, input.link)}\n\n${w.needs}`],
    ...(input.changes.length > 0 ? ([['markdown', w.changed(input.changes)]] as [Cell['cell_type'], string][]) : []),
    ['markdown', w.files(input.model, input.modelsPage)],
    ['code', files(input)],
    ['markdown', isS4d ? w.s4d : w.model],
    ['code', isS4d ? S4D : LOAD],
    ['markdown', w.text],
    ['code', text(input)],
    ['markdown', w.run(input.layer)],
    ...(isS4d
      ? ([['code', 'with torch.no_grad():\n    logits, taps = s4d(IDS)']] as [Cell['cell_type'], string][])
      : ([
          ['code', formulasOf(names).join('\n\n\n')],
          ['code', `LAYER = ${input.layer}\n${WATCH}`],
        ] as [Cell['cell_type'], string][])),
    ['markdown', w.next(input.token)],
    ['code', next(input)],
    ['markdown', w.tap(input.node, input.token)],
    ['code', tap(input, isS4d ? input.node : name)],
  ];
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
    },
    cells: cells.map(([cell_type, source], i) => ({
      cell_type,
      id: `statescope-${i}`,
      metadata: {},
      source: source.split(/(?<=\n)/),
      ...(cell_type === 'code' ? { execution_count: null, outputs: [] } : {}),
    })),
  };
}

const LOAD = `model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
print(type(model).__name__, sum(p.numel() for p in model.parameters()))`;

function files(input: NotebookInput): string {
  const { says } = NOTEBOOK_WORDS[input.locale];
  const hashes = input.files.map(({ path, sha256 }) => `    ${python(path)}: ${python(sha256)},`).join('\n');
  return `import hashlib
import json
from pathlib import Path
from urllib.request import urlretrieve

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
${input.modelType === 's4d' ? '' : 'from transformers import AutoModelForCausalLM\n'}
SAYS = ${python(says)}
FILES = {
${hashes}
}
folder = Path(${python(input.model)})
folder.mkdir(exist_ok=True)
for name, sha256 in FILES.items():
    if not (folder / name).exists():
        urlretrieve(f"${input.bundles}/${input.model}/{name}", folder / name)
    assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256, name`;
}

function text({ ids }: NotebookInput): string {
  return `IDS = ${python(ids)}
tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
print(len(IDS), repr(tokenizer.decode(IDS)))`;
}

function next({ top, token, drawable }: NotebookInput): string {
  const rows = top
    .map(({ id, label, probability }) => `    (${id}, ${python(label)}, ${digits(probability)}),`)
    .join('\n');
  return `TOKEN = ${token}
PAGE = [  # id, token, probability
${rows}
]
p = logits[TOKEN, :${drawable}].softmax(-1)
print(f"{'':>14} {SAYS['page']:>10} {SAYS['here']:>10}")
for id, label, page in PAGE:
    print(f"{label!r:>14} {page:10.6f} {float(p[id]):10.6f}")
apart = max(abs(float(p[id]) - page) for id, _, page in PAGE)
best = p.topk(len(PAGE)).indices.tolist()
print(SAYS["same"] if apart < 1e-4 and {id for id, *_ in PAGE[:3]} <= set(best) else SAYS["other"], apart)`;
}

function tap({ values, tokenAxis }: NotebookInput, name: string): string {
  const shown = Array.from({ length: Math.min(values.length, VALUES) }, (_, i) => digits(values[i]!));
  const here =
    tokenAxis < 0
      ? `taps[${python(name)}]`
      : tokenAxis === 0
        ? `taps[${python(name)}][TOKEN]`
        : `taps[${python(name)}][:, TOKEN, : TOKEN + 1]`;
  return `PAGE = torch.tensor([${shown.join(', ')}])
here = ${here}.flatten()
assert len(here) == ${values.length}, len(here)
here = here[: len(PAGE)]
apart = float((here - PAGE).abs().max() / PAGE.abs().max().clamp(min=1e-12))
print(SAYS["values"], len(PAGE), "/", ${values.length})
print(SAYS["page"], [round(v, 5) for v in PAGE[:8].tolist()])
print(SAYS["here"], [round(v, 5) for v in here[:8].tolist()])
print(SAYS["same"] if apart < 1e-3 else SAYS["other"], SAYS["apart"], apart)`;
}

/** JSON is Python for strings, whole numbers, lists and objects of these. */
const python = (value: unknown): string => JSON.stringify(value);

/** Nine significant digits tell one f32 from the next. */
function digits(value: number): string {
  if (Number.isNaN(value)) return 'float("nan")';
  if (!Number.isFinite(value)) return value > 0 ? 'float("inf")' : 'float("-inf")';
  return String(Number(value.toPrecision(9)));
}
