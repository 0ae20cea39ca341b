import type { Rows } from '../../columns/column.ts';
import { markLasting } from '../../columns/lasting-bytes.ts';
import type { TableNode } from '../../plan/plan.ts';
import type { Kernel } from './kernel.ts';

/** Rows given once, the same at every batch: the very same object, so that a join can keep what it made of them. */
export class TableKernel implements Kernel {
  private readonly rows: Rows;

  constructor(node: TableNode) {
    this.rows = node.rows;
    for (const column of node.rows.columns) if (column.kind === 'string') markLasting(column.bytes);
  }

  run(): Rows {
    return this.rows;
  }
}
