// Recorded batches: the rows each source gave for each batch time, as a file. Parsed once, here, against the schemas of the
// pipeline's sources, into rows that cannot be wrong. Values are those of the golden cases (columns/build.ts).
import { columnFromValues, type PlainValue, rowsFromValues, valueAt } from '../columns/build.ts';
import type { Rows } from '../columns/column.ts';
import { type DataType, formatType, type Schema } from '../columns/data-type.ts';
import { formatDate, formatTimestamp, parseDate, parseTimestamp } from '../columns/time.ts';
import type { AppliedPipeline } from '../plan/applied-pipeline.ts';
import { CommandError } from './command.ts';

export interface RecordedBatches {
  /** Epoch milliseconds; the first batch ends one interval after it. */
  readonly startMs: number;
  /** Rows of every source of the pipeline, by operator id, for each batch in order. */
  readonly batches: readonly ReadonlyMap<string, Rows>[];
}

const FORM = '{"startTime":0,"batches":[{"lines-7f3a":[["a b"]]}]}';

/** The pipeline with every source live: its rows come from a recording and are logged as rows before they run. */
export function asRecorded(applied: AppliedPipeline): AppliedPipeline {
  const nodes = applied.plan.nodes.map((node) => (node.kind === 'source' ? { ...node, source: { kind: 'live' } as const } : node));
  return { ...applied, plan: { ...applied.plan, nodes } };
}

/** @throws CommandError that names batch, source, row and column. */
export function parseRecordedBatches(text: string, path: string, applied: AppliedPipeline): RecordedBatches {
  const root = parseJson(text, path);
  if (!isObject(root) || !Array.isArray(root['batches'])) throw new CommandError(`"${path}" has no list "batches".`, `The form is ${FORM}`);
  const unknown = Object.keys(root).filter((key) => key !== 'startTime' && key !== 'batches');
  if (unknown.length > 0) throw new CommandError(`"${path}" has "${unknown[0]}", which is not known.`, `The form is ${FORM}`);
  const startMs = parseStart(root['startTime'] ?? 0, path, applied.plan.batchIntervalMs);
  const schemas = new Map(applied.plan.nodes.flatMap((node) => (node.kind === 'source' ? [[node.operatorId, node.output.columns] as const] : [])));
  const batches = root['batches'].map((batch: unknown, i) => parseBatch(batch, `Batch ${i + 1} of "${path}"`, schemas));
  return { startMs, batches };
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`"${path}" is not JSON: ${error instanceof Error ? error.message : String(error)}.`, `The form is ${FORM}`);
  }
}

function parseStart(value: unknown, path: string, intervalMs: number): number {
  const ms = typeof value === 'string' && isTimestamp(value) ? parseTimestamp(value) / 1000 : value;
  if (typeof ms !== 'number' || !Number.isSafeInteger(ms) || ms < 0) {
    throw new CommandError(
      `"startTime" of "${path}" is ${shown(value)}.`,
      'Give epoch milliseconds, or a timestamp like "2024-02-29T12:00:00.000000Z".',
    );
  }
  if (ms % intervalMs !== 0)
    throw new CommandError(
      `"startTime" of "${path}" is ${ms}, which is not on the grid of batch times.`,
      `Use a multiple of the batch interval, ${intervalMs} ms.`,
    );
  return ms;
}

function parseBatch(batch: unknown, where: string, schemas: ReadonlyMap<string, Schema>): ReadonlyMap<string, Rows> {
  if (!isObject(batch)) throw new CommandError(`${where} is ${shown(batch)}, not an object of sources.`, `The form is ${FORM}`);
  for (const id of Object.keys(batch)) {
    if (!schemas.has(id))
      throw new CommandError(`${where} has rows for "${id}", which is no source of the pipeline.`, `Its sources: ${[...schemas.keys()].join(', ')}.`);
  }
  return new Map([...schemas].map(([id, schema]) => [id, parseRows(batch[id] ?? [], `${where}, source "${id}"`, schema)]));
}

function parseRows(value: unknown, where: string, schema: Schema): Rows {
  if (!Array.isArray(value))
    throw new CommandError(
      `${where} has ${shown(value)}, not a list of rows.`,
      'Give each row as a list of its values, in the order of the columns.',
    );
  const rows = value.map((row: unknown, r) => {
    const names = schema.map((field) => `${field.name} ${formatType(field.type)}`).join(', ');
    if (!Array.isArray(row) || row.length !== schema.length) {
      throw new CommandError(
        `${where}, row ${r + 1} is ${shown(row)}.`,
        `Give a list of ${schema.length === 1 ? '1 value' : `${schema.length} values`}: ${names}.`,
      );
    }
    return schema.map((field, c) => parseValue(row[c], field.type, `${where}, row ${r + 1}, column ${field.name}`));
  });
  return rowsFromValues(schema, rows);
}

