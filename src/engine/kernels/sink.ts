import type { Rows } from '../../columns/column.ts';
import type { Kernel } from './kernel.ts';

/** Rows leave the plan as they are. */
export class SinkKernel implements Kernel {
  run([rows]: readonly (Rows | null)[]): Rows | null {
    return rows ?? null;
  }
}
