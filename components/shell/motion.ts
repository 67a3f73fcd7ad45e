/** Does the reader want no motion: by the setting (`data-motion` on the root element), else by the system's? */
export function isStill(): boolean {
  const { motion } = document.documentElement.dataset;
  if (motion === 'reduced' || motion === 'full') return motion === 'reduced';
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
