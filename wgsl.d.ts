/** WGSL files are imported as text: turbopack (next.config.js), vitest (vitest.config.ts) and Node (engine/cli/wgsl-hook.mjs) agree. */
declare module '*.wgsl' {
  const source: string;
  export default source;
}
