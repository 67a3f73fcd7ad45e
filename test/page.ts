/** A page without layout for tests of components: shown, asked and taken away around each test. Needs `@vitest-environment happy-dom`. */
import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, vi } from 'vitest';

export interface Page {
  readonly element: HTMLElement;
  show(what: ReactNode): Promise<void>;
  /** The first element that the selector finds; throws if there is none. */
  find<E extends Element = HTMLElement>(selector: string): E;
  /** Types into a field, drags a slider or chooses an option, as React hears it. */
  put(selector: string, value: string): Promise<void>;
  /** Lets time pass until it is so; throws after two seconds. */
  until(so: () => boolean): Promise<void>;
}

export function testPage(): Page {
  let root: Root;
  let element: HTMLElement;
  beforeEach(() => {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
    element = document.createElement('div');
    document.body.append(element);
    root = createRoot(element);
  });
  afterEach(() => {
    act(() => root.unmount());
    element.remove();
    vi.unstubAllGlobals();
  });
  const find = <E extends Element>(selector: string): E => {
    const found = element.querySelector<E>(selector);
    if (!found) throw new Error(`no ${selector} in ${element.innerHTML}`);
    return found;
  };
  return {
    get element() {
      return element;
    },
    show: (what) => act(async () => root.render(what)),
    find,
    put: (selector, value) =>
      act(async () => {
        const field = find<HTMLInputElement | HTMLSelectElement>(selector);
        // React listens to the setter of the prototype: the field's own is React's.
        const prototype = Object.getPrototypeOf(field);
        Object.getOwnPropertyDescriptor(prototype, 'value')!.set!.call(field, value);
        field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }));
      }),
    until: async (so) => {
      for (let waited = 0; !so(); waited += 20) {
        if (waited > 2000) throw new Error(`waited two seconds in vain: ${element.innerHTML}`);
        await act(() => new Promise((resolve) => setTimeout(resolve, 20)));
      }
    },
  };
}
