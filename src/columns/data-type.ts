// The SQL types the studio computes with, and rows' schemas. Text form is Spark SQL DDL ("ARRAY<STRING>", "k STRING, v INT").
// VOID is the type of a bare NULL and never the type of a stored column.

export type DataType =
  | { readonly kind: 'BOOLEAN' | 'INT' | 'BIGINT' | 'DOUBLE' | 'STRING' | 'DATE' | 'TIMESTAMP' | 'VOID' }
  | { readonly kind: 'ARRAY'; readonly element: DataType }
  | { readonly kind: 'STRUCT'; readonly fields: readonly Field[] };

export type TypeKind = DataType['kind'];

/** One named column. All columns are nullable. Names are compared without case, as in Spark; the spelling is kept. */
export interface Field {
  readonly name: string;
  readonly type: DataType;
}

export type Schema = readonly Field[];

export const BOOLEAN: DataType = { kind: 'BOOLEAN' };
export const INT: DataType = { kind: 'INT' };
export const BIGINT: DataType = { kind: 'BIGINT' };
export const DOUBLE: DataType = { kind: 'DOUBLE' };
export const STRING: DataType = { kind: 'STRING' };
export const DATE: DataType = { kind: 'DATE' };
export const TIMESTAMP: DataType = { kind: 'TIMESTAMP' };
export const VOID: DataType = { kind: 'VOID' };
export function arrayOf(element: DataType): DataType {
  return { kind: 'ARRAY', element };
}

/** "ARRAY<STRING>", "STRUCT<start: TIMESTAMP, end: TIMESTAMP>". */
export function formatType(type: DataType): string {
  switch (type.kind) {
    case 'ARRAY':
      return `ARRAY<${formatType(type.element)}>`;
    case 'STRUCT':
      return `STRUCT<${type.fields.map((f) => `${f.name}: ${formatType(f.type)}`).join(', ')}>`;
    default:
      return type.kind;
  }
}

/** "word STRING, n BIGINT". */
export function formatSchema(schema: Schema): string {
  return schema.map((f) => `${f.name} ${formatType(f.type)}`).join(', ');
}

export function sameType(a: DataType, b: DataType): boolean {
  return formatType(a).toUpperCase() === formatType(b).toUpperCase();
}

/** Position of the column of that name (case does not count), or -1. */
export function fieldIndex(schema: Schema, name: string): number {
  const wanted = name.toLowerCase();
  return schema.findIndex((f) => f.name.toLowerCase() === wanted);
}
