// Records that are as the ones before: the same names in the same order, without white space, plain strings and short whole numbers. Names are
// compared and strings passed four bytes at a time. At the first thing that is not so the reader goes on, from the name before it.
import { CLOSE_BRACE, COMMA, QUOTE, ZERO } from './bytes.ts';
import { writeInt } from './json-values.ts';
import { DigitRun, type ExpectedName, nameStandsAt, plainRun } from './json-words.ts';
import { BIGINT_LANE, DOUBLE_LANE, INT_LANE, type Lane, STRING_LANE } from './lane.ts';

export class ExpectedFields {
  /** Behind the object, or where the next field begins. */
  at = 0;
  private readonly digits = new DigitRun();

  /**
   * The fields from a name on as long as they are those of the records before, without white space, plain strings and short whole numbers:
   * most records are read here to their end. -1: this one is. Else which field is next, and `at` is where it begins.
   */
  read(lane: Lane, index: number, bytes: Uint8Array, view: DataView, from: number, end: number): number {
    const { fields, order } = lane;
    const names = order.length;
    let at = from;
    let ordinal = 0;
    while (ordinal < names) {
      const name = order[ordinal] as ExpectedName;
      if (!nameStandsAt(name, view, at, end, bytes.length)) break;
      const value = at + name.size;
      const field = name.field < 0 ? null : (fields[name.field] as Lane);
      let next: number;
      if (bytes[value] === QUOTE) {
        if (field !== null && field.kind !== STRING_LANE) break;
        next = plainRun(view, value + 1, bytes.length);
        if (next >= end || bytes[next] !== QUOTE) break;
        if (field !== null) field.setSlice(index, bytes, value + 1, next);
        next++;
      } else {
        next = this.shortNumber(bytes, view, value, end);
        if (next < 0 || (field !== null && !setWhole(field, index, this.digits.value))) break;
      }
      if (next >= end) break;
      const byte = bytes[next];
      if (byte === CLOSE_BRACE) {
        this.at = next + 1;
        return -1;
      }
      if (byte !== COMMA) break;
      at = next + 1;
      ordinal++;
    }
    this.at = at;
    return ordinal;
  }

  /** Behind the whole number above 0 of at most 15 digits that begins at `from`, which `digits` then has; -1: there is none. */
  private shortNumber(bytes: Uint8Array, view: DataView, from: number, end: number): number {
    const first = (bytes[from] as number) - ZERO;
    if (!(first > 0 && first <= 9)) return -1;
    const at = this.digits.read(bytes, view, from, end);
    return at - from <= 15 ? at : -1;
  }
}

/** A whole number above 0 of at most 15 digits; false: that is for others to say. */
function setWhole(lane: Lane, index: number, value: number): boolean {
  switch (lane.kind) {
    case BIGINT_LANE:
      lane.setFloat(index, value);
      return true;
    case INT_LANE:
      return writeInt(value, lane, index);
    case DOUBLE_LANE:
      lane.nulls[index] = 0;
      lane.floats[index] = value;
      return true;
    default:
      return false;
  }
}
