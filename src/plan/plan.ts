// The algebra: the closed union of node kinds every palette operator lowers to. Kernels, state shapes, the plan diff, the
// naive evaluator of the tests and (later) the Spark printer are written per node. A plan is immutable and valid:
// whoever holds one need not check it again. Adding a kind or a windowing makes the compiler name the places.

import type { Rows } from '../columns/column.ts';
import type { Schema } from '../columns/data-type.ts';
import type { ErrorPolicy, FileReference, Framing, Pace, ParsedColumn, RecordFormat, RecordPolicy } from '../formats/record-format.ts';
import type { AggregateCall } from '../sql/aggregate.ts';
import type { Expression } from '../sql/expression.ts';
import type { Feed } from './feed.ts';
import type { StreamType } from './stream-type.ts';

/** `${operatorId}/${role}`. State belongs to it, with its shape. */
export type NodeId = string;

export interface PortRef {
  readonly node: NodeId;
  readonly port: string;
}

interface NodeBase {
  readonly id: NodeId;
  /** The operator of the document this node was lowered from; problems and metrics point at it. */
  readonly operatorId: string;
  readonly inputs: readonly PortRef[];
  readonly output: StreamType;
}

export interface NamedExpression {
  readonly name: string;
  readonly expression: Expression;
}

export interface NamedAggregate {
  readonly name: string;
  readonly call: AggregateCall;
}

/** Rows with a schema and a position that can be replayed (ranges), or rows that are logged before they are run (live). */
export interface SourceNode extends NodeBase {
  readonly kind: 'source';
  readonly source: SourceSpec;
}

export type SourceSpec =
  /** Row i is line i mod n of the bundled text. */
  | { readonly kind: 'text'; readonly sample: string; readonly rowsPerSecond: number }
  /** Row i is a pure function of (seed, i). */
  | { readonly kind: 'generator'; readonly recipe: GeneratorRecipe; readonly seed: number; readonly rowsPerSecond: number }
  /** Row i is record i of a file kept in this browser, one column `value`; its bytes are read when they are asked for. */
  | { readonly kind: 'file'; readonly file: FileReference; readonly framing: Framing; readonly pace: Pace }
  /** Rows arrive from outside and are logged as rows. Without a feed they are typed, or given (recorded batches). */
  | { readonly kind: 'live'; readonly feed?: Feed };

export type GeneratorRecipe = 'zipf-words' | 'clicks' | 'sensors';

/** A node whose expressions can refuse a row (ANSI rules), and what becomes of that row. */
interface RefusingNode extends NodeBase {
  readonly onError: ErrorPolicy;
}

/** The whole new row, in order. */
export interface ProjectNode extends RefusingNode {
  readonly kind: 'project';
  readonly columns: readonly NamedExpression[];
}

/** The rows for which the condition is TRUE. */
export interface FilterNode extends RefusingNode {
  readonly kind: 'filter';
  readonly condition: Expression;
}

/** One row per element of an ARRAY; the other columns stay, then `position` (from 0), then `as`. NULL or empty: no row; when `outer`, one with NULL in both. */
export interface GenerateNode extends RefusingNode {
  readonly kind: 'generate';
  readonly array: Expression;
  readonly as: string;
  readonly position: string | null;
  readonly outer?: true;
}

/** Takes the records of a STRING column apart. Output columns: the others of the input when `keep`, then the parsed ones. */
export interface ParseNode extends NodeBase {
  readonly kind: 'parse';
  /** Position of the column in the input. */
  readonly column: number;
  readonly keep: boolean;
  readonly format: RecordFormat;
  readonly columns: readonly ParsedColumn[];
  readonly onError: RecordPolicy;
}

/** The rows that the input nodes, of one operator and each with the policy "errors", refused in the same batch: reason, detail, row as JSON (ERROR_SCHEMA). */
export interface ErrorsNode extends NodeBase {
  readonly kind: 'errors';
}

/** Bag union by column name, in the order of the inputs. */
export interface UnionNode extends NodeBase {
  readonly kind: 'union';
}

export type Windowing =
  /** The rows of one firing of the input. */
  | { readonly kind: 'perBatch' }
  /** At each T with (T - Z) mod slideMs = 0: the rows of (T - sizeMs, T]. Tumbling when sizeMs = slideMs. */
  | { readonly kind: 'batchWindow'; readonly sizeMs: number; readonly slideMs: number; readonly inverse?: InverseForm }
  /** All rows since the start; emits the changed keys of a batch, or all keys each batch. */
  | { readonly kind: 'running'; readonly emit: 'changes' | 'all' };

/**
 * What Spark's windows with an inverse function answer, without subtracting: only count and sum; without keys no row before
 * the first data and then always one, 0 when the window is empty. `keepEmptyKeys`: a key stays for ever, with 0.
 */
export interface InverseForm {
  readonly keepEmptyKeys: boolean;
}

/** Output columns: keys, then aggregates. Without keys: one row each time it fires (count 0, the others NULL). */
export interface AggregateNode extends RefusingNode {
  readonly kind: 'aggregate';
  readonly windowing: Windowing;
  readonly keys: readonly NamedExpression[];
  readonly aggregates: readonly NamedAggregate[];
}

