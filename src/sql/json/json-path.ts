// Paths of get_json_object: $.name, $['name'], [3], [*], and what they find in a text, by Hive's rules as Spark keeps them.

import { CLOSE_BRACKET, COMMA, OPEN_BRACKET } from './bytes.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { JsonPrinter } from './json-print.ts';
import { PATH_SYNTAX } from './json-syntax.ts';
import {
  END,
  END_ARRAY,
  END_OBJECT,
  FAULT,
  FIELD_NAME,
  JsonTokens,
  NULL_TOKEN,
  START_ARRAY,
  START_OBJECT,
  STRING_TOKEN,
  type Token,
} from './json-tokens.ts';

export type PathStep =
  | { readonly kind: 'name'; readonly name: Uint8Array }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'every' }
  /** .* and ['*'] are read and find nothing. */
  | { readonly kind: 'nothing' };

const encoder = new TextEncoder();
// Spark's parser passes white space before a name, not before the marks, except those of two characters.
const stepForm = /\s*\.\*|\s*\['\s*\*'\]|\.\s*([^.[]+)|\s*\['\s*([^'?]+)\s*'\]|\[(?:\s*(\d+)|(\*))\]/y;

/** The steps of the path; null when it cannot be read; 'range' when an index is beyond a BIGINT, which Spark fails for. */
export function parseJsonPath(path: string): readonly PathStep[] | null | 'range' {
  if (!path.startsWith('$')) return null;
  const steps: PathStep[] = [];
  let at = 1;
  while (at < path.length) {
    stepForm.lastIndex = at;
    const match = stepForm.exec(path);
    if (match === null) return /^\s*$/.test(path.slice(at)) ? steps : null;
    at = stepForm.lastIndex;
    const name = match[1] ?? match[2];
    if (name !== undefined) steps.push({ kind: 'name', name: encoder.encode(name) });
    else if (match[4] !== undefined) steps.push({ kind: 'every' });
    else if (match[3] === undefined) steps.push({ kind: 'nothing' });
    else if (BigInt(match[3]) >= 2n ** 63n) return 'range';
    else steps.push({ kind: 'index', index: Number(match[3]) });
  }
  return steps;
}

type Style = 'raw' | 'quoted' | 'flatten';

/** Where results are written, with the commas between the elements of arrays. */
class Output {
  readonly bytes = new GrowingBytes();
  /** Spark escapes characters beyond U+FFFF in its bytes, and not in the text it collects under [*]. */
  readonly escapes: boolean;
  /** For each open array whether it has an element. */
  private readonly begun: boolean[] = [];

  constructor(escapes: boolean) {
    this.escapes = escapes;
  }

  openArray(): void {
    this.comma();
    this.bytes.push(OPEN_BRACKET);
    this.begun.push(false);
  }

  closeArray(): void {
    this.begun.pop();
    this.bytes.push(CLOSE_BRACKET);
  }

  comma(): void {
    const last = this.begun.length - 1;
    if (last < 0) return;
    if (this.begun[last] === true) this.bytes.push(COMMA);
    this.begun[last] = true;
  }

  reset(): void {
    this.bytes.size = 0;
    this.begun.length = 0;
  }
}

export class JsonPathReader {
  private readonly tokens = new JsonTokens(PATH_SYNTAX);
  private readonly printer = new JsonPrinter();
  private readonly output = new Output(true);

  /** Writes what the path finds in bytes[start, end) to `target`. False, with nothing written, when it finds nothing or the text is not JSON. */
  find(bytes: Uint8Array, start: number, end: number, steps: readonly PathStep[], target: GrowingBytes): boolean {
    const { tokens, output } = this;
    tokens.reset(bytes, start, end);
    const first = tokens.next();
    if (first === FAULT || first === END) return false;
    output.reset();
    const found = this.follow(steps, 0, 'raw', output);
    // A text that breaks off after the find is still no JSON.
    if (!found || tokens.faultAt >= 0) return false;
    target.pushSlice(output.bytes.bytes, 0, output.bytes.size);
    return true;
  }

