// What the members of JSON records are: a tree of names with the kinds of their values. Objects are looked into, so that each value
// in them can be a column; lists of one kind become ARRAY.
import { arrayOf, BIGINT, BOOLEAN, type DataType, DOUBLE, STRING } from '../../columns/data-type.ts';
import { READER_SYNTAX } from '../../sql/json/json-syntax.ts';
import {
  END,
  END_ARRAY,
  END_OBJECT,
  FALSE_TOKEN,
  FAULT,
  FIELD_NAME,
  FLOAT_TOKEN,
  INT_TOKEN,
  JsonTokens,
  NULL_TOKEN,
  START_ARRAY,
  START_OBJECT,
  STRING_TOKEN,
  type Token,
  TRUE_TOKEN,
} from '../../sql/json/json-tokens.ts';
import { MAX_COLUMNS } from './guess-csv.ts';

export interface JsonShape {
  texts: number;
  wholes: number;
  fractions: number;
  truths: number;
  nulls: number;
  objects: number;
  lists: number;
  readonly members: Map<string, JsonShape>;
  element: JsonShape | null;
}

export interface JsonLeaf {
  readonly path: readonly string[];
  readonly shape: JsonShape;
}

const MAX_DEPTH = 4;
const MAX_NESTING = 60;
const decoder = new TextDecoder();

export function emptyShape(): JsonShape {
  return { texts: 0, wholes: 0, fractions: 0, truths: 0, nulls: 0, objects: 0, lists: 0, members: new Map(), element: null };
}

/** Adds records to a shape, one after another. */
export class JsonLook {
  readonly shape = emptyShape();
  /** Records that are objects and whole. */
  objects = 0;
  /** Records that are JSON, of any kind. */
  valid = 0;
  private readonly tokens = new JsonTokens(READER_SYNTAX);
  private names = 0;

  /** Whether more members came than are looked at. */
  get isCut(): boolean {
    return this.names > MAX_COLUMNS;
  }

  add(bytes: Uint8Array, start: number, end: number): void {
    const { tokens } = this;
    tokens.reset(bytes, start, end);
    const first = tokens.next();
    if (first === FAULT || first === END) return;
    const record = emptyShape();
    if (!this.value(first, record, 0)) return;
    // Anything behind the value is no part of a record that is whole.
    if (tokens.next() !== END) return;
    this.valid++;
    if (first === START_OBJECT) this.objects++;
    this.merge(this.shape, record);
  }

  private value(token: Token, shape: JsonShape, depth: number): boolean {
    const { tokens } = this;
    switch (token) {
      case STRING_TOKEN:
        shape.texts++;
        return true;
      case INT_TOKEN:
        shape.wholes++;
        return true;
      case FLOAT_TOKEN:
        shape.fractions++;
        return true;
      case TRUE_TOKEN:
      case FALSE_TOKEN:
        shape.truths++;
        return true;
      case NULL_TOKEN:
        shape.nulls++;
        return true;
      case START_OBJECT:
        shape.objects++;
        return depth > MAX_NESTING ? tokens.skipChildren() !== FAULT : this.object(shape, depth);
      case START_ARRAY: {
        shape.lists++;
        if (depth > MAX_NESTING) return tokens.skipChildren() !== FAULT;
        shape.element ??= emptyShape();
        for (let next = tokens.next(); next !== END_ARRAY; next = tokens.next())
          if (next === FAULT || !this.value(next, shape.element, depth + 1)) return false;
        return true;
      }
      default:
        return false;
    }
  }

  private object(shape: JsonShape, depth: number): boolean {
    const { tokens } = this;
    for (let token = tokens.next(); token !== END_OBJECT; token = tokens.next()) {
      if (token !== FIELD_NAME) return false;
      const name = decoder.decode(tokens.currentName ?? new Uint8Array(0));
      const known = shape.members.get(name) ?? emptyShape();
      shape.members.set(name, known);
      const next = tokens.next();
      if (next === FAULT || !this.value(next, known, depth + 1)) return false;
    }
    return true;
  }

  private merge(into: JsonShape, from: JsonShape): void {
    into.texts += from.texts;
    into.wholes += from.wholes;
    into.fractions += from.fractions;
    into.truths += from.truths;
    into.nulls += from.nulls;
    into.objects += from.objects;
    into.lists += from.lists;
    for (const [name, member] of from.members) {
      let known = into.members.get(name);
      if (known === undefined) {
        this.names++;
        if (this.isCut) continue;
        known = emptyShape();
        into.members.set(name, known);
      }
      this.merge(known, member);
    }
    if (from.element !== null) {
      into.element ??= emptyShape();
      this.merge(into.element, from.element);
    }
  }
}

/** The values that can be columns, in the order in which they were first seen. An object that is always one is looked into. */
export function leavesOf(shape: JsonShape, path: readonly string[] = []): readonly JsonLeaf[] {
  const leaves: JsonLeaf[] = [];
  for (const [name, member] of shape.members) {
    const at = [...path, name];
    const onlyObjects = member.objects > 0 && member.texts + member.wholes + member.fractions + member.truths + member.lists === 0;
    if (onlyObjects && member.members.size > 0 && at.length < MAX_DEPTH) leaves.push(...leavesOf(member, at));
    else leaves.push({ path: at, shape: member });
  }
  return leaves;
}

/** The type of an element of a list, or of a member within one. */
export function shapeType(shape: JsonShape): DataType {
  const { texts, wholes, fractions, truths, objects, lists } = shape;
  const kinds = [texts, wholes + fractions, truths, objects, lists].filter((count) => count > 0).length;
  if (kinds !== 1 || texts > 0) return STRING;
  if (fractions > 0) return DOUBLE;
  if (wholes > 0) return BIGINT;
  if (truths > 0) return BOOLEAN;
  if (lists > 0) return arrayOf(shape.element === null ? STRING : shapeType(shape.element));
  const names = [...shape.members.keys()];
  const distinct = new Set(names.map((name) => name.toLowerCase()));
  if (names.length === 0 || distinct.size < names.length || names.length > 100) return STRING;
  return { kind: 'STRUCT', fields: [...shape.members].map(([name, member]) => ({ name, type: shapeType(member) })) };
}
