// What every control of the form is given, and how it writes.
import type { Schema } from '../../../columns/data-type.ts';
import type { ParamField } from '../../../operators/operator-definition.ts';
import type { OperatorId } from '../../../pipeline/document.ts';
import { setParam } from '../../../pipeline/edits.ts';
import type { Json } from '../../../problem/json.ts';
import type { Problem } from '../../../problem/problem.ts';
import { edit, typeInto } from '../../store/document-store.ts';

export interface FieldProps<F extends ParamField> {
  readonly operatorId: OperatorId;
  readonly field: F;
  /** As the document has it; undefined when it is not set, and the default holds. */
  readonly value: Json | undefined;
  /** Those of this field. */
  readonly problems: readonly Problem[];
  /** The columns its expressions see. */
  readonly columns: Schema;
  readonly editable: boolean;
}

export type FieldOf<K extends ParamField['kind']> = Extract<ParamField, { readonly kind: K }>;

/** Part of the undo step of this visit to the field. */
export function writeTyping({ operatorId, field }: Pick<FieldProps<ParamField>, 'operatorId' | 'field'>, value: Json | undefined): void {
  typeInto(`param:${operatorId}:${field.name}`, (document) => setParam(document, operatorId, field.name, value));
}

/** An undo step of its own: a choice, an entry added or removed. */
export function writeChoice({ operatorId, field }: Pick<FieldProps<ParamField>, 'operatorId' | 'field'>, value: Json | undefined): void {
  edit((document) => setParam(document, operatorId, field.name, value));
}

export function textValue({ value, field }: Pick<FieldProps<ParamField>, 'value' | 'field'>): string {
  if (typeof value === 'string') return value;
  return value === undefined && typeof field.default === 'string' ? field.default : '';
}
