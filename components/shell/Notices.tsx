import styles from './Notices.module.css';

/** What a page could not take as it was (of its link, a text, a change), and what it did instead: read aloud, until the reader has seen it. */
export function Notices(props: {
  /** Stands above the lines. */
  readonly lead?: string;
  /** Nothing is shown while there are none. */
  readonly lines: readonly string[];
  /** Of the button that takes them away. */
  readonly seen: string;
  readonly onSeen: () => void;
}) {
  const { lead, lines, seen, onSeen } = props;
  if (lines.length === 0) return null;
  return (
    <div className={styles.notices} role="alert">
      <div>
        {lead && <p>{lead}</p>}
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
      <button type="button" onClick={onSeen}>
        {seen}
      </button>
    </div>
  );
}
