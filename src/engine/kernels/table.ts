import type { Column, Rows, Selection } from '../../columns/column.ts';
import { markLasting } from '../../columns/lasting-bytes.ts';
import { TextDictionary } from '../../columns/text-dictionary.ts';
import type { TableNode } from '../../plan/plan.ts';
import type { Kernel } from './kernel.ts';

/** Rows given once, the same at every batch: the very same object, so that a join can keep what it made of them. Texts that repeat lie there once. */
export class TableKernel implements Kernel {
  private readonly rows: Rows;

  constructor(node: TableNode) {
    const { rows } = node;
    this.rows = { ...rows, columns: rows.columns.map((column) => lasting(column, rows.selection)) };
  }

  run(): Rows {
    return this.rows;
  }
}

function lasting(column: Column, selection: Selection): Column {
  if (column.kind !== 'string' || column.type.kind !== 'STRING') return column;
  const texts = new TextDictionary().intern(column, selection);
  markLasting(texts.bytes);
  return texts;
}
