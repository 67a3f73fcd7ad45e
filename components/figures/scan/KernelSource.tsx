import styles from './scan.module.css';
import { piecesOf } from './wgsl';

/** The kernels of a rung as they stand in shaders/, folded. `plain` leaves the colours out. */
export function KernelSource({
  shaders,
  plain = false,
}: {
  shaders: readonly { readonly name: string; readonly source: string }[];
  plain?: boolean;
}) {
  return shaders.map(({ name, source }) => (
    <details key={name} className={styles.source}>
      <summary>
        <code>shaders/{name}.wgsl</code>
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0} translate="no">
        <code>
          {plain
            ? source
            : piecesOf(source).map(({ is, text }, i) =>
                is === 'plain' ? (
                  text
                ) : (
                  <span key={i} data-is={is}>
                    {text}
                  </span>
                ),
              )}
        </code>
      </pre>
    </details>
  ));
}
