// Reads JSON as RFC 8259 has it, and keeps for every value where it stands, so that a Problem about the value can say the
// line. Stricter than JSON.parse where a document could mean two things or do harm: a key given twice, a key that would
// reach into a prototype, nesting without end and numbers outside a double are refused. Never throws, never recurses
// deeper than MAX_DEPTH.
import type { Json } from '../problem/json.ts';
import { fail, ok, type Problem, problem, type Result } from '../problem/problem.ts';

const MAX_DEPTH = 60;

/** A parsed value with the UTF-16 offsets of its text; keys keep where they stand as well. */
export type JsonNode =
  | { readonly kind: 'scalar'; readonly value: null | boolean | number | string; readonly from: number; readonly to: number }
  | { readonly kind: 'list'; readonly items: readonly JsonNode[]; readonly from: number; readonly to: number }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, JsonEntry>; readonly from: number; readonly to: number };

export interface JsonEntry {
  readonly value: JsonNode;
  readonly keyFrom: number;
}

export function parseJsonText(text: string): Result<JsonNode> {
  const reader = new JsonReader(text);
  const node = reader.document();
  return node === null ? fail(reader.failure()) : ok(node);
}

/** The plain value. Map entries are own properties in the order of the text. */
export function plainValue(node: JsonNode): Json {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plainValue);
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, entry]) => [key, plainValue(entry.value)]));
  }
}

/** The node at a path, or the closest one above it. With `key`, where that key of the node stands. */
export function offsetOf(root: JsonNode, path: readonly PropertyKey[], key?: string): number {
  let node = root;
  for (const step of path) {
    const next = node.kind === 'list' ? node.items[Number(step)] : node.kind === 'map' ? node.entries.get(String(step))?.value : undefined;
    if (next === undefined) return node.from;
    node = next;
  }
  const entry = key !== undefined && node.kind === 'map' ? node.entries.get(key) : undefined;
  return entry?.keyFrom ?? node.from;
}

/** Where a part of the document stands in its text; with `key`, where that key of it stands. */
export type FindLine = (path: readonly PropertyKey[], key?: string) => { readonly line: number; readonly from: number; readonly to: number };

/** Line and column of an offset, counted from 1. Lines end at \n, \r or \r\n; columns are characters, not code units. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const { line, start } = new LineStarts(text).lineOf(offset);
  return { line, column: [...text.slice(start, offset)].length + 1 };
}

/** Where the lines of a text begin, found once for many questions. */
export class LineStarts {
  private readonly starts: readonly number[];

  constructor(text: string) {
    this.starts = [0, ...[...text.matchAll(/\r\n?|\n/g)].map((end) => end.index + end[0].length)];
  }

  lineOf(offset: number): { readonly line: number; readonly start: number } {
    let [low, high] = [0, this.starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, start: this.starts[low] ?? 0 };
  }
}

/** The reader's own stop signal; never leaves this file. */
const FAILED = null;

class JsonReader {
  private readonly text: string;
  private at = 0;
  private inside = 'the document';
  private trouble: Problem | null = null;

  constructor(text: string) {
    this.text = text;
  }

  document(): JsonNode | null {
    this.space();
    const node = this.value(0);
    if (node === FAILED) return FAILED;
    this.space();
    if (this.at < this.text.length) return this.unexpected('the end of the text');
    return node;
  }

  failure(): Problem {
    return this.trouble ?? this.ended();
  }

  private value(depth: number): JsonNode | null {
    if (depth > MAX_DEPTH) return this.refuse(problem('pipeline/too-deep', this.here(), { ...this.place(), depth: MAX_DEPTH }));
    switch (this.text[this.at]) {
      case undefined:
        return this.unexpected('a value');
      case '{':
        return this.map(depth);
      case '[':
        return this.list(depth);
      case '"': {
        const from = this.at;
        const value = this.string();
        return value === FAILED ? FAILED : { kind: 'scalar', value, from, to: this.at };
      }
      default:
        return this.literal();
    }
  }

  private map(depth: number): JsonNode | null {
    const from = this.at++;
    const entries = new Map<string, JsonEntry>();
    this.inside = 'an object';
    this.space();
    if (this.text[this.at] === '}') {
      this.at++;
      return { kind: 'map', entries, from, to: this.at };
    }
    for (;;) {
      this.space();
      const keyFrom = this.at;
      if (this.text[this.at] !== '"') return this.unexpected('a key in double quotes');
      const key = this.string();
      if (key === FAILED || !this.keyIsGood(key, keyFrom, entries)) return FAILED;
      this.inside = 'an object';
      this.space();
      if (this.text[this.at] !== ':') return this.unexpected('a colon');
      this.at++;
      this.space();
      const value = this.value(depth + 1);
      if (value === FAILED) return FAILED;
      entries.set(key, { value, keyFrom });
      this.inside = 'an object';
      const end = this.separator('}');
      if (end === FAILED) return FAILED;
      if (end) return { kind: 'map', entries, from, to: this.at };
    }
  }

