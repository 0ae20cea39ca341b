// The texts of one column before they are values: slices of UTF-8, NULL where there is no text. Several columns share `bytes`.
import type { StringColumn } from '../../columns/column.ts';
import { STRING } from '../../columns/data-type.ts';

export interface TextFields {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** 1 where there is no text. One a row. */
  readonly nulls: Uint8Array;
}

/** As a STRING column, with a mask only where something is NULL. */
export function asStringColumn({ bytes, starts, ends, nulls }: TextFields): StringColumn {
  return { kind: 'string', type: STRING, length: starts.length, nulls: nulls.includes(1) ? nulls : null, bytes, starts, ends };
}
