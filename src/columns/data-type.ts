// The SQL types the studio computes with, and rows' schemas. Text form is Spark SQL DDL ("ARRAY<STRING>", "k STRING, v INT").
// VOID is the type of a bare NULL and never the type of a stored column.

export type DataType =
  | {
      readonly kind: 'BOOLEAN' | 'TINYINT' | 'SMALLINT' | 'INT' | 'BIGINT' | 'FLOAT' | 'DOUBLE' | 'STRING' | 'BINARY' | 'DATE' | 'TIMESTAMP' | 'VOID';
    }
  | DecimalType
  | DayTimeType
  | YearMonthType
  | { readonly kind: 'ARRAY'; readonly element: DataType }
  | MapType
  | { readonly kind: 'STRUCT'; readonly fields: readonly Field[] };

/** Exact: an integer of at most `precision` digits (1 to 38) over 10^scale, 0 <= scale <= precision. */
export interface DecimalType {
  readonly kind: 'DECIMAL';
  readonly precision: number;
  readonly scale: number;
}

/** A length of time in microseconds. The units only say how it is written. */
export interface DayTimeType {
  readonly kind: 'DAY_TIME';
  readonly from: DayTimeUnit;
  readonly to: DayTimeUnit;
}

/** A number of months. The units only say how it is written. */
export interface YearMonthType {
  readonly kind: 'YEAR_MONTH';
  readonly from: YearMonthUnit;
  readonly to: YearMonthUnit;
}

export interface MapType {
  readonly kind: 'MAP';
  readonly key: DataType;
  readonly value: DataType;
}

export type DayTimeUnit = 'DAY' | 'HOUR' | 'MINUTE' | 'SECOND';
export type YearMonthUnit = 'YEAR' | 'MONTH';

/** Longest unit first. */
export const DAY_TIME_UNITS: readonly DayTimeUnit[] = ['DAY', 'HOUR', 'MINUTE', 'SECOND'];
export const YEAR_MONTH_UNITS: readonly YearMonthUnit[] = ['YEAR', 'MONTH'];

export type TypeKind = DataType['kind'];

/** One named column. All columns are nullable. Names are compared without case, as in Spark; the spelling is kept. */
export interface Field {
  readonly name: string;
  readonly type: DataType;
}

export type Schema = readonly Field[];

export const BOOLEAN: DataType = { kind: 'BOOLEAN' };
export const TINYINT: DataType = { kind: 'TINYINT' };
export const SMALLINT: DataType = { kind: 'SMALLINT' };
export const INT: DataType = { kind: 'INT' };
export const BIGINT: DataType = { kind: 'BIGINT' };
export const FLOAT: DataType = { kind: 'FLOAT' };
export const DOUBLE: DataType = { kind: 'DOUBLE' };
export const STRING: DataType = { kind: 'STRING' };
export const BINARY: DataType = { kind: 'BINARY' };
export const DATE: DataType = { kind: 'DATE' };
export const TIMESTAMP: DataType = { kind: 'TIMESTAMP' };
export const VOID: DataType = { kind: 'VOID' };
export const DAY_TIME: DayTimeType = { kind: 'DAY_TIME', from: 'DAY', to: 'SECOND' };
export const YEAR_MONTH: YearMonthType = { kind: 'YEAR_MONTH', from: 'YEAR', to: 'MONTH' };

export const MAX_PRECISION = 38;

export function arrayOf(element: DataType): DataType {
  return { kind: 'ARRAY', element };
}

export function mapOf(key: DataType, value: DataType): MapType {
  return { kind: 'MAP', key, value };
}

/** @throws Error when there is no such type: precision is 1 to 38 and the scale not above it. */
export function decimalOf(precision: number, scale: number): DecimalType {
  if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) throw new Error(`No type DECIMAL(${precision},${scale})`);
  return { kind: 'DECIMAL', precision, scale };
}

/** The interval type of these units in any case ("DAY", "second"), the longer first; null when there is none. */
export function intervalOf(first: string, last: string): DayTimeType | YearMonthType | null {
  const at = (units: readonly string[]) => [first, last].map((unit) => units.indexOf(unit.toUpperCase())) as [number, number];
  const [day, second] = at(DAY_TIME_UNITS);
  const [from, to] = [DAY_TIME_UNITS[day], DAY_TIME_UNITS[second]];
  if (from !== undefined && to !== undefined) return day <= second ? { kind: 'DAY_TIME', from, to } : null;
  const [year, month] = at(YEAR_MONTH_UNITS);
  const [most, least] = [YEAR_MONTH_UNITS[year], YEAR_MONTH_UNITS[month]];
  return most !== undefined && least !== undefined && year <= month ? { kind: 'YEAR_MONTH', from: most, to: least } : null;
}

/** "ARRAY<STRING>", "STRUCT<start: TIMESTAMP, end: TIMESTAMP>", "DECIMAL(10,2)", "INTERVAL DAY TO SECOND". Field names that need backticks have them. */
export function formatType(type: DataType): string {
  switch (type.kind) {
    case 'ARRAY':
      return `ARRAY<${formatType(type.element)}>`;
    case 'MAP':
      return `MAP<${formatType(type.key)}, ${formatType(type.value)}>`;
    case 'STRUCT':
      return `STRUCT<${type.fields.map((f) => `${quotedIfNeeded(f.name)}: ${formatType(f.type)}`).join(', ')}>`;
    case 'DECIMAL':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'DAY_TIME':
    case 'YEAR_MONTH':
      return type.from === type.to ? `INTERVAL ${type.from}` : `INTERVAL ${type.from} TO ${type.to}`;
    default:
      return type.kind;
  }
}

/** The name as DDL and expressions take it: between backticks unless it is letters, digits and _ and not all digits. */
export function quotedIfNeeded(name: string): string {
  return /^\w+$/.test(name) && !/^\d+$/.test(name) ? name : `\`${name.replaceAll('`', '``')}\``;
}

/** "word STRING, n BIGINT". */
export function formatSchema(schema: Schema): string {
  return schema.map((f) => `${f.name} ${formatType(f.type)}`).join(', ');
}

export function sameType(a: DataType, b: DataType): boolean {
  return a === b || formatType(a).toUpperCase() === formatType(b).toUpperCase();
}

/** A number: an integer of any width, DECIMAL, FLOAT or DOUBLE. */
export function isNumericType(type: DataType): boolean {
  return isIntegerType(type) || isFloatingType(type) || type.kind === 'DECIMAL';
}

export function isIntegerType(type: DataType): boolean {
  return type.kind === 'INT' || type.kind === 'BIGINT' || type.kind === 'SMALLINT' || type.kind === 'TINYINT';
}

/** FLOAT or DOUBLE: a binary fraction, with NaN and -0.0. */
export function isFloatingType(type: DataType): boolean {
  return type.kind === 'DOUBLE' || type.kind === 'FLOAT';
}

/** Whether its values can be compared for order, and so be keys and stand under min and max. A MAP's cannot. */
export function isOrderable(type: DataType): boolean {
  switch (type.kind) {
    case 'MAP':
      return false;
    case 'ARRAY':
      return isOrderable(type.element);
    case 'STRUCT':
      return type.fields.every((field) => isOrderable(field.type));
    default:
      return true;
  }
}

/** Position of the column of that name (case does not count), or -1. */
export function fieldIndex(schema: Schema, name: string): number {
  const wanted = name.toLowerCase();
  return schema.findIndex((f) => f.name.toLowerCase() === wanted);
}