  private keyIsGood(key: string, keyFrom: number, entries: ReadonlyMap<string, JsonEntry>): boolean {
    const first = entries.get(key);
    if (first === undefined && key !== '__proto__') return true;
    const where = { from: keyFrom, to: this.at };
    const { line } = placeOf(this.text, keyFrom);
    if (first !== undefined) {
      this.refuse(problem('pipeline/duplicate-key', where, { key: shown(key), line, firstLine: placeOf(this.text, first.keyFrom).line }));
      return false;
    }
    this.refuse(problem('pipeline/reserved-key', where, { key, line }));
    return false;
  }

  private list(depth: number): JsonNode | null {
    const from = this.at++;
    const items: JsonNode[] = [];
    this.inside = 'a list';
    this.space();
    if (this.text[this.at] === ']') {
      this.at++;
      return { kind: 'list', items, from, to: this.at };
    }
    for (;;) {
      this.space();
      const item = this.value(depth + 1);
      if (item === FAILED) return FAILED;
      items.push(item);
      this.inside = 'a list';
      const end = this.separator(']');
      if (end === FAILED) return FAILED;
      if (end) return { kind: 'list', items, from, to: this.at };
    }
  }

  /** After an item: true at the closing bracket, false at a comma. */
  private separator(close: string): boolean | null {
    this.space();
    const c = this.text[this.at];
    if (c !== ',' && c !== close) return this.unexpected(`a comma or ${close}`);
    this.at++;
    return c === close;
  }

  private string(): string | null {
    const from = this.at++;
    this.inside = 'a string';
    for (;;) {
      const c = this.text.charCodeAt(this.at);
      if (Number.isNaN(c)) return this.refuse(this.ended());
      if (c === 0x22) break;
      if (c < 0x20) return this.unexpected('a closing quote (control characters are written as \\n, \\t or \\u0000)');
      if (c !== 0x5c) this.at++;
      else if (!this.escape()) return FAILED;
    }
    this.at++;
    // The grammar of the slice was just checked, so JSON.parse has only the escapes to undo.
    return JSON.parse(this.text.slice(from, this.at)) as string;
  }

  private escape(): boolean {
    const match = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
    match.lastIndex = this.at;
    if (!match.test(this.text)) {
      if (this.text.length - this.at < 6 && /^\\(?:u[0-9a-fA-F]{0,3})?$/.test(this.text.slice(this.at))) this.at = this.text.length;
      if (this.at === this.text.length) this.refuse(this.ended());
      else this.unexpected('an escape such as \\n or \\u00e9');
      return false;
    }
    this.at = match.lastIndex;
    return true;
  }

  private literal(): JsonNode | null {
    const from = this.at;
    const match = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![\w.+-])/y;
    match.lastIndex = from;
    const found = match.exec(this.text)?.[0];
    if (found === undefined) return this.unexpected('a value');
    this.at = match.lastIndex;
    const value = JSON.parse(found) as null | boolean | number;
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return this.refuse(problem('pipeline/number-too-large', { from, to: this.at }, { number: shown(found), line: placeOf(this.text, from).line }));
    }
    return { kind: 'scalar', value: value === 0 ? 0 : value, from, to: this.at };
  }

  private space(): void {
    const match = /[ \t\n\r]*/y;
    match.lastIndex = this.at;
    match.test(this.text);
    this.at = match.lastIndex;
  }

  private unexpected(expected: string): null {
    if (this.at >= this.text.length) return this.refuse(this.ended());
    const word = /[A-Za-z]{2,20}/y;
    word.lastIndex = this.at;
    const got = word.exec(this.text)?.[0] ?? String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
    return this.refuse(problem('pipeline/not-json', this.here(got.length), { ...this.place(), got: shown(got), expected }));
  }

  private ended(): Problem {
    const end = this.text.length;
    const characters = [...this.text].length;
    return problem('pipeline/text-ends', { from: end, to: end }, { inside: this.inside, line: placeOf(this.text, end).line, characters });
  }

  private refuse(p: Problem): null {
    this.trouble ??= p;
    return FAILED;
  }

  private here(length = 0): { from: number; to: number } {
    return { from: this.at, to: this.at + length };
  }

  private place(): { line: number; column: number } {
    return placeOf(this.text, this.at);
  }
}

/** Text from a file as it may stand in a sentence: short, one line, nothing invisible. */
export function shown(text: string): string {
  const characters = [...text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\uFFFD')];
  return characters.length > 60 ? `${characters.slice(0, 59).join('')}…` : characters.join('');
}
