import { absentColumn } from '../../columns/absent.ts';
import type { Rows } from '../../columns/column.ts';
import type { ProjectNode } from '../../plan/plan.ts';
import type { Kernel } from './kernel.ts';
import { RowExpression } from './row-expression.ts';

/** Computes the needed columns of the new row at the selected positions; the selection stays. */
export class ProjectKernel implements Kernel {
  private readonly node: ProjectNode;
  private readonly expressions: readonly (RowExpression | null)[];

  constructor(node: ProjectNode, needed: ReadonlySet<number>, timeZone: string) {
    this.node = node;
    this.expressions = node.columns.map((column, c) => (needed.has(c) ? new RowExpression(node.operatorId, column.expression, timeZone) : null));
  }

  run([rows]: readonly (Rows | null)[], timeMs: number): Rows | null {
    if (rows === null || rows === undefined) return null;
    const schema = this.node.output.columns;
    const columns = schema.map((field, c) => this.expressions[c]?.over(rows, timeMs) ?? absentColumn(field.type, rows.length));
    return { schema, columns, length: rows.length, selection: rows.selection };
  }
}
