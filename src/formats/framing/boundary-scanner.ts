// Finds where records begin and end, over units that come in pieces cut anywhere: between \r and \n, inside quotes, inside a
// character. A unit is a byte, or a 16-bit unit of UTF-16 of which only ASCII is told apart. What is found depends on the
// units alone, never on the cuts. Positions are absolute, in units, from wherever the scan began.
import type { RecordList } from './record-list.ts';

export interface BoundaryScanner {
  /** Scans units whose first has position `base`. Records that end in them are added to `found`. */
  scan(units: Uint8Array, base: number, found: RecordList): void;
  /** Nothing follows: a record that is open ends at `at`. */
  finish(at: number, found: RecordList): void;
  /** Position where the open record began (or may begin): nothing before it is needed any more. */
  readonly openAt: number;
  /** Line of the next unit, from 1. */
  readonly line: number;
  /** Blank lines so far. They are no records. */
  readonly blank: number;
}

export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const SPACE = 0x20;
export const TAB = 0x09;

/** Whether a line of only such units is blank: white space of ASCII, but not NUL. */
export function isBlankUnit(unit: number): boolean {
  return unit === SPACE || (unit >= TAB && unit <= CARRIAGE_RETURN);
}