/** At each T with (T - Z) mod slideMs = 0: the rows themselves of (T - sizeMs, T], in order of time. */
export interface WindowNode extends NodeBase {
  readonly kind: 'window';
  readonly sizeMs: number;
  readonly slideMs: number;
}

/** Rows given once, in the document. No stream: only a join takes it. */
export interface TableNode extends NodeBase {
  readonly kind: 'table';
  /** All columns of the output; no selection. */
  readonly rows: Rows;
}

export type JoinHow = 'inner' | 'left' | 'right' | 'full' | 'leftsemi' | 'leftanti' | 'cogroup';

export type JoinKind =
  /** The rows of one firing of both sides. */
  | { readonly kind: 'perBatch' }
  /** One side is a table, given once. */
  | { readonly kind: 'table'; readonly side: 'l' | 'r' };

/** Two expressions that must be equal, each over the columns of its side. NULL equals NULL only if `nullSafe`. */
export interface JoinKey {
  readonly left: Expression;
  readonly right: Expression;
  readonly nullSafe: boolean;
}

/**
 * Inputs: left, right. What is refused: a row without a key; a pair for which the condition has no value, which then neither is
 * a match nor leaves its rows without one; a row of the answer. A row of a table without a key stops the run. `condition` and `columns` are over the scope "l.x" of all left columns, then "r.x" of all right ones; of a
 * cogroup, whose rows are the keys, each of them is the ARRAY of the key's values. leftsemi and leftanti give l only.
 */
export interface JoinNode extends RefusingNode {
  readonly kind: 'join';
  readonly joinKind: JoinKind;
  /** How many columns the left input has: where "r.x" begins. */
  readonly leftColumns: number;
  readonly how: JoinHow;
  readonly keys: readonly JoinKey[];
  /** What must be TRUE besides the keys; null: nothing. */
  readonly condition: Expression | null;
  readonly columns: readonly NamedExpression[];
}

/** NULL stands first ascending and last descending, unless `nullsFirst` says otherwise. */
export interface OrderTerm {
  readonly expression: Expression;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** The rows of one firing in order, the first `limit` of them (of each key); equal rows in the order they came. */
export interface TopNode extends RefusingNode {
  readonly kind: 'top';
  readonly orderBy: readonly OrderTerm[];
  readonly limit: number | null;
  readonly perKey: readonly Expression[];
}

/**
 * What leaves a fold: a row for each row or key, the last row of each key (per batch: keys that got rows), the whole answer, or
 * all keys with their state.
 */
export type FoldGives = 'rows' | 'changes' | 'all' | 'snapshots';

/**
 * Keyed state. `per` row (mapWithState): once for each row, in order; batch (updateStateByKey): once for each key with state or
 * rows, every firing. Scope of its expressions, per row: the row's columns, the keys whose names differ, "state.f" of each
 * field, "new.f"; per batch: the keys, the aggregates, "state.f", "new.f". `update` does not see "new.f".
 * What is refused did not happen. Per row: a row for which any expression has no value leaves the state as the rows before it
 * made it. Per batch: a row without a key or argument is in no aggregate; a key for which an expression has no value keeps its
 * state, is not emitted, and all its rows of the batch are refused (one row of key and state where it got none).
 */
export interface FoldNode extends RefusingNode {
  readonly kind: 'fold';
  readonly per: 'row' | 'batch';
  readonly keys: readonly NamedExpression[];
  /** Per batch: the aggregate calls its expressions name, by their text. */
  readonly aggregates: readonly NamedAggregate[];
  readonly state: Schema;
  /** One a field of the state, of its type. */
  readonly update: readonly Expression[];
  /** TRUE: the key leaves the state; per batch it is not emitted either. */
  readonly remove: Expression | null;
  readonly where: Expression | null;
  readonly emit: readonly NamedExpression[];
  readonly timeout: FoldTimeout | null;
  /** Keys, then state: what is there before the first batch. */
  readonly initial: Rows | null;
  readonly gives: FoldGives;
}

/** A key that got no row for longer than `afterMs` leaves; scope of `emit`: the keys, then "state.f". */
export interface FoldTimeout {
  readonly afterMs: number;
  /** null: it leaves in silence. */
  readonly emit: readonly NamedExpression[] | null;
  /** Looked for only at multiples of this from the zero time, as Spark does; null: in the first batch it is due. */
  readonly scanMs: number | null;
}

/** Rows leave the graph into the ledger; `view` says how the studio shows them first. */
export interface SinkNode extends NodeBase {
  readonly kind: 'sink';
  readonly view: SinkView;
}

export type SinkView =
  | { readonly kind: 'chart'; readonly value: string; readonly series: string | null }
  | { readonly kind: 'table' }
  | { readonly kind: 'log' };

export type PlanNode =
  | SourceNode
  | TableNode
  | ProjectNode
  | FilterNode
  | GenerateNode
  | ParseNode
  | ErrorsNode
  | UnionNode
  | AggregateNode
  | WindowNode
  | JoinNode
  | TopNode
  | FoldNode
  | SinkNode;

export interface Plan {
  readonly batchIntervalMs: number;
  /** IANA name; this build accepts "UTC" only. */
  readonly timeZone: string;
  /** Every node after its inputs. The order is a pure function of the document. */
  readonly nodes: readonly PlanNode[];
}
