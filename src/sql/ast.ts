// What was written, before names and types are known. A closed union; every node has its span in the text. Made only by
// `parseExpression`, read by the checker and by what an editor shows.
import type { Span } from './expression.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | 'div' | '||' | '&' | '|' | '^' | '<<' | '>>' | '>>>';
export type CompareOperator = '=' | '<>' | '<' | '<=' | '>' | '>=' | '<=>';

/** INTERVAL -1 DAY: '1', negative, 'DAY', null. `value` is a number as written, or the text between quotes. No unit: INTERVAL '1 day'. */
export interface IntervalPart {
  readonly value: string;
  readonly negative: boolean;
  readonly unit: string | null;
  /** The second unit of DAY TO SECOND. */
  readonly toUnit: string | null;
}

interface Node {
  readonly span: Span;
}

export type Ast =
  | (Node & { readonly kind: 'null' })
  | (Node & { readonly kind: 'boolean'; readonly value: boolean })
  /** As written, with a directly preceding minus sign: "42", "3000000000L", "-1.5D". */
  | (Node & { readonly kind: 'number'; readonly text: string })
  | (Node & { readonly kind: 'string'; readonly value: string })
  /** DATE'2024-02-29': the type word in upper case, and the text. */
  | (Node & { readonly kind: 'typed'; readonly type: string; readonly value: string })
  | (Node & { readonly kind: 'interval'; readonly parts: readonly IntervalPart[] })
  | (Node & { readonly kind: 'column'; readonly name: string })
  | (Node & { readonly kind: 'field'; readonly base: Ast; readonly name: string; readonly nameSpan: Span })
  | (Node & { readonly kind: 'subscript'; readonly base: Ast; readonly index: Ast })
  | (Node & { readonly kind: 'row'; readonly values: readonly Ast[] })
  | (Node & {
      readonly kind: 'call';
      readonly name: string;
      readonly nameSpan: Span;
      readonly args: readonly Ast[];
      readonly star: boolean;
      readonly distinct: boolean;
      readonly filter: Ast | null;
      /** WITHIN GROUP (ORDER BY ..) behind it. */
      readonly within?: { readonly order: Ast; readonly descending: boolean };
      /** IGNORE NULLS behind it. */
      readonly ignoreNulls?: true;
    })
  | (Node & { readonly kind: 'unary'; readonly operator: '-' | '+' | '~' | 'NOT'; readonly operand: Ast })
  | (Node & { readonly kind: 'arithmetic'; readonly operator: ArithmeticOperator; readonly left: Ast; readonly right: Ast })
  | (Node & { readonly kind: 'compare'; readonly operator: CompareOperator; readonly left: Ast; readonly right: Ast })
  | (Node & { readonly kind: 'logic'; readonly operator: 'AND' | 'OR'; readonly left: Ast; readonly right: Ast })
  | (Node & { readonly kind: 'between'; readonly operand: Ast; readonly low: Ast; readonly high: Ast; readonly negated: boolean })
  | (Node & { readonly kind: 'in'; readonly operand: Ast; readonly options: readonly Ast[]; readonly negated: boolean })
  | (Node & {
      readonly kind: 'match';
      readonly operator: 'LIKE' | 'ILIKE' | 'RLIKE';
      readonly operand: Ast;
      readonly pattern: Ast;
      readonly escape: Ast | null;
      readonly negated: boolean;
    })
  | (Node & { readonly kind: 'is'; readonly operand: Ast; readonly what: 'NULL' | 'TRUE' | 'FALSE' | 'UNKNOWN'; readonly negated: boolean })
  | (Node & { readonly kind: 'distinct'; readonly left: Ast; readonly right: Ast; readonly negated: boolean })
  | (Node & {
      readonly kind: 'case';
      readonly operand: Ast | null;
      readonly branches: readonly { readonly when: Ast; readonly then: Ast }[];
      readonly otherwise: Ast | null;
    })
  /** `type` is DDL text at `typeSpan`; `parseType` knows what it means. */
  | (Node & { readonly kind: 'cast'; readonly operand: Ast; readonly type: string; readonly typeSpan: Span; readonly safe: boolean })
  /** x -> x + 1, (acc, x) -> acc + x: only an argument of a call. */
  | (Node & { readonly kind: 'lambda'; readonly parameters: readonly { readonly name: string; readonly span: Span }[]; readonly body: Ast })
  /** value AS name: only an argument of a call. */
  | (Node & { readonly kind: 'named'; readonly value: Ast; readonly name: string })
  /** A form of Spark SQL this build reads but has no meaning for, named in words. */
  | (Node & { readonly kind: 'unsupported'; readonly what: string });
