// One batch of a join: from the pairs that belong together to the rows of the answer. What the two variants share; they differ
// in which side is indexed, and for how long.
import { absentColumn } from '../../columns/absent.ts';
import type { Column, Rows } from '../../columns/column.ts';
import { gatherColumn, gatherRows } from '../../columns/gather.ts';
import { gatherOrNull } from '../../columns/gather-or-null.ts';
import type { JoinNode } from '../../plan/plan.ts';
import { prefixedFields } from '../../plan/prefixed-fields.ts';
import { cogroupedRows } from './cogroup-rows.ts';
import { JoinIndex, positionsOf } from './join-index.ts';
import { everyColumn, type FoundPairs, findPairs, onlyPairs, type Pairs, pairedRows } from './join-pairs.ts';
import type { RefusedRows } from './refused-rows.ts';
import { columnsRead, RowExpression } from './row-expression.ts';
import { RowPolicy } from './row-policy.ts';

/** Rows of one side that have a key, and the columns of it. */
export interface KeyedRows {
  readonly rows: Rows;
  readonly keys: readonly Column[];
}

export class JoinRows {
  readonly node: JoinNode;
  private readonly leftKeys: readonly RowExpression[];
  private readonly rightKeys: readonly RowExpression[];
  private readonly condition: RowExpression | null;
  /** null: nobody reads the column. */
  private readonly outputs: readonly (RowExpression | null)[];
  /** Columns of the scope that the outputs read. */
  private readonly read: ReadonlySet<number>;
  private readonly policy: RowPolicy;

  constructor(node: JoinNode, needed: ReadonlySet<number>, timeZone: string) {
    const compile = (expression: JoinNode['columns'][number]['expression']) => new RowExpression(node.operatorId, expression, timeZone);
    this.node = node;
    this.leftKeys = node.keys.map(({ left }) => compile(left));
    this.rightKeys = node.keys.map(({ right }) => compile(right));
    this.condition = node.condition === null ? null : compile(node.condition);
    this.outputs = node.columns.map(({ expression }, c) => (needed.has(c) ? compile(expression) : null));
    this.policy = new RowPolicy(node.onError);
    this.read = new Set(node.columns.flatMap(({ expression }, c) => (needed.has(c) ? [...columnsRead(expression)] : [])));
  }

  get refused(): RefusedRows | null {
    return this.policy.refused;
  }

  get hasKeys(): boolean {
    return this.node.keys.length > 0;
  }

  newIndex(): JoinIndex {
    const { keys } = this.node;
    return new JoinIndex(
      keys.map(({ left }) => left.type),
      keys.map(({ nullSafe }) => nullSafe),
    );
  }

  /** The rows of a stream with their keys; those without one are refused. */
  keyed(side: 'l' | 'r', rows: Rows, timeMs: number): KeyedRows {
    // What is refused is shown as the other expressions see it.
    const scope = this.refused === null ? rows : { ...rows, schema: prefixedFields(side, rows.schema) };
    const { columns, selection } = this.policy.columns(side === 'l' ? this.leftKeys : this.rightKeys, scope, timeMs);
    return { rows: selection === rows.selection ? rows : { ...rows, selection }, keys: columns.filter((key) => key !== null) };
  }

  /** The rows of a table with their keys. It is part of the pipeline, not of what comes in: a row of it without a key stops the run. */
  keyedTable(side: 'l' | 'r', rows: Rows, timeMs: number): KeyedRows {
    return { rows, keys: (side === 'l' ? this.leftKeys : this.rightKeys).map((key) => key.over(rows, timeMs)) };
  }

  /** `index`: of the rows of side `indexed`; not asked for a join without keys, or a cogroup. */
  answer(l: KeyedRows, r: KeyedRows, index: JoinIndex, indexed: 'l' | 'r', timeMs: number): Rows {
    const { node } = this;
    const [left, right] = [l.rows, r.rows];
    // A row of the answer that is refused is shown whole.
    const read = this.refused === null ? this.read : everyColumn(left, right);
    if (node.how === 'cogroup') return this.output(cogroupedRows(node, left, right, { l: l.keys, r: r.keys }, read), timeMs);
    const probe = indexed === 'l' ? r : l;
    const pairs = this.pairs(left, right, probe, index, indexed, timeMs);
    if (node.how === 'leftsemi' || node.how === 'leftanti') {
      const matched = marked(left.length, node.how === 'leftsemi' ? [pairs.left] : [pairs.left, pairs.undecided.left]);
      const wanted = node.how === 'leftsemi' ? 1 : 0;
      const rows = gatherRows(
        left,
        positionsOf(left).filter((row) => matched[row] === wanted),
      );
      return this.output({ ...rows, schema: prefixedFields('l', rows.schema) }, timeMs);
    }
    const all = withOuter(node.how, left, right, pairs);
    return this.output(pairedRows(left, right, all, read, all === pairs ? gatherColumn : gatherOrNull), timeMs);
  }

  private pairs(left: Rows, right: Rows, probe: KeyedRows, index: JoinIndex, indexed: 'l' | 'r', timeMs: number): FoundPairs {
    const { condition, policy } = this;
    const { operatorId } = this.node;
    if (this.hasKeys && index.isUnique && condition === null) return onlyPairs(operatorId, index, indexed, probe.rows, probe.keys);
    const keys = this.hasKeys ? { index, firsts: index.firsts(probe.rows, probe.keys), indexed } : null;
    return findPairs({ operatorId, left, right, keys, condition, policy, timeMs });
  }

  private output(rows: Rows, timeMs: number): Rows {
    const schema = this.node.output.columns;
    const { columns, selection } = this.policy.columns(this.outputs, rows, timeMs);
    return { schema, columns: schema.map(({ type }, c) => columns[c] ?? absentColumn(type, rows.length)), length: rows.length, selection };
  }
}

/** With the rows that have no partner. One that is in a pair nobody can decide is not said to have none. */
function withOuter(how: JoinNode['how'], left: Rows, right: Rows, pairs: FoundPairs): Pairs {
  const { undecided } = pairs;
  const lonelyLeft = how === 'left' || how === 'full' ? lonely(left, [pairs.left, undecided.left]) : new Int32Array(0);
  const lonelyRight = how === 'right' || how === 'full' ? lonely(right, [pairs.right, undecided.right]) : new Int32Array(0);
  if (lonelyLeft.length + lonelyRight.length === 0) return pairs;
  const none = (count: number) => new Int32Array(count).fill(-1);
  return {
    left: joined(pairs.left, lonelyLeft, none(lonelyRight.length)),
    right: joined(pairs.right, none(lonelyLeft.length), lonelyRight),
  };
}

/** Rows without a partner, in order. */
function lonely(rows: Rows, paired: readonly Int32Array[]): Int32Array {
  const matched = marked(rows.length, paired);
  return positionsOf(rows).filter((row) => matched[row] === 0);
}

function marked(length: number, lists: readonly Int32Array[]): Uint8Array {
  const marks = new Uint8Array(length);
  for (const positions of lists) for (const position of positions) marks[position] = 1;
  return marks;
}

function joined(...parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
