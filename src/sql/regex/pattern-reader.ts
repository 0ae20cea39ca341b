// The text of a pattern, read code point by code point, and how it is refused.
import type { RegexRefusal } from './regex-node.ts';

const MAX_PATTERN_LENGTH = 2_000;

/** Carries a refusal out of the parser; caught where the pattern is parsed. */
export class Refused extends Error {
  readonly refusal: RegexRefusal;
  constructor(kind: RegexRefusal['kind'], reason: string) {
    super(reason);
    this.refusal = { kind, reason };
  }
}

/** Java refuses the pattern too. */
export function invalid(reason: string): Refused {
  return new Refused('invalid', reason);
}

/** Java knows it, this build does not. */
export function unsupported(reason: string): Refused {
  return new Refused('unsupported', reason);
}

export class PatternReader {
  private readonly codes: readonly number[];
  private at = 0;

  constructor(pattern: string) {
    if (pattern.length > MAX_PATTERN_LENGTH) throw unsupported(`it has more than ${MAX_PATTERN_LENGTH} characters`);
    this.codes = [...pattern].map((c) => c.codePointAt(0) as number);
  }

  get done(): boolean {
    return this.at >= this.codes.length;
  }

  /** The character `offset` places on; '' beyond the end. */
  peek(offset = 0): string {
    const code = this.codes[this.at + offset];
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  /** Goes past the text when it stands here. */
  take(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.peek(i) !== text[i]) return false;
    this.at += text.length;
    return true;
  }

  next(): string {
    const c = this.peek();
    this.at++;
    return c;
  }

  skip(count: number): void {
    this.at += count;
  }

  /** Where it stands, for `since`. */
  get mark(): number {
    return this.at;
  }

  /** What was read since the mark. */
  since(mark: number): string {
    return String.fromCodePoint(...this.codes.slice(mark, this.at));
  }

  /** All characters from here that fit. */
  takeWhile(form: RegExp): string {
    let text = '';
    while (!this.done && form.test(this.peek())) text += this.next();
    return text;
  }
}
