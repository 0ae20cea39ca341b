// The type of a JSON text, as schema_of_json tells it: integers are BIGINT, or DECIMAL beyond it, other numbers DOUBLE, null is
// STRING, the elements of an array get one type, fields are sorted by name.
import { BIGINT, BOOLEAN, type DataType, DOUBLE, decimalOf, type Field, STRING, VOID } from '../../columns/data-type.ts';
import { fitsBigint } from '../functions/big-lane.ts';
import { READER_SYNTAX } from './json-syntax.ts';
import {
  END_ARRAY,
  END_OBJECT,
  FALSE_TOKEN,
  FAULT,
  FLOAT_TOKEN,
  INT_TOKEN,
  JsonTokens,
  START_ARRAY,
  START_OBJECT,
  STRING_TOKEN,
  TRUE_TOKEN,
} from './json-tokens.ts';

/** null: the text is not JSON. */
export function inferJsonType(text: string): DataType | null {
  const tokens = new JsonTokens(READER_SYNTAX);
  const bytes = new TextEncoder().encode(text);
  tokens.reset(bytes, 0, bytes.length);
  tokens.next();
  const type = infer(tokens);
  return type === null || tokens.faultAt >= 0 ? null : settled(type);
}

function infer(tokens: JsonTokens): DataType | null {
  switch (tokens.token) {
    case STRING_TOKEN:
      return STRING;
    case TRUE_TOKEN:
    case FALSE_TOKEN:
      return BOOLEAN;
    case FLOAT_TOKEN:
      return DOUBLE;
    case INT_TOKEN:
      return integerType(BigInt(tokens.asciiValue()));
    case START_OBJECT:
      return inferObject(tokens);
    case START_ARRAY: {
      let element: DataType = VOID;
      for (let next = tokens.next(); next !== END_ARRAY; next = tokens.next()) {
        const type = next === FAULT ? null : infer(tokens);
        if (type === null) return null;
        element = common(element, type);
      }
      return { kind: 'ARRAY', element };
    }
    default:
      return VOID;
  }
}

function integerType(value: bigint): DataType {
  if (fitsBigint(value)) return BIGINT;
  const digits = String(value < 0n ? -value : value).length;
  return digits <= 38 ? decimalOf(digits, 0) : DOUBLE;
}

function inferObject(tokens: JsonTokens): DataType | null {
  const fields: Field[] = [];
  for (let next = tokens.next(); next !== END_OBJECT; next = tokens.next()) {
    if (next === FAULT) return null;
    const name = new TextDecoder().decode(tokens.currentName ?? new Uint8Array(0));
    if (tokens.next() === FAULT) return null;
    const type = infer(tokens);
    if (type === null) return null;
    fields.push({ name, type });
  }
  return { kind: 'STRUCT', fields: fields.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)) };
}

function common(a: DataType, b: DataType): DataType {
  if (a.kind === 'VOID') return b;
  if (b.kind === 'VOID') return a;
  if (a.kind === 'ARRAY' && b.kind === 'ARRAY') return { kind: 'ARRAY', element: common(a.element, b.element) };
  if (a.kind === 'STRUCT' && b.kind === 'STRUCT') {
    const fields = new Map(a.fields.map((field) => [field.name, field.type]));
    for (const field of b.fields) fields.set(field.name, common(fields.get(field.name) ?? VOID, field.type));
    return { kind: 'STRUCT', fields: [...fields].map(([name, type]) => ({ name, type })).sort((x, y) => (x.name < y.name ? -1 : 1)) };
  }
  if (a.kind === b.kind && a.kind !== 'DECIMAL') return a;
  const numbers = new Set(['BIGINT', 'DOUBLE', 'DECIMAL']);
  if (!numbers.has(a.kind) || !numbers.has(b.kind)) return STRING;
  if (a.kind === 'DOUBLE' || b.kind === 'DOUBLE') return DOUBLE;
  return decimalOf(Math.max(digitsOf(a), digitsOf(b)), 0);
}

function digitsOf(type: DataType): number {
  return type.kind === 'DECIMAL' ? type.precision : 20;
}

/** What is only null is STRING. */
function settled(type: DataType): DataType {
  switch (type.kind) {
    case 'VOID':
      return STRING;
    case 'ARRAY':
      return { kind: 'ARRAY', element: settled(type.element) };
    case 'STRUCT':
      return { kind: 'STRUCT', fields: type.fields.map((field) => ({ name: field.name, type: settled(field.type) })) };
    default:
      return type;
  }
}
