import { type BoundaryScanner, CARRIAGE_RETURN, isBlankUnit, LINE_FEED } from './boundary-scanner.ts';
import type { RecordList } from './record-list.ts';

/** One record a line that is not blank. */
export class LineScanner implements BoundaryScanner {
  line: number;
  blank = 0;
  private start: number;
  /** The line has something that is not blank. */
  private content = false;
  /** The unit before `start` was \r, so that a \n at `start` belongs to it. */
  private afterReturn = false;
  private skip: number;

  constructor(start: number, line: number, skip: number) {
    this.start = start;
    this.line = line;
    this.skip = skip;
  }

  get openAt(): number {
    return this.start;
  }

  scan(units: Uint8Array, base: number, found: RecordList): void {
    const count = units.length;
    // Without any \r the next \n is found at the speed of the machine.
    const plain = !units.includes(CARRIAGE_RETURN);
    let i = 0;
    while (i < count) {
      if (this.content) {
        i = plain ? nextLineFeed(units, i) : endOfLine(units, i);
        if (i < count) this.endLine(base + i, units[i] as number, found);
        i++;
        continue;
      }
      const unit = units[i] as number;
      if (unit === LINE_FEED && this.afterReturn && this.start === base + i) {
        this.start++;
        this.afterReturn = false;
      } else if (unit === LINE_FEED || unit === CARRIAGE_RETURN) this.endLine(base + i, unit, found);
      else if (!isBlankUnit(unit)) this.content = true;
      i++;
    }
  }

  finish(at: number, found: RecordList): void {
    if (at > this.start) this.endLine(at, 0, found);
  }

  private endLine(at: number, unit: number, found: RecordList): void {
    if (!this.content) this.blank++;
    else if (this.skip > 0) this.skip--;
    else found.add(this.start, at, this.line);
    this.line++;
    this.start = at + 1;
    this.content = false;
    this.afterReturn = unit === CARRIAGE_RETURN;
  }
}

/** Position of the next \n or \r from `from` on, or the length. */
function endOfLine(units: Uint8Array, from: number): number {
  const count = units.length;
  let i = from;
  while (i < count) {
    const unit = units[i] as number;
    if (unit === LINE_FEED || unit === CARRIAGE_RETURN) return i;
    i++;
  }
  return count;
}

function nextLineFeed(units: Uint8Array, from: number): number {
  const at = units.indexOf(LINE_FEED, from);
  return at < 0 ? units.length : at;
}
