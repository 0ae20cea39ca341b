// What the plain field and the editor of an expression have in common: both are the same control to whoever uses it, and the second
// takes the place of the first as soon as its code has come.
import type { DataType, Schema } from '../../../columns/data-type.ts';
import type { Problem } from '../../../problem/problem.ts';
import type { ControlIds } from './Field.tsx';

export interface ExpressionInputProps {
  readonly ids: ControlIds;
  readonly label: string;
  readonly value: string;
  /** With offsets into the value where they have a place. */
  readonly problems: readonly Problem[];
  readonly columns: Schema;
  /** The type it should have, when the field wants one: what fits comes first among the completions. */
  readonly wanted?: DataType;
  /** Whether it takes an aggregate call. */
  readonly aggregates: boolean;
  readonly editable: boolean;
  readonly onChange: (text: string) => void;
  readonly onLeave: () => void;
}

/** The expression that had the focus last and is still there: where the reference inserts a call. */
export const activeEditor: { current: null | { readonly insert: (name: string) => void } } = { current: null };

/** The plain field that had the focus as it went, and what was marked in it: the editor that takes its place goes on there. */
export const plainFocus: { current: null | { readonly id: string; readonly from: number; readonly to: number } } = { current: null };
