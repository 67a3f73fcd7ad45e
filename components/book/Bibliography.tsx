import { type Reference, type ReferenceKey, references } from '../prose/references';
import styles from './book.module.css';

/** Every reference, by first author and year; the anchors are the keys in lower case. */
export function Bibliography() {
  const entries = (Object.entries(references) as [ReferenceKey, Reference][]).toSorted(
    ([, a], [, b]) => a.short.localeCompare(b.short) || a.year - b.year,
  );
  return (
    <ul className={styles.sources}>
      {entries.map(([key, r]) => (
        <li key={key} id={key.toLowerCase()}>
          {people(r.authors)} ({r.year}). <a href={r.url}>{r.title}</a>. {r.where}.
        </li>
      ))}
    </ul>
  );
}

/** BibTeX's names as a reader writes them: 'Gu, Albert and Dao, Tri' → 'Albert Gu, Tri Dao'; '{NVIDIA}' → 'NVIDIA'. */
function people(authors: string): string {
  return authors
    .split(' and ')
    .map((name) => (name === 'others' ? 'et al.' : name.replace(/[{}]/g, '').split(', ').reverse().join(' ')))
    .join(', ');
}
