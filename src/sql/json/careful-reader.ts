// One record token by token, exactly as Spark's JSON reader goes about it, for the records the fast reader gives up on: those
// with anything unusual or wrong in them. A value that its column does not take leaves that column NULL and the rest as it
// is; a text that is no JSON leaves all NULL. After a value that did not fit, Spark reads on wherever its parser then
// stands (inside a MAP, for one), and so does this: what comes out is what Spark answers.
import { utf8Slice } from '../../columns/build.ts';
import { type DataType, formatType } from '../../columns/data-type.ts';
import type { JsonFault } from './json-syntax.ts';
import {
  END,
  END_ARRAY,
  END_OBJECT,
  FAULT,
  FIELD_NAME,
  FLOAT_TOKEN,
  INT_TOKEN,
  type JsonTokens,
  NULL_TOKEN,
  START_ARRAY,
  START_OBJECT,
  STRING_TOKEN,
  type Token,
} from './json-tokens.ts';
import type { JsonValues } from './json-values.ts';
import { ARRAY_LANE, type Lane, MAP_LANE, STRUCT_LANE } from './lane.ts';

/** Of a record that is an array where an object is wanted. */
export const ARRAY_NOT_OBJECT = 'it is an array, not an object';

/** FITS: written. PARTLY: written, with NULL for what did not fit. NOT: not written. */
const FITS = 0;
const PARTLY = 1;
const NOT = 2;
type Outcome = 0 | 1 | 2;

export class CarefulReader {
  /** What did not fit, when something did not; the first of several. */
  fault: JsonFault | null = null;
  private readonly tokens: JsonTokens;
  private readonly values: JsonValues;
  private path: string[] = [];

  constructor(tokens: JsonTokens, values: JsonValues) {
    this.tokens = tokens;
    this.values = values;
  }

  /**
   * Reads bytes[start, end) into position `index` of the lane, which is NULL there. 'blank': there is nothing but white space.
   * 'failed': nothing was written, `fault` says why. 'read': written, all of it or (when there is a `fault`) what fits.
   */
  read(lane: Lane, index: number, bytes: Uint8Array, start: number, end: number): 'read' | 'blank' | 'failed' {
    const { tokens } = this;
    this.fault = null;
    this.path = [];
    tokens.reset(bytes, start, end);
    const first = tokens.next();
    if (first === END) return 'blank';
    if (first === FAULT) return this.failed();
    const wanted = lane.kind === ARRAY_LANE ? START_ARRAY : START_OBJECT;
    if (lane.kind === ARRAY_LANE && first === START_OBJECT && lane.child?.kind === STRUCT_LANE) return this.wrapped(lane, lane.child, index);
    if (first !== wanted) {
      this.note('shape', `it is ${described(first)}, not ${lane.kind === ARRAY_LANE ? 'an array' : 'an object'}`, start);
      return 'failed';
    }
    const outcome = lane.kind === STRUCT_LANE ? this.object(lane, index) : lane.kind === MAP_LANE ? this.map(lane, index) : this.array(lane, index);
    return outcome === NOT ? this.failed() : 'read';
  }

  private failed(): 'failed' {
    const { tokens } = this;
    if (tokens.faultAt >= 0) this.fault = { kind: 'syntax', reason: tokens.faultReason, at: tokens.faultAt, field: this.fault?.field ?? null };
    this.fault ??= { kind: 'type', reason: 'it does not fit the schema', at: tokens.position, field: null };
    return 'failed';
  }

  /** An object where an ARRAY of STRUCT is wanted is an array of one. */
  private wrapped(lane: Lane, child: Lane, index: number): 'read' | 'failed' {
    const from = child.used;
    if (this.object(child, child.take()) === NOT) return this.failed();
    this.range(lane, index, from, child.used);
    return 'read';
  }

  /** The value of the field, or of the token itself. */
  private convert(lane: Lane, index: number): Outcome {
    let { token } = this.tokens;
    if (token === FIELD_NAME) token = this.tokens.next();
    if (token === NULL_TOKEN || token === END) {
      lane.nulls[index] = 1;
      return FITS;
    }
    if (token === FAULT) return NOT;
    if (lane.kind === STRUCT_LANE && token === START_OBJECT) return this.object(lane, index);
    if (lane.kind === MAP_LANE && token === START_OBJECT) return this.map(lane, index);
    if (lane.kind === ARRAY_LANE && token === START_ARRAY) return this.array(lane, index);
    if (token !== END_OBJECT && token !== END_ARRAY && this.values.write(this.tokens, lane, index)) return FITS;
    if (this.tokens.faultAt < 0) this.mismatch(token, lane.type);
    return NOT;
  }

