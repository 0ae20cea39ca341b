// One batch of a join: from the pairs that belong together to the rows of the answer. What the two variants share; they differ
// in which side is indexed, and for how long.
import { absentColumn } from '../../columns/absent.ts';
import type { Column, Rows } from '../../columns/column.ts';
import { gatherRows } from '../../columns/gather.ts';
import type { JoinNode } from '../../plan/plan.ts';
import { cogroupedRows } from './cogroup-rows.ts';
import { JoinIndex, positionsOf } from './join-index.ts';
import { findPairs, type Pairs, pairedRows } from './join-pairs.ts';
import { columnsRead, RowExpression } from './row-expression.ts';

export class JoinRows {
  readonly node: JoinNode;
  private readonly leftKeys: readonly RowExpression[];
  private readonly rightKeys: readonly RowExpression[];
  private readonly condition: RowExpression | null;
  /** null: nobody reads the column. */
  private readonly outputs: readonly (RowExpression | null)[];
  /** Columns of the scope that the outputs read. */
  private readonly read: ReadonlySet<number>;

  constructor(node: JoinNode, needed: ReadonlySet<number>, timeZone: string) {
    const compile = (expression: JoinNode['columns'][number]['expression']) => new RowExpression(node.operatorId, expression, timeZone);
    this.node = node;
    this.leftKeys = node.keys.map(({ left }) => compile(left));
    this.rightKeys = node.keys.map(({ right }) => compile(right));
    this.condition = node.condition === null ? null : compile(node.condition);
    this.outputs = node.columns.map(({ expression }, c) => (needed.has(c) ? compile(expression) : null));
    this.read = new Set(node.columns.flatMap(({ expression }, c) => (needed.has(c) ? [...columnsRead(expression)] : [])));
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

  keysOf(side: 'l' | 'r', rows: Rows, timeMs: number): readonly Column[] {
    return (side === 'l' ? this.leftKeys : this.rightKeys).map((key) => key.over(rows, timeMs));
  }

  /** `index`: of the rows of side `indexed`; not asked for a join without keys, or a cogroup. */
  answer(left: Rows, right: Rows, index: JoinIndex, indexed: 'l' | 'r', timeMs: number): Rows {
    const { node } = this;
    if (node.how === 'cogroup') {
      const sides = { l: this.keysOf('l', left, timeMs), r: this.keysOf('r', right, timeMs) };
      return this.output(cogroupedRows(node, left, right, sides, this.read), timeMs);
    }
    const probe = indexed === 'l' ? right : left;
    const keys = this.hasKeys ? { index, firsts: index.firsts(probe, this.keysOf(indexed === 'l' ? 'r' : 'l', probe, timeMs)), indexed } : null;
    const pairs = findPairs({ operatorId: node.operatorId, left, right, keys, condition: this.condition, timeMs });
    if (node.how === 'leftsemi' || node.how === 'leftanti') {
      const wanted = node.how === 'leftsemi' ? 1 : 0;
      const matched = marked(pairs.left, left.length);
      return this.output(
        gatherRows(
          left,
          positionsOf(left).filter((row) => matched[row] === wanted),
        ),
        timeMs,
      );
    }
    return this.output(pairedRows(left, right, withOuter(node.how, left, right, pairs), this.read), timeMs);
  }

  private output(rows: Rows, timeMs: number): Rows {
    const schema = this.node.output.columns;
    const columns = schema.map(({ type }, c) => this.outputs[c]?.over(rows, timeMs) ?? absentColumn(type, rows.length));
    return { schema, columns, length: rows.length, selection: null };
  }
}

function withOuter(how: JoinNode['how'], left: Rows, right: Rows, pairs: Pairs): Pairs {
  const lonelyLeft = how === 'left' || how === 'full' ? lonely(left, pairs.left) : new Int32Array(0);
  const lonelyRight = how === 'right' || how === 'full' ? lonely(right, pairs.right) : new Int32Array(0);
  if (lonelyLeft.length + lonelyRight.length === 0) return pairs;
  const none = (count: number) => new Int32Array(count).fill(-1);
  return {
    left: joined(pairs.left, lonelyLeft, none(lonelyRight.length)),
    right: joined(pairs.right, none(lonelyLeft.length), lonelyRight),
  };
}

/** Rows without a partner, in order. */
function lonely(rows: Rows, paired: Int32Array): Int32Array {
  const matched = marked(paired, rows.length);
  return positionsOf(rows).filter((row) => matched[row] === 0);
}

function marked(positions: Int32Array, length: number): Uint8Array {
  const marks = new Uint8Array(length);
  for (const position of positions) marks[position] = 1;
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
