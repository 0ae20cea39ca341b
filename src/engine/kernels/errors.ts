import type { Rows } from '../../columns/column.ts';
import { concatRows } from '../../columns/concat.ts';
import { ERROR_SCHEMA } from '../../plan/error-schema.ts';
import type { Firing, Kernel } from './kernel.ts';

/**
 * What the kernels of one operator refused in this batch. They have run already: inputs come first in a plan. Fires whenever rows
 * may come to the operator, also where that is oftener than it answers itself.
 */
export class ErrorsKernel implements Kernel {
  private readonly refusing: readonly Kernel[];
  private readonly firing: Firing;

  constructor(refusing: readonly Kernel[], firing: Firing) {
    this.refusing = refusing;
    this.firing = firing;
  }

  run(_: unknown, timeMs: number): Rows | null {
    if (!this.firing.at(timeMs)) return null;
    const parts = this.refusing.flatMap(({ refused }) => (refused == null ? [] : [refused.asRows()]));
    const [only, ...more] = parts;
    return only !== undefined && more.length === 0 ? only : concatRows(ERROR_SCHEMA, parts);
  }
}
