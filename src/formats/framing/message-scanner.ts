import type { BoundaryScanner } from './boundary-scanner.ts';
import type { RecordList } from './record-list.ts';

/** All there is, is one record. */
export class MessageScanner implements BoundaryScanner {
  readonly line = 1;
  readonly blank = 0;
  readonly openAt: number;

  constructor(start: number) {
    this.openAt = start;
  }

  scan(): void {}

  finish(at: number, found: RecordList): void {
    found.add(this.openAt, at, 1);
  }
}
