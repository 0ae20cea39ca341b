// Log lines whose times have no year: the parser remembers which year they have come to, and its state is that year with the month of
// the last line. A re-run from a checkpoint gives the same years.
import { DamagedBytes } from '../../columns/byte-writer.ts';
import type { LogYears } from '../../formats/parse/log-years.ts';
import type { ParseNode } from '../../plan/plan.ts';
import { stateShape } from '../../plan/state-shape.ts';
import { finishSection, openSection, startSection } from '../state/section-header.ts';
import type { StatefulKernel } from './kernel.ts';
import { ParseKernel } from './parse.ts';

const STATE_BYTES = 8;

export class ParseLogKernel extends ParseKernel implements StatefulKernel {
  readonly shape: string;
  readonly keys = 0;
  readonly bytes = STATE_BYTES;
  readonly isQuiet = true;
  private readonly years: LogYears;

  constructor(node: ParseNode, timeZone: string) {
    super(node, timeZone);
    if (this.parser.years === null) throw new Error('These lines have years');
    this.years = this.parser.years;
    this.shape = stateShape(node) ?? '';
  }

  /** What is kept does not depend on time. */
  skip(): void {}

  encodeFull(): Uint8Array {
    const writer = startSection('log year', 32);
    writer.f64(this.years.year);
    writer.f64(this.years.month);
    return finishSection(writer);
  }

  encodeChanges(): null {
    return null;
  }

  restore(full: Uint8Array, changes: readonly Uint8Array[]): void {
    if (changes.length > 0) throw new DamagedBytes('the year of log lines has no changes');
    const reader = openSection(full, 'log year');
    this.years.year = reader.f64();
    this.years.month = reader.f64();
  }
}