function parseValue(value: unknown, type: DataType, where: string): PlainValue {
  if (value === null) return null;
  const fitting = fitted(value, type, where);
  if (fitting === undefined)
    throw new CommandError(`${where} is ${shown(value)}, which is no ${formatType(type)}.`, `Give ${EXAMPLES[type.kind]}, or null.`);
  return fitting;
}

const EXAMPLES: { readonly [K in DataType['kind']]: string } = {
  BOOLEAN: 'true or false',
  TINYINT: 'a whole number from -128 to 127',
  SMALLINT: 'a whole number from -32768 to 32767',
  INT: 'a whole number of 32 bits',
  BIGINT: 'a whole number, as text beyond 9007199254740991',
  FLOAT: 'a number, "NaN", "Infinity", "-Infinity" or "-0.0"',
  DECIMAL: 'a number as text with all its digits, like "1.50"',
  DOUBLE: 'a number, "NaN", "Infinity", "-Infinity" or "-0.0"',
  STRING: 'a text',
  BINARY: 'bytes as lower-case hex, like "0aff"',
  DATE: 'a day like "2024-02-29"',
  TIMESTAMP: 'a time like "2024-02-29T12:00:00.000000Z"',
  DAY_TIME: 'a length like "INTERVAL \'1 02:00:00\' DAY TO SECOND"',
  YEAR_MONTH: 'a length like "INTERVAL \'1-2\' YEAR TO MONTH"',
  VOID: 'null',
  ARRAY: 'a list',
  MAP: 'a list of [key, value] lists',
  STRUCT: 'a list of the fields in order',
};

/** The value if it has the type, else undefined. */
function fitted(value: unknown, type: DataType, where: string): PlainValue | undefined {
  switch (type.kind) {
    case 'BOOLEAN':
      return typeof value === 'boolean' ? value : undefined;
    case 'INT':
      return typeof value === 'number' && (value | 0) === value ? value : undefined;
    case 'SMALLINT':
      return typeof value === 'number' && (value << 16) >> 16 === value ? value : undefined;
    case 'TINYINT':
      return typeof value === 'number' && (value << 24) >> 24 === value ? value : undefined;
    case 'BIGINT':
      return fitBigint(value);
    case 'DECIMAL':
    case 'BINARY':
    case 'DAY_TIME':
    case 'YEAR_MONTH':
      return typeof value === 'string' && readsBack(value, type) ? value : undefined;
    case 'MAP':
      if (!Array.isArray(value)) return undefined;
      return value.map((entry: unknown, i) => {
        if (!Array.isArray(entry) || entry.length !== 2)
          throw new CommandError(`${where}[${i}] is no [key, value].`, 'Give each entry as a list of two.');
        return [parseValue(entry[0], type.key, `${where}[${i}][0]`), parseValue(entry[1], type.value, `${where}[${i}][1]`)];
      });
    case 'FLOAT':
    case 'DOUBLE':
      return typeof value === 'number' || value === 'NaN' || value === 'Infinity' || value === '-Infinity' || value === '-0.0' ? value : undefined;
    case 'STRING':
      return typeof value === 'string' ? value : undefined;
    case 'DATE':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && formatDate(parseDate(value)) === value ? value : undefined;
    case 'TIMESTAMP':
      return typeof value === 'string' && isTimestamp(value) ? value : undefined;
    case 'ARRAY':
      return Array.isArray(value) ? value.map((element: unknown, i) => parseValue(element, type.element, `${where}[${i}]`)) : undefined;
    case 'STRUCT':
      if (!Array.isArray(value) || value.length !== type.fields.length) return undefined;
      return type.fields.map((field, i) => parseValue(value[i], field.type, `${where}.${field.name}`));
    case 'VOID':
      return undefined;
  }
}

/** Whether the text is the plain form of a value of the type. */
function readsBack(text: string, type: DataType): boolean {
  try {
    return valueAt(columnFromValues(type, [text]), 0) === text;
  } catch {
    return false;
  }
}

function fitBigint(value: unknown): PlainValue | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== 'string' || !/^-?\d{1,19}$/.test(value)) return undefined;
  const whole = BigInt(value);
  return BigInt.asIntN(64, whole) === whole ? value : undefined;
}

function isTimestamp(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/.test(text) && formatTimestamp(parseTimestamp(text)) === text;
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
