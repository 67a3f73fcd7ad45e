import { type RefObject, useLayoutEffect, useState } from 'react';

/** Width of an element in CSS pixels and the device pixels in each, kept up to date; 0 until it is laid out. */
export function useSize(ref: RefObject<HTMLElement | null>): { width: number; ratio: number } {
  const [size, setSize] = useState({ width: 0, ratio: 1 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => {
      const next = { width: element.clientWidth, ratio: window.devicePixelRatio || 1 };
      setSize((old) => (old.width === next.width && old.ratio === next.ratio ? old : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}
