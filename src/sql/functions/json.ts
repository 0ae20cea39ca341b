// Functions of JSON texts. What a text may look like, and what of it fits, is decided in src/sql/json.
import type { Column } from '../../columns/column.ts';
import { type DataType, formatType, STRING } from '../../columns/data-type.ts';
import { type Problem, problem } from '../../problem/problem.ts';
import { readPattern } from '../datetime/pattern.ts';
import { PrintFailure } from '../datetime/print-pattern.ts';
import { mustZone, zoneNamed } from '../datetime/zone-names.ts';
import type { Span, Term } from '../expression.ts';
import type { Frame } from '../frame.ts';
import { ARRAY_NOT_OBJECT } from '../json/careful-reader.ts';
import { inferJsonType } from '../json/infer-type.ts';
import { isOptionFault, type JsonReadOptions, readReadOptions, readWriteOptions } from '../json/json-options.ts';
import { JsonReader } from '../json/json-reader.ts';
import type { JsonFault } from '../json/json-syntax.ts';
import { readerTimes } from '../json/reader-times.ts';
import { JsonWriter } from '../json/to-json.ts';
import { parseSchema, parseType } from '../parse-type.ts';
import { eachOf, onlyTexts } from './argument-rules.ts';
import { buildBytes } from './encode.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { asText, slices } from './text-bytes.ts';

const fromJsonExample: FunctionDefinition['example'] = { text: `from_json('{"a": 1, "b": "x"}', 'a INT, b STRING')`, expected: [1, 'x'] };
const toJsonExample: FunctionDefinition['example'] = { text: "to_json(named_struct('a', 1, 'b', 'x'))", expected: '{"a":1,"b":"x"}' };

export const jsonFunctions: readonly FunctionDefinition[] = [
  {
    name: 'from_json',
    group: 'json',
    signatures: [
      'from_json(text STRING, schema STRING) -> STRUCT<>',
      'from_json(text STRING, schema STRING, options MAP<STRING, STRING>) -> STRUCT<>',
    ],
    help: "The JSON text as a STRUCT, ARRAY or MAP of the given schema. What does not fit is NULL: a number in quotes is no number. A column _corrupt_record STRING in the schema takes the text of records that do not fit; map('mode', 'FAILFAST') makes them fail.",
    example: fromJsonExample,
    raises: true,
    refuseTerms: eachOf(onlyTexts('from_json', 0, 0), refuseFromJson),
    typed: (args) => {
      const type = schemaOf(args[1]);
      return typeof type === 'string' ? null : { params: [STRING, STRING, ...args.slice(2).map((arg) => arg.type)], result: type };
    },
    kernel: {
      kind: 'rewrite',
      rewrite: ([text, , options], type, span, terms) => terms.call('.from_json', [text as Term, optionsLiteral(options, span)], type, span),
    },
  },
  {
    name: '.from_json',
    group: 'json',
    signatures: ['.from_json(text STRING, options STRING) -> STRUCT<>'],
    help: 'from_json with its options read.',
    example: fromJsonExample,
    raises: true,
    kernel: { kind: 'strict', make: fromJson },
  },
  {
    name: 'to_json',
    group: 'json',
    signatures: ['to_json(value A) -> STRING', 'to_json(value A, options MAP<STRING, STRING>) -> STRING'],
    help: 'The STRUCT, ARRAY or MAP as JSON text. NULL fields are left out; timestamps are cut to milliseconds.',
    example: toJsonExample,
    raises: true,
    refuseTerms: refuseToJson,
    kernel: {
      kind: 'rewrite',
      rewrite: ([value, options], type, span, terms) => terms.call('.to_json', [value as Term, optionsLiteral(options, span)], type, span),
    },
  },
  {
    name: '.to_json',
    group: 'json',
    signatures: ['.to_json(value A, options STRING) -> STRING'],
    help: 'to_json with its options read.',
    example: toJsonExample,
    raises: true,
    kernel: { kind: 'strict', make: toJson },
  },
  {
    name: 'schema_of_json',
    group: 'json',
    signatures: ['schema_of_json(text STRING) -> STRING'],
    help: 'The schema of a JSON text that is written out, as from_json takes it.',
    example: { text: `schema_of_json('{"a": [1.5], "b": null}')`, expected: 'STRUCT<a: ARRAY<DOUBLE>, b: STRING>' },
    refuseTerms: ([text], span) => {
      if (text?.kind !== 'literal' || text.literal.kind !== 'string') {
        return problem('function/literal', text?.span ?? span, { name: 'schema_of_json', argument: 'text', takes: 'a JSON text' });
      }
      return inferJsonType(text.literal.value) === null
        ? problem('function/argument', text.span, { name: 'schema_of_json', argument: 'text', got: 'not JSON', takes: 'a JSON text' })
        : null;
    },
    kernel: {
      kind: 'rewrite',
      rewrite: ([text], _, span) => {
        const type = text?.kind === 'literal' && text.literal.kind === 'string' ? inferJsonType(text.literal.value) : null;
        return type === null ? null : { kind: 'literal', type: STRING, literal: { kind: 'string', value: formatType(type) }, span };
      },
    },
  },
];