  private object(lane: Lane, index: number): Outcome {
    const { tokens } = this;
    lane.startStruct(index);
    let outcome: Outcome = FITS;
    for (;;) {
      const token = tokens.next();
      if (token === END_OBJECT || token === END) return outcome;
      if (token === FAULT) return NOT;
      const name = tokens.currentName;
      const f = name === null ? -1 : lane.find(name, 0, name.length);
      if (f < 0) {
        if (tokens.skipChildren() === FAULT) return NOT;
        continue;
      }
      const field = lane.fields[f] as Lane;
      this.path.push(field.name);
      const written = this.convert(field, index);
      this.path.pop();
      if (written === FITS) continue;
      outcome = PARTLY;
      if (written === NOT && tokens.skipChildren() === FAULT) return NOT;
    }
  }

  private array(lane: Lane, index: number): Outcome {
    const child = lane.child as Lane;
    const from = child.used;
    let outcome: Outcome = FITS;
    for (;;) {
      const token = this.tokens.next();
      if (token === FAULT) return NOT;
      if (token === END_ARRAY || token === END) break;
      const written = this.convert(child, child.take());
      if (written === NOT) return NOT;
      if (written === PARTLY) outcome = PARTLY;
    }
    this.range(lane, index, from, child.used);
    return outcome;
  }

  private map(lane: Lane, index: number): Outcome {
    const { tokens } = this;
    const child = lane.child as Lane;
    const keys = lane.keys as Lane;
    const from = child.used;
    let outcome: Outcome = FITS;
    for (;;) {
      const token = tokens.next();
      if (token === FAULT) return NOT;
      if (token === END_OBJECT || token === END) break;
      const name = tokens.currentName ?? new Uint8Array(0);
      const key = keys.take();
      const start = keys.target.size;
      keys.target.pushSlice(name, 0, name.length);
      keys.setMade(key, start);
      const written = this.convert(child, child.take());
      if (written === NOT) return NOT;
      if (written === PARTLY) outcome = PARTLY;
    }
    this.range(lane, index, from, child.used);
    return outcome;
  }

  private range(lane: Lane, index: number, from: number, to: number): void {
    lane.nulls[index] = 0;
    lane.starts[index] = from;
    lane.ends[index] = to;
  }

  private mismatch(token: Token, type: DataType): void {
    const { tokens } = this;
    const scalar = token === STRING_TOKEN || token === INT_TOKEN || token === FLOAT_TOKEN;
    const got = scalar ? shown(tokens, token) : described(token);
    this.note(
      'type',
      `${this.path.join('.') || 'a value'} is ${got}, which is not ${article(formatType(type))}`,
      scalar ? tokens.valueFrom : tokens.position - 1,
    );
  }

  private note(kind: JsonFault['kind'], reason: string, at: number): void {
    this.fault ??= { kind, reason, at, field: this.path.length === 0 ? null : this.path.join('.') };
  }
}

function shown(tokens: JsonTokens, token: Token): string {
  const to = Math.min(tokens.valueTo, tokens.valueFrom + 60);
  const text = `${utf8Slice(tokens.bytes, tokens.valueFrom, to)}${to < tokens.valueTo ? '..' : ''}`;
  return token === STRING_TOKEN ? `the text "${text}"` : text;
}

function described(token: Token): string {
  switch (token) {
    case START_OBJECT:
    case END_OBJECT:
      return 'an object';
    case START_ARRAY:
    case END_ARRAY:
      return 'an array';
    case STRING_TOKEN:
      return 'a text';
    case INT_TOKEN:
    case FLOAT_TOKEN:
      return 'a number';
    case NULL_TOKEN:
      return 'null';
    default:
      return 'true or false';
  }
}

function article(type: string): string {
  return `${/^[AEIO]/.test(type) ? 'an' : 'a'} ${type}`;
}