  private follow(steps: readonly PathStep[], at: number, style: Style, output: Output): boolean {
    const { tokens } = this;
    const { token } = tokens;
    const step = steps[at];
    if (token === FAULT || tokens.faultAt >= 0) return false;
    if (step === undefined) return this.emit(token, style, output);
    if (token === START_OBJECT && step.kind === 'name') return this.field(steps, at, step.name, style, output);
    if (token === START_ARRAY && step.kind === 'every') return this.every(steps, at, style, output);
    if (token === START_ARRAY && step.kind === 'index') {
      return this.element(step.index, steps, at + 1, steps[at + 1]?.kind === 'every' ? 'quoted' : style, output);
    }
    tokens.skipChildren();
    return false;
  }

  private emit(token: Token, style: Style, output: Output): boolean {
    const { tokens } = this;
    if (token === STRING_TOKEN && style === 'raw') {
      tokens.decodeTo(output.bytes);
      return true;
    }
    if (token === START_ARRAY && style === 'flatten') {
      let found = false;
      for (let next = tokens.next(); next !== END_ARRAY; next = tokens.next()) {
        if (next === FAULT) return false;
        if (this.emit(next, style, output)) found = true;
      }
      return found;
    }
    output.comma();
    return this.printer.value(tokens, output.bytes, output.escapes);
  }

  /** The first field of that name whose value is not null and in which the rest of the path finds something. */
  private field(steps: readonly PathStep[], at: number, name: Uint8Array, style: Style, output: Output): boolean {
    const { tokens } = this;
    let found = false;
    for (let next = tokens.next(); next !== END_OBJECT; next = tokens.next()) {
      if (next === FAULT) return false;
      if (found || next !== FIELD_NAME || !tokens.nameIs(name)) tokens.skipChildren();
      else if (tokens.next() !== NULL_TOKEN) found = this.follow(steps, at + 1, style, output);
      if (tokens.faultAt >= 0) return false;
    }
    return found;
  }

  private element(index: number, steps: readonly PathStep[], at: number, style: Style, output: Output): boolean {
    const { tokens } = this;
    let next = tokens.next();
    for (let left = index; left > 0 && next !== END_ARRAY; left--) {
      if (next === FAULT || tokens.skipChildren() === FAULT) return false;
      next = tokens.next();
    }
    if (next === END_ARRAY || next === FAULT) return false;
    const found = this.follow(steps, at, style, output);
    for (next = tokens.next(); next !== END_ARRAY; next = tokens.next()) if (next === FAULT || tokens.skipChildren() === FAULT) return false;
    return found;
  }

  private every(steps: readonly PathStep[], at: number, style: Style, output: Output): boolean {
    if (steps[at + 1]?.kind === 'every') return this.collect(steps, at + 2, 'flatten', output) > 0;
    if (style === 'quoted') return this.collect(steps, at + 1, 'quoted', output) > 0;
    // A lone result stands without its array.
    const inner = new Output(false);
    const count = this.collect(steps, at + 1, style === 'flatten' ? 'flatten' : 'quoted', inner);
    if (count === 0) return false;
    output.comma();
    const { bytes, size } = inner.bytes;
    if (count > 1) output.bytes.pushSlice(bytes, 0, size);
    else output.bytes.pushSlice(bytes, 1, size - 1);
    return true;
  }

  /** An array of what the elements give; how many gave something. */
  private collect(steps: readonly PathStep[], at: number, style: Style, output: Output): number {
    const { tokens } = this;
    let count = 0;
    output.openArray();
    for (let next = tokens.next(); next !== END_ARRAY; next = tokens.next()) {
      if (next === FAULT) return 0;
      if (this.follow(steps, at, style, output)) count++;
      if (tokens.faultAt >= 0) return 0;
    }
    output.closeArray();
    return count;
  }
}