/** The type a schema text names, or why it does not do. */
function schemaOf(term: Term | undefined): DataType | string {
  const text = literalText(term);
  if (text === null) return 'it must be written out';
  if (text.trim() === '') return 'it is empty';
  const whole = parseType(text);
  if (whole.ok) {
    const { kind } = whole.value;
    return kind === 'STRUCT' || kind === 'ARRAY' || kind === 'MAP' ? whole.value : `a record is no ${formatType(whole.value)}`;
  }
  const fields = parseSchema(text);
  return fields.ok ? { kind: 'STRUCT', fields: fields.value } : 'it cannot be read';
}

function literalText(term: Term | undefined): string | null {
  return term?.kind === 'literal' && term.literal.kind === 'string' ? term.literal.value : null;
}

/** What map('mode', 'FAILFAST') says; null when the term says nothing certain. */
function optionTexts(term: Term | undefined): ReadonlyMap<string, string> | null {
  const texts = new Map<string, string>();
  if (term === undefined) return texts;
  if (term.kind !== 'call' || term.name !== 'map') return null;
  for (let i = 0; i + 1 < term.args.length; i += 2) {
    const name = literalText(term.args[i]);
    const value = literalText(term.args[i + 1]);
    if (name === null || value === null) return null;
    texts.set(name, value);
  }
  return texts;
}

function optionsLiteral(options: Term | undefined, span: Span): Term {
  const value = JSON.stringify([...(optionTexts(options) ?? new Map())]);
  return { kind: 'literal', type: STRING, literal: { kind: 'string', value }, span };
}

function textsOf(shape: CallShape): ReadonlyMap<string, string> {
  const literal = shape.literals[1];
  // Written by optionsLiteral.
  return new Map(literal?.kind === 'string' ? (JSON.parse(literal.value) as [string, string][]) : []);
}

function refuseOptions(name: string, options: Term | undefined, read: (texts: ReadonlyMap<string, string>) => object, takes: string): Problem | null {
  if (options === undefined) return null;
  const texts = optionTexts(options);
  if (texts === null) return problem('function/options', options.span, { name, takes });
  const found = read(texts);
  if (isOptionFault(found)) {
    const { option, value } = found;
    if (value === null) return problem('function/option', options.span, { name, option, takes: found.takes });
    return problem('function/option-value', options.span, { name, option, got: value, takes: found.takes });
  }
  const { timeZone } = found as JsonReadOptions;
  if (timeZone !== null && zoneNamed(timeZone) === null) {
    return problem('function/option-value', options.span, { name, option: 'timeZone', got: timeZone, takes: 'a zone such as Europe/Berlin' });
  }
  for (const format of ['dateFormat', 'timestampFormat'] as const) {
    const pattern = (found as JsonReadOptions)[format];
    const parts = pattern === null ? null : readPattern(pattern, name === 'to_json' ? 'print' : 'parse');
    if (parts !== null && !parts.ok) return problem('function/format', options.span, { name, format: pattern ?? '', reason: parts.reason });
  }
  return null;
}

function refuseFromJson(args: readonly Term[], span: Span): Problem | null {
  const [, schema, options] = args;
  const type = schemaOf(schema);
  if (typeof type === 'string') {
    return problem('function/schema', schema?.span ?? span, { name: 'from_json', got: literalText(schema) ?? '..', reason: type });
  }
  const strange = notJson(type);
  if (strange !== null)
    return problem('function/unsupported', schema?.span ?? span, { what: `from_json of ${strange}`, instead: 'STRING in the schema, and a CAST' });
  const corrupt = type.kind === 'STRUCT' ? type.fields.find((field) => field.name === corruptName(options)) : undefined;
  if (corrupt !== undefined && corrupt.type.kind !== 'STRING') {
    return problem('function/schema', schema?.span ?? span, {
      name: 'from_json',
      got: literalText(schema) ?? '',
      reason: `${corrupt.name} must be a STRING`,
    });
  }
  return refuseOptions('from_json', options, readReadOptions, "map('option', 'value')");
}

function corruptName(options: Term | undefined): string {
  const found = readReadOptions(optionTexts(options) ?? new Map());
  return isOptionFault(found) ? '' : found.corruptColumn;
}

/** A type that no JSON value is read as, in words; null when there is none. */
function notJson(type: DataType): string | null {
  switch (type.kind) {
    case 'DAY_TIME':
    case 'YEAR_MONTH':
    case 'VOID':
      return formatType(type);
    case 'ARRAY':
      return notJson(type.element);
    case 'MAP':
      return type.key.kind === 'STRING' ? notJson(type.value) : `a MAP with keys of type ${formatType(type.key)}`;
    case 'STRUCT':
      return type.fields.reduce<string | null>((found, field) => found ?? notJson(field.type), null);
    default:
      return null;
  }
}

