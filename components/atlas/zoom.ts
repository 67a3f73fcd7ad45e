/** Moving the focus between the levels of the zoom: stack of layers, block, operation. */
export type Level = 'stack' | 'block' | 'node';

/** Focuses what is chosen at a level of one diagram, and brings it into sight. */
export function focusLevel(level: Level, side: 'left' | 'right'): void {
  const within = `[data-side="${side}"]`;
  const chosen = level === 'stack' ? '[data-row][aria-current="true"]' : '[data-node][aria-pressed="true"]';
  const target =
    level === 'node' ? document.querySelector('[data-level="node"]') : document.querySelector(`${within} ${chosen}`);
  if (!(target instanceof HTMLElement)) return;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: 'nearest' });
}
