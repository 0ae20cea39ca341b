// One function or operator of the language, in one value: name, types, help, an example that a test runs, and the kernel.
// The checker, the evaluator, the editor and the documentation follow from it.
import type { PlainValue } from '../../columns/build.ts';
import type { Column } from '../../columns/column.ts';
import type { DataType } from '../../columns/data-type.ts';
import type { Problem } from '../../problem/problem.ts';
import type { ArithmeticOperator } from '../ast.ts';
import type { Evaluator } from '../batch.ts';
import type { Literal, Span, Term } from '../expression.ts';
import type { Frame } from '../frame.ts';
import type { TermBuilder } from '../term-builder.ts';
import type { LambdaRule } from './lambda.ts';

export type FunctionGroup =
  | 'logic'
  | 'compare'
  | 'arithmetic'
  | 'math'
  | 'conditional'
  | 'string'
  | 'pattern'
  | 'cast'
  | 'datetime'
  | 'interval'
  | 'window'
  | 'array'
  | 'map'
  | 'struct'
  | 'json'
  | 'hash'
  | 'binary';

/** What a kernel knows when an expression is compiled, before any row. */
export interface CallShape {
  readonly type: DataType;
  readonly argTypes: readonly DataType[];
  /** The value of an argument that is a literal, else null. */
  readonly literals: readonly (Literal | null)[];
  readonly span: Span;
}

/**
 * Caller owes: argument columns of the shape's types and of the frame's length, valid at the frame's rows. You get: a
 * column of the shape's type and the frame's length, right at the frame's rows, safe to read everywhere; it may share
 * buffers with the arguments, which are never written to. A row that has no value goes through `frame.fail`.
 */
export type ColumnKernel = (args: readonly Column[], frame: Frame) => Column;

export type Kernel =
  /** NULL for a row in which any argument is NULL; `frame.nulls` says where. Arguments are computed from left to right (`rightFirst`: the other way) and only while no one is NULL. */
  | { readonly kind: 'strict'; readonly rightFirst?: boolean; readonly make: (shape: CallShape) => ColumnKernel }
  /** Sees NULL arguments; `frame.nulls` is null at first. All arguments are computed. */
  | { readonly kind: 'whole'; readonly make: (shape: CallShape) => ColumnKernel }
  /** Decides itself for which rows an argument is computed. */
  | { readonly kind: 'lazy'; readonly make: (shape: CallShape, args: readonly Evaluator[]) => Evaluator }
  /** Written out as other terms by the checker, and never seen by the evaluator. null: the types do not go together. */
  | {
      readonly kind: 'rewrite';
      readonly rewrite: (args: readonly Term[], type: DataType, span: Span, terms: TermBuilder) => Term | null;
    };

export interface FunctionDefinition {
  /** Canonical: what a call term names. */
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly group: FunctionGroup;
  /**
   * Overloads, best first: "substring(text STRING, start INT, length INT) -> STRING". Types are DDL, or N (a number; one
   * common type), S (any; one common type, no STRING gives way), E and F (the same, widened without loss only), Q (what is compared), T or another letter (any; one common type, a STRING
   * gives way), and nests such as ARRAY<T> and MAP<K, V>. "values T..." takes one or more.
   */
  readonly signatures: readonly string[];
  /** The types of a call when signatures cannot tell them (a STRUCT's follow from literal names); null when they do not fit. */
  readonly typed?: (args: readonly Term[]) => { readonly params: readonly DataType[]; readonly result: DataType } | null;
  /**
   * The operator also means this function where the types of two operands fit it and are not two numbers: date_add is what + means
   * for a DATE and an INT. Definitions are tried in the order of the library; what signatures would cast
   * implicitly does not fit here, and `typed` decides on its own.
   */
  readonly operator?: ArithmeticOperator;
  /** It takes functions; the rule says of which variables. */
  readonly lambdas?: LambdaRule;
  /** How it is written when not called by name: "left + right". */
  readonly written?: string;
  readonly help: string;
  /** `text` has no columns; `expected` is a plain value (columns/build.ts). */
  readonly example: { readonly text: string; readonly expected: PlainValue };
  /** Where the answer is not Spark's, and why; for the reference. */
  readonly difference?: string;
  /** A STRING that cannot be read as the type it is cast to is NULL, not an error. */
  readonly triesCasts?: true;
  /** Some rows can fail. */
  readonly raises?: boolean;
  /** A call of the right types that still makes no sense (a pattern that cannot be read). `spans` are those of the arguments. */
  readonly refuse?: (shape: CallShape, spans: readonly Span[]) => Problem | null;
  /** The same before types are looked at, for calls whose types follow from what the arguments say (a schema in a text). */
  readonly refuseTerms?: (args: readonly Term[], span: Span) => Problem | null;
  readonly kernel: Kernel;
}
