import type { Schema } from '../columns/data-type.ts';

/** The columns of a row under a prefix, as expressions over several rows see them: "l.k STRING, l.v INT". */
export function prefixedFields(prefix: string, columns: Schema): Schema {
  return columns.map((field) => ({ name: `${prefix}.${field.name}`, type: field.type }));
}
