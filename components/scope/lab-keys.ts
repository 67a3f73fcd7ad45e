/** The keys of the lab: one table that the page obeys and the sheet lists. */
import type { Unit } from './places';

export type Action =
  | { readonly do: 'play' }
  | { readonly do: 'move'; readonly unit: Unit; readonly direction: 1 | -1 }
  | { readonly do: 'first' }
  | { readonly do: 'last' }
  | { readonly do: 'unit'; readonly direction: 1 | -1 }
  | { readonly do: 'view'; readonly index: number }
  | { readonly do: 'forget' }
  | { readonly do: 'ablate' }
  | { readonly do: 'undo' }
  | { readonly do: 'keys' };

/** Key as KeyboardEvent.key gives it → action, with the name of its line in the sheet. */
export const KEYS: readonly { readonly keys: readonly string[]; readonly line: string; readonly action: Action }[] = [
  { keys: [' ', 'k'], line: 'play', action: { do: 'play' } },
  { keys: ['ArrowRight', 'l'], line: 'tokenOn', action: { do: 'move', unit: 'token', direction: 1 } },
  { keys: ['ArrowLeft', 'j'], line: 'tokenBack', action: { do: 'move', unit: 'token', direction: -1 } },
  { keys: ['ArrowUp'], line: 'layerOn', action: { do: 'move', unit: 'layer', direction: 1 } },
  { keys: ['ArrowDown'], line: 'layerBack', action: { do: 'move', unit: 'layer', direction: -1 } },
  { keys: ['.'], line: 'opOn', action: { do: 'move', unit: 'op', direction: 1 } },
  { keys: [','], line: 'opBack', action: { do: 'move', unit: 'op', direction: -1 } },
  { keys: ['Home'], line: 'first', action: { do: 'first' } },
  { keys: ['End'], line: 'last', action: { do: 'last' } },
  { keys: [']'], line: 'unitOn', action: { do: 'unit', direction: 1 } },
  { keys: ['['], line: 'unitBack', action: { do: 'unit', direction: -1 } },
  { keys: ['1'], line: 'view1', action: { do: 'view', index: 0 } },
  { keys: ['2'], line: 'view2', action: { do: 'view', index: 1 } },
  { keys: ['3'], line: 'view3', action: { do: 'view', index: 2 } },
  { keys: ['4'], line: 'view4', action: { do: 'view', index: 3 } },
  { keys: ['5'], line: 'view5', action: { do: 'view', index: 4 } },
  { keys: ['6'], line: 'view6', action: { do: 'view', index: 5 } },
  { keys: ['f'], line: 'forget', action: { do: 'forget' } },
  { keys: ['x'], line: 'ablate', action: { do: 'ablate' } },
  { keys: ['z'], line: 'undo', action: { do: 'undo' } },
  { keys: ['?'], line: 'keys', action: { do: 'keys' } },
];

interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly defaultPrevented: boolean;
}

/**
 * What a key press means, or null. `inside` says where the focus is: 'text' keeps all keys, 'control' (a button, a slider, a chart) keeps
 * those that work it, the page's own ground gives all.
 */
export function actionOf(press: Press, inside: 'text' | 'control' | 'page'): Action | null {
  if (press.defaultPrevented || press.ctrlKey || press.metaKey || press.altKey || inside === 'text') return null;
  if (inside === 'control' && (press.key.length > 1 || press.key === ' ')) return null;
  return KEYS.find(({ keys }) => keys.includes(press.key))?.action ?? null;
}

/** Where the focus is, by the element that has it. */
export function focusKind(element: Element | null): 'text' | 'control' | 'page' {
  if (!element) return 'page';
  if (element.closest('textarea, select, [contenteditable], input:not([type=range], [type=checkbox], [type=radio])'))
    return 'text';
  return element.closest('button, a, summary, input, [role=application], [role=listbox], [role=tablist]')
    ? 'control'
    : 'page';
}
