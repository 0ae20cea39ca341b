// Records of delimited text. A quote opens only where a field begins; a quote anywhere else is text. A quoted field that is
// followed by something else than a delimiter or a line end is no quoted field: it is text up to there, quotes and all, as
// Spark's parser has it. split-fields.ts reads records by the same rules.
import type { CsvDialect } from '../record-format.ts';
import { type BoundaryScanner, CARRIAGE_RETURN, isBlankUnit, LINE_FEED, SPACE, TAB } from './boundary-scanner.ts';
import { MAX_RECORD_BYTES } from './max-record-bytes.ts';
import type { RecordList } from './record-list.ts';

const FIELD_START = 0;
const PLAIN = 1;
const QUOTED = 2;
const AFTER_QUOTE = 3;
const ESCAPED = 4;
const AFTER_QUOTE_BLANK = 5;

const NONE = -1;

export class CsvScanner implements BoundaryScanner {
  line: number;
  blank = 0;
  private state = FIELD_START;
  private start: number;
  private startLine: number;
  private content = false;
  private afterReturn = false;
  private skip: number;
  private readonly delimiter: number;
  private readonly quote: number;
  private readonly escape: number;
  private readonly trim: boolean;
  private readonly maxUnits: number;

  constructor(start: number, line: number, skip: number, dialect: CsvDialect, unitBytes: number) {
    this.start = start;
    this.line = line;
    this.startLine = line;
    this.skip = skip;
    this.delimiter = codeOf(dialect.delimiter);
    this.quote = codeOf(dialect.quote);
    this.escape = codeOf(dialect.escape);
    this.trim = dialect.trim;
    this.maxUnits = MAX_RECORD_BYTES / unitBytes;
  }

  get openAt(): number {
    return this.start;
  }

  scan(units: Uint8Array, base: number, found: RecordList): void {
    const { delimiter, quote, escape: escapes } = this;
    const count = units.length;
    let { state } = this;
    // Where the next of each stands; behind the end when there is none.
    let nextQuote = quote === NONE ? count : -1;
    let nextFeed = -1;
    let nextReturn = -1;
    for (let i = 0; i < count; i++) {
      let unit = units[i] as number;
      if (state === FIELD_START && this.start === base + i && unit !== LINE_FEED && unit !== CARRIAGE_RETURN) {
        // A line without a quote is a record: found at the speed of the machine.
        if (nextQuote < i) nextQuote = placeOf(units, quote, i);
        if (nextFeed < i) nextFeed = placeOf(units, LINE_FEED, i);
        if (nextReturn < i) nextReturn = placeOf(units, CARRIAGE_RETURN, i);
        const end = Math.min(nextFeed, nextReturn);
        if (end < nextQuote && end < count) {
          this.content = hasContent(units, i, end, delimiter);
          this.line++;
          this.endRecord(base + end, units[end] as number, found);
          i = end;
          continue;
        }
      }
      if (state === PLAIN) {
        // The inner loop of most files.
        while (!this.content && isBlankUnit(unit) && unit !== delimiter && unit !== LINE_FEED && unit !== CARRIAGE_RETURN) {
          if (++i === count) break;
          unit = units[i] as number;
        }
        if (i === count) break;
        if (unit !== delimiter && unit !== LINE_FEED && unit !== CARRIAGE_RETURN) {
          this.content = true;
          i = plainEnd(units, i + 1, delimiter);
          unit = units[i] as number;
        }
        if (i === count) break;
      } else if (state === QUOTED) {
        const from = i;
        i = quotedEnd(units, i, quote, escapes);
        if (i > from) this.afterReturn = false;
        if (i === count) break;
        unit = units[i] as number;
        if (unit === escapes && escapes !== quote) state = ESCAPED;
        else if (unit === quote) state = AFTER_QUOTE;
        else if (this.newLine(base + i, unit)) {
          this.endRecord(base + i, unit, found);
          state = FIELD_START;
        }
        if (unit !== CARRIAGE_RETURN) this.afterReturn = false;
        continue;
      }
      if (unit === LINE_FEED || unit === CARRIAGE_RETURN) {
        if (state === ESCAPED) {
          this.newLine(base + i, unit);
          this.afterReturn = unit === CARRIAGE_RETURN;
          state = QUOTED;
        } else if (unit === LINE_FEED && this.afterReturn && this.start === base + i) {
          this.start++;
          this.afterReturn = false;
        } else {
          this.line++;
          this.endRecord(base + i, unit, found);
          state = FIELD_START;
        }
        continue;
      }
      if (unit === delimiter && state !== ESCAPED) {
        this.content = true;
        state = FIELD_START;
        continue;
      }
      switch (state) {
        case FIELD_START:
          if (unit === quote) {
            this.content = true;
            this.afterReturn = false;
            state = QUOTED;
          } else if (!(this.trim && (unit === SPACE || unit === TAB))) {
            if (!isBlankUnit(unit)) this.content = true;
            state = PLAIN;
          }
          break;
        case AFTER_QUOTE:
          if (unit === quote && escapes === quote) state = QUOTED;
          else state = unit === SPACE || unit === TAB ? AFTER_QUOTE_BLANK : PLAIN;
          break;
        case AFTER_QUOTE_BLANK:
          if (unit !== SPACE && unit !== TAB) state = PLAIN;
          break;
        case ESCAPED:
          state = QUOTED;
          break;
        default:
          break;
      }
    }
    this.state = state;
  }

  finish(at: number, found: RecordList): void {
    if (at > this.start) this.endRecord(at, 0, found);
  }

  /** A line end within quotes. True when the record has become too long to go on: then it ends here, or it would eat the file. */
  private newLine(at: number, unit: number): boolean {
    if (unit === LINE_FEED && this.afterReturn) return false;
    this.line++;
    this.afterReturn = unit === CARRIAGE_RETURN;
    return at - this.start > this.maxUnits;
  }

  private endRecord(at: number, unit: number, found: RecordList): void {
    if (!this.content) this.blank++;
    else if (this.skip > 0) this.skip--;
    else found.add(this.start, at, this.startLine);
    this.start = at + 1;
    this.startLine = this.line;
    this.content = false;
    this.afterReturn = unit === CARRIAGE_RETURN;
  }
}

function codeOf(character: string): number {
  return character === '' ? NONE : character.charCodeAt(0);
}

/** Where the field that is not quoted ends, or the length. */
function plainEnd(units: Uint8Array, from: number, delimiter: number): number {
  const count = units.length;
  let i = from;
  while (i < count) {
    const unit = units[i] as number;
    if (unit === delimiter || unit === LINE_FEED || unit === CARRIAGE_RETURN) break;
    i++;
  }
  return i;
}

/** The next quote, escape or line end, or the length. */
function quotedEnd(units: Uint8Array, from: number, quote: number, escapes: number): number {
  const count = units.length;
  let i = from;
  while (i < count) {
    const unit = units[i] as number;
    if (unit === quote || unit === escapes || unit === LINE_FEED || unit === CARRIAGE_RETURN) break;
    i++;
  }
  return i;
}

function placeOf(units: Uint8Array, wanted: number, from: number): number {
  const at = units.indexOf(wanted, from);
  return at < 0 ? units.length : at;
}

/** Whether there is more than white space; a delimiter is more. */
function hasContent(units: Uint8Array, from: number, to: number, delimiter: number): boolean {
  for (let i = from; i < to; i++) if (units[i] === delimiter || !isBlankUnit(units[i] as number)) return true;
  return false;
}