function refuseToJson([value, options]: readonly Term[], span: Span): Problem | null {
  const kind = value?.type.kind;
  if (kind !== 'STRUCT' && kind !== 'ARRAY' && kind !== 'MAP') {
    const got = value === undefined ? 'nothing' : formatType(value.type);
    return problem('sql/argument-types', value?.span ?? span, { name: 'to_json', got, takes: 'a STRUCT, ARRAY or MAP' });
  }
  return refuseOptions('to_json', options, readWriteOptions, "map('option', 'value')");
}

function fromJson(shape: CallShape): ColumnKernel {
  const options = readReadOptions(textsOf(shape));
  if (isOptionFault(options)) throw new Error(`The option ${options.option} was checked before`);
  const { type } = shape;
  const corrupt = type.kind === 'STRUCT' ? type.fields.findIndex((field) => field.name === options.corruptColumn) : -1;
  const read: DataType = type.kind === 'STRUCT' && corrupt >= 0 ? { kind: 'STRUCT', fields: type.fields.filter((_, f) => f !== corrupt) } : type;
  let nowMs = 0;
  // A reader learns the order of the fields, so it is kept from batch to batch.
  const readers = new Map<string, JsonReader>();
  const readerIn = (timeZone: string): JsonReader => {
    const known = readers.get(timeZone);
    if (known !== undefined) return known;
    const times = readerTimes(mustZone(timeZone), () => nowMs, options.timestampFormat, options.dateFormat);
    const reader = new JsonReader(read, { times, syntax: options.syntax });
    readers.set(timeZone, reader);
    return reader;
  };
  return ([text], frame) => {
    const column = asText(text);
    nowMs = frame.context.batchTimeMs;
    const reader = readerIn(options.timeZone ?? frame.context.timeZone);
    const bad = corrupt >= 0 ? new Uint8Array(frame.length).fill(1) : null;
    const isStruct = type.kind === 'STRUCT';
    const present = new Uint8Array(frame.length);
    let next = 0;
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      if (frame.isNull(row)) continue;
      for (; next < row; next++) reader.skip();
      next = row + 1;
      const outcome = reader.read(column.bytes, column.starts[row] as number, column.ends[row] as number);
      if (outcome === 'blank') continue;
      present[row] = 1;
      if (outcome === 'fits') continue;
      if (options.failFast) frame.fail(row, failureOf(reader.fault, isStruct), { reason: reader.fault?.reason ?? '' });
      else if (bad !== null) bad[row] = 0;
    }
    for (; next < frame.length; next++) reader.skip();
    const result = reader.finish();
    return isStruct ? withCorrupt(result, type, corrupt, bad, present, column, frame) : masked(result, frame);
  };
}

function failureOf(fault: JsonFault | null, isStruct: boolean): string {
  const isArray = isStruct && fault?.reason === ARRAY_NOT_OBJECT;
  return `MALFORMED_RECORD_IN_PARSING.${isArray ? 'CANNOT_PARSE_JSON_ARRAYS_AS_STRUCTS' : 'WITHOUT_SUGGESTION'}`;
}

/** A STRUCT that could not be read is one of NULLs, unless there was nothing to read. */
function withCorrupt(
  result: Column,
  type: DataType,
  corrupt: number,
  bad: Uint8Array | null,
  present: Uint8Array,
  text: ReturnType<typeof asText>,
  frame: Frame,
): Column {
  if (result.kind !== 'struct') throw new Error(`Not a STRUCT column: ${result.kind}`);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (present[row] === 0 && !frame.isNull(row)) frame.setNull(row);
  }
  const fields = bad === null ? result.fields : result.fields.toSpliced(corrupt, 0, slices(text.bytes, text.starts, text.ends, bad));
  return { ...result, type, nulls: frame.nulls, fields };
}

function masked(result: Column, frame: Frame): Column {
  if (result.nulls !== null) {
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      if (result.nulls[row] === 1 && !frame.isNull(row)) frame.setNull(row);
    }
  }
  return { ...result, nulls: frame.nulls };
}

function toJson(shape: CallShape): ColumnKernel {
  const options = readWriteOptions(textsOf(shape));
  if (isOptionFault(options)) throw new Error(`The option ${options.option} was checked before`);
  return ([value], frame) => {
    const column = value as Column;
    const writer = new JsonWriter(options, mustZone(options.timeZone ?? frame.context.timeZone));
    return buildBytes(
      frame,
      (row, target) => {
        const from = target.size;
        try {
          writer.write(column, row, target);
          return true;
        } catch (error) {
          if (!(error instanceof PrintFailure)) throw error;
          target.size = from;
          frame.fail(row, error.errorClass);
          return false;
        }
      },
      STRING,
    );
  };
}
