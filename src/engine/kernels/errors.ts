import type { Rows } from '../../columns/column.ts';
import type { Kernel } from './kernel.ts';

/** What the kernel before it refused in this batch. That one has run already: inputs come first in a plan. */
export class ErrorsKernel implements Kernel {
  private readonly source: Kernel;

  constructor(source: Kernel) {
    this.source = source;
  }

  run([given]: readonly (Rows | null)[]): Rows | null {
    return given === null || given === undefined ? null : (this.source.refused?.asRows() ?? null);
  }
}
