// Makes a DECIMAL column row by row: numbers while every unscaled integer is safe, bigints from the first that is not. What has too
// many digits for the type fails its row.
import type { Column } from '../../columns/column.ts';
import type { DecimalType } from '../../columns/data-type.ts';
import { fitsPrecision, formatDecimal, isSafeUnscaled, powerOfTen } from '../../columns/decimal.ts';
import type { Frame } from '../frame.ts';

export const OUT_OF_RANGE = 'NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION';

/** What Spark says where no setting would help: of rounding and of signs. */
export const OUT_OF_RANGE_ALWAYS = 'NUMERIC_VALUE_OUT_OF_RANGE.WITHOUT_SUGGESTION';

export class DecimalWriter {
  private readonly type: DecimalType;
  private readonly frame: Frame;
  private readonly floats: Float64Array;
  private wide: bigint[] | null = null;
  /** Unscaled numbers below it have few enough digits. */
  private readonly limit: number;

  private readonly errorClass: string;

  constructor(type: DecimalType, frame: Frame, errorClass = OUT_OF_RANGE) {
    this.type = type;
    this.frame = frame;
    this.errorClass = errorClass;
    this.floats = new Float64Array(frame.length);
    this.limit = type.precision > 15 ? Number.MAX_SAFE_INTEGER : Number(powerOfTen(type.precision));
  }

  /** A safe unscaled integer. */
  number(row: number, unscaled: number): void {
    if (unscaled >= this.limit || unscaled <= -this.limit) this.bigint(row, BigInt(unscaled));
    else if (this.wide === null) this.floats[row] = unscaled + 0;
    else this.wide[row] = BigInt(unscaled);
  }

  bigint(row: number, unscaled: bigint): void {
    if (!fitsPrecision(unscaled, this.type.precision)) {
      const { precision, scale } = this.type;
      this.frame.fail(row, this.errorClass, { value: formatDecimal(unscaled, scale), type: `DECIMAL(${precision},${scale})` });
      return;
    }
    if (this.wide === null) {
      if (isSafeUnscaled(unscaled)) {
        this.floats[row] = Number(unscaled);
        return;
      }
      this.wide = Array.from(this.floats, BigInt);
    }
    this.wide[row] = unscaled;
  }

  finish(): Column {
    const { type, frame, wide } = this;
    const base = { type, length: frame.length, nulls: frame.nulls };
    return wide === null ? { ...base, kind: 'float', values: this.floats } : { ...base, kind: 'wide', values: wide };
  }
}
