// One palette operator: all the studio, the validator and the lowering know of it, in one value from one file. Palette,
// form, help, JSON Schema, contract tests and (later) export follow from it.
import type { Json } from '../problem/json.ts';
import type { Result } from '../problem/problem.ts';
import type { LoweredOperator, LoweringContext } from './lowering-context.ts';

export type OperatorFamily = 'source' | 'transform' | 'window' | 'join' | 'sink';

export interface PortDefinition {
  readonly id: string;
  readonly label: string;
  /** Takes any number of edges (union). Otherwise an input takes one. */
  readonly many?: boolean;
  /** Is there only while that param has that value. Absent: always. */
  readonly when?: { readonly param: string; readonly value: string };
}

interface FieldBase {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  /** A field without a default must be set by the user. */
  readonly default?: Json;
  readonly optional?: boolean;
  /** Can change during a run without an edit being applied: it does not touch the plan (a source's rate). */
  readonly live?: boolean;
}

/** What a parameter is; the inspector has one control for each kind, the validator one schema. */
export type ParamField =
  | (FieldBase & { readonly kind: 'text'; readonly placeholder?: string })
  | (FieldBase & { readonly kind: 'integer'; readonly min: number; readonly max: number; readonly unit?: string })
  /** Drawn as a dial on a log scale. */
  | (FieldBase & { readonly kind: 'rate'; readonly min: number; readonly max: number })
  | (FieldBase & { readonly kind: 'choice'; readonly options: readonly { readonly value: string; readonly label: string; readonly help?: string }[] })
  /** Spark interval text. */
  | (FieldBase & { readonly kind: 'duration' })
  /** Spark SQL over the input's columns; `wants` names the type the checker demands, if one. */
  | (FieldBase & { readonly kind: 'expression'; readonly wants?: 'BOOLEAN' | 'ARRAY' })
  /** Name of a new column. */
  | (FieldBase & { readonly kind: 'name' })
  /** One column of the input, by name. `numeric`: INT, BIGINT or DOUBLE only. */
  | (FieldBase & { readonly kind: 'column'; readonly numeric?: boolean })
  /** List of group keys: column names, or "expression AS name". */
  | (FieldBase & { readonly kind: 'keys' })
  /** Map from new column name to expression. */
  | (FieldBase & { readonly kind: 'expressions' })
  /** Map from new column name to aggregate call. */
  | (FieldBase & { readonly kind: 'aggregates' })
  /** Map from name to type, as "n: BIGINT". */
  | (FieldBase & { readonly kind: 'types' })
  /** List of expressions to order by, each perhaps with DESC, NULLS FIRST or NULLS LAST. */
  | (FieldBase & { readonly kind: 'order' })
  /** A text of many lines. */
  | (FieldBase & { readonly kind: 'lines'; readonly placeholder?: string })
  /** A file kept in the browser: FileReference, as JSON. */
  | (FieldBase & { readonly kind: 'file' })
  /** How the records of the file are found and taken apart: FileFormat, as JSON. */
  | (FieldBase & { readonly kind: 'file-format' })
  /** List of the columns that are read: { name, type (DDL), from, form (absent: as CAST reads it) }. */
  | (FieldBase & { readonly kind: 'parsed-columns' });

export interface OperatorExample {
  /** One sentence: what the example shows. */
  readonly title: string;
  readonly params: { readonly [name: string]: Json };
  readonly input: { readonly schema: string; readonly rows: readonly (readonly Json[])[] };
  readonly output: { readonly schema: string; readonly rows: readonly (readonly Json[])[] };
}

export interface OperatorDefinition {
  readonly type: string;
  readonly family: OperatorFamily;
  readonly title: string;
  /** At most five words, under the title in the palette. */
  readonly hint: string;
  /** Key of the studio's icon table. */
  readonly icon: string;
  /** Two to five sentences for the inspector: what it does, what it keeps, what to watch. */
  readonly help: string;
  /** Words people may search for that are not in title or hint ("flatMap", "GROUP BY"). */
  readonly aliases: readonly string[];
  readonly inputs: readonly PortDefinition[];
  readonly outputs: readonly PortDefinition[];
  readonly fields: readonly ParamField[];
  /** Checked in a test by running it, and shown in the inspector. Sources and sinks have none. */
  readonly example: OperatorExample | null;
  /** The one line on the box: "30 s every 5 s, by word". `mono`: it is an expression. Must not throw on any params. */
  summarize(params: { readonly [name: string]: Json }): { readonly text: string; readonly mono: boolean };
  /** Params have passed the schema; ports are wired. Problems point at params. */
  lower(context: LoweringContext): Result<LoweredOperator>;
}
