// A checked expression: names resolved to positions, types known, casts made visible as calls. Plain data, so a plan can
// be compared and stored. Made only by `checkExpression`; evaluated by `compileExpression`. `text` is the Spark SQL the
// user wrote and is what documents, exports and state shapes show.
import type { DataType } from '../columns/data-type.ts';

/** Where a term stands in the text, in UTF-16 offsets; errors of values point back to it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type Literal =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** Integers, FLOAT, DOUBLE, DATE (days), TIMESTAMP and DAY_TIME (microseconds), YEAR_MONTH (months), DECIMAL (the unscaled integer); integers within the safe range. */
  | { readonly kind: 'number'; readonly value: number }
  /** The same beyond the safe range, in decimal digits. */
  | { readonly kind: 'bigint'; readonly value: string }
  | { readonly kind: 'string'; readonly value: string }
  /** BINARY, as lower-case hex. */
  | { readonly kind: 'binary'; readonly value: string };

export type Term =
  | { readonly kind: 'literal'; readonly type: DataType; readonly literal: Literal; readonly span: Span }
  /** `variable`: no column of the input but a variable of a lambda, which stands behind them. */
  | { readonly kind: 'column'; readonly type: DataType; readonly index: number; readonly name: string; readonly variable?: true; readonly span: Span }
  /** A function or operator of the library by its canonical name; overload chosen, arguments cast to it. */
  | { readonly kind: 'call'; readonly type: DataType; readonly name: string; readonly args: readonly Term[]; readonly span: Span }
  /** CASE WHEN, and `if`: lazy, the first TRUE branch wins. `otherwise` NULL literal when there is no ELSE. */
  | {
      readonly kind: 'case';
      readonly type: DataType;
      readonly branches: readonly { readonly when: Term; readonly then: Term }[];
      readonly otherwise: Term;
      readonly span: Span;
    };

export interface Expression {
  readonly text: string;
  readonly type: DataType;
  readonly root: Term;
}
