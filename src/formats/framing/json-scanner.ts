// The values of a JSON array, or JSON values one after another. Only strings and nesting are looked at, so that a broken value
// costs itself and not the file, as far as its brackets and quotes match.
import { type BoundaryScanner, CARRIAGE_RETURN, isBlankUnit, LINE_FEED } from './boundary-scanner.ts';
import type { RecordList } from './record-list.ts';

const BETWEEN = 0;
const SCALAR = 1;
const NESTED = 2;
const STRING = 3;
const ESCAPED = 4;

const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

export class JsonScanner implements BoundaryScanner {
  line: number;
  readonly blank = 0;
  private state = BETWEEN;
  private depth = 0;
  private quote = 0;
  private start: number;
  private next: number;
  private startLine: number;
  private afterReturn = false;
  /** A "[" that comes now opens the list that is the file. */
  private fresh: boolean;

  /** `fresh`: the scan begins at the beginning of the file. */
  constructor(start: number, line: number, fresh: boolean) {
    this.start = start;
    this.next = start;
    this.line = line;
    this.startLine = line;
    this.fresh = fresh;
  }

  get openAt(): number {
    return this.state === BETWEEN ? this.next : this.start;
  }

  scan(units: Uint8Array, base: number, found: RecordList): void {
    for (let i = 0; i < units.length; i++) {
      const unit = units[i] as number;
      if (unit === LINE_FEED || unit === CARRIAGE_RETURN) {
        if (!(unit === LINE_FEED && this.afterReturn)) this.line++;
        this.afterReturn = unit === CARRIAGE_RETURN;
      } else this.afterReturn = false;
      switch (this.state) {
        case BETWEEN:
          this.between(unit, base + i);
          break;
        case SCALAR:
          if (unit === COMMA || unit === CLOSE_LIST || isBlankUnit(unit)) this.end(base + i, found);
          break;
        case NESTED:
          if (unit === DOUBLE_QUOTE || unit === SINGLE_QUOTE) this.open(unit);
          else if (unit === OPEN_LIST || unit === OPEN_OBJECT) this.depth++;
          else if ((unit === CLOSE_LIST || unit === CLOSE_OBJECT) && --this.depth === 0) this.end(base + i + 1, found);
          break;
        case STRING:
          if (unit === BACKSLASH) this.state = ESCAPED;
          else if (unit === this.quote) {
            if (this.depth === 0) this.end(base + i + 1, found);
            else this.state = NESTED;
          }
          break;
        default:
          this.state = STRING;
      }
    }
    this.next = base + units.length;
  }

  finish(at: number, found: RecordList): void {
    if (this.state !== BETWEEN) this.end(at, found);
  }

  private between(unit: number, at: number): void {
    if (unit === COMMA || unit === CLOSE_LIST || isBlankUnit(unit)) return;
    const opensFile = this.fresh && unit === OPEN_LIST;
    this.fresh = false;
    if (opensFile) return;
    this.start = at;
    this.startLine = this.line;
    if (unit === DOUBLE_QUOTE || unit === SINGLE_QUOTE) this.open(unit);
    else if (unit === OPEN_LIST || unit === OPEN_OBJECT) {
      this.depth = 1;
      this.state = NESTED;
    } else this.state = SCALAR;
  }

  private open(quote: number): void {
    this.quote = quote;
    this.state = STRING;
  }

  private end(at: number, found: RecordList): void {
    found.add(this.start, at, this.startLine);
    this.state = BETWEEN;
    this.depth = 0;
  }
}
