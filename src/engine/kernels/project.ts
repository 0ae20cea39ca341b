import { absentColumn } from '../../columns/absent.ts';
import type { Rows } from '../../columns/column.ts';
import type { ProjectNode } from '../../plan/plan.ts';
import type { Kernel } from './kernel.ts';
import type { RefusedRows } from './refused-rows.ts';
import { RowExpression, sharedTerms } from './row-expression.ts';
import { RowPolicy } from './row-policy.ts';

/** Computes the needed columns of the new row at the selected positions; the selection stays. */
export class ProjectKernel implements Kernel {
  private readonly node: ProjectNode;
  private readonly expressions: readonly (RowExpression | null)[];
  private readonly policy: RowPolicy;

  constructor(node: ProjectNode, needed: ReadonlySet<number>, timeZone: string) {
    this.node = node;
    const computed = node.columns.map(({ expression }, c) => (needed.has(c) ? expression : null));
    const shared = sharedTerms(computed.filter((expression) => expression !== null));
    this.expressions = computed.map((expression) => (expression === null ? null : new RowExpression(node.operatorId, expression, timeZone, shared)));
    this.policy = new RowPolicy(node.onError);
  }

  get refused(): RefusedRows | null {
    return this.policy.refused;
  }

  run([rows]: readonly (Rows | null)[], timeMs: number): Rows | null {
    if (rows === null || rows === undefined) return null;
    const schema = this.node.output.columns;
    const { columns, selection } = this.policy.columns(this.expressions, rows, timeMs);
    return { schema, columns: schema.map((field, c) => columns[c] ?? absentColumn(field.type, rows.length)), length: rows.length, selection };
  }
}
