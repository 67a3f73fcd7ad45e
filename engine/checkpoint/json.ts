import { EngineError, type ErrorCode } from '../errors';

/** Deeper nesting than any config or header has; a hostile file must not exhaust the stack. */
const MAX_DEPTH = 64;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * Reads JSON as Python writes it: strict JSON, and the bare tokens NaN, Infinity and -Infinity that `json.dump` puts where JSON has no
 * word. Unlike JSON.parse it refuses a name given twice in one object (safetensors forbids it, and in a config it would hide one of two
 * values) and says where the text is wrong. `file` names it in the error, whose code is `code`.
 */
export function parseJson(text: string, file: string, code: ErrorCode = 'bad-file'): unknown {
  return new Parser(text, file, code).document();
}

class Parser {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly file: string,
    private readonly code: ErrorCode,
  ) {}

  document(): unknown {
    const value = this.value(0);
    this.space();
    if (this.at < this.text.length) this.fail('there is text after the end of the value');
    return value;
  }

  private value(depth: number): unknown {
    if (depth > MAX_DEPTH) this.fail(`nested deeper than ${MAX_DEPTH} levels`);
    this.space();
    const c = this.text[this.at];
    if (c === '{') return this.object(depth);
    if (c === '[') return this.array(depth);
    if (c === '"') return this.string();
    for (const [word, value] of WORDS)
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    NUMBER.lastIndex = this.at;
    const number = NUMBER.exec(this.text)?.[0];
    if (number === undefined) this.fail(c === undefined ? 'it ends too early' : 'a value was expected');
    this.at += number.length;
    return Number(number);
  }

  private object(depth: number): Record<string, unknown> {
    const entries = new Map<string, unknown>();
    this.at++;
    this.space();
    if (this.take('}')) return {};
    do {
      this.space();
      if (this.text[this.at] !== '"') this.fail('a name in quotes was expected');
      const start = this.at;
      const name = this.string();
      if (entries.has(name)) {
        this.at = start;
        this.fail(`the name ${JSON.stringify(name)} is given twice in one object`);
      }
      this.space();
      if (!this.take(':')) this.fail('":" was expected');
      entries.set(name, this.value(depth + 1));
      this.space();
    } while (this.take(','));
    if (!this.take('}')) this.fail('"," or "}" was expected');
    // fromEntries defines own properties: a name such as "__proto__" stays a plain name.
    return Object.fromEntries(entries);
  }

  private array(depth: number): unknown[] {
    const items: unknown[] = [];
    this.at++;
    this.space();
    if (this.take(']')) return items;
    do {
      items.push(this.value(depth + 1));
      this.space();
    } while (this.take(','));
    if (!this.take(']')) this.fail('"," or "]" was expected');
    return items;
  }

  private string(): string {
    const start = this.at;
    let escaped = false;
    for (let i = start + 1; i < this.text.length; i++) {
      const c = this.text.charCodeAt(i);
      if (c === 34) {
        this.at = i + 1;
        if (!escaped) return this.text.slice(start + 1, i);
        try {
          return JSON.parse(this.text.slice(start, i + 1)) as string;
        } catch {
          this.at = start;
          this.fail('a string holds a wrong escape');
        }
      }
      if (c === 92) {
        escaped = true;
        i++;
      } else if (c < 32) {
        this.at = i;
        this.fail('a string holds a control character');
      }
    }
    return this.fail('a string does not end');
  }

  private space(): void {
    for (;;) {
      const c = this.text.charCodeAt(this.at);
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return;
      this.at++;
    }
  }

  private take(c: string): boolean {
    if (this.text[this.at] !== c) return false;
    this.at++;
    return true;
  }

  private fail(rule: string): never {
    const before = this.text.slice(0, this.at);
    const line = before.split('\n').length;
    const column = this.at - before.lastIndexOf('\n');
    throw new EngineError(this.code, `${this.file}: not valid JSON; ${rule} (line ${line}, column ${column})`, '', {
      file: this.file,
      line,
      column,
    });
  }
}

const WORDS: readonly (readonly [string, unknown])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
];
