// Values of columns as JSON text, as Spark's to_json writes them: no white space, NULL fields left out (kept in arrays and maps),
// NaN and infinities as text, timestamps to the millisecond with the offset of the zone.
import { stringAt } from '../../columns/build.ts';
import type { Column, StructColumn } from '../../columns/column.ts';
import { unscaledAt } from '../../columns/decimal.ts';
import { formatDayTime, formatYearMonth } from '../../columns/interval-text.ts';
import { encodeBase64 } from '../base64.ts';
import { type PatternPart, readPattern } from '../datetime/pattern.ts';
import { printTime } from '../datetime/print-pattern.ts';
import { type Micros, microsOfSecond, secondsOf } from '../datetime/timestamp-lane.ts';
import { UTC } from '../datetime/zone-names.ts';
import type { ZoneRules } from '../datetime/zone-rules.ts';
import { dateText } from '../datetime-text.ts';
import { doubleText } from '../functions/double-text.ts';
import { bigDecimalText, floatText } from '../functions/number-text.ts';
import { CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, OPEN_BRACE, OPEN_BRACKET } from './bytes.ts';
import type { GrowingBytes } from './growing-bytes.ts';
import type { JsonWriteOptions } from './json-options.ts';
import { printString } from './json-print.ts';

/** Local mean time has seconds in its offset. */
const DEFAULT_TIMESTAMP = "yyyy-MM-dd'T'HH:mm:ss.SSSXXXXX";

export class JsonWriter {
  private readonly zone: ZoneRules;
  private readonly keepNulls: boolean;
  private readonly timestampParts: readonly PatternPart[];
  /** null: as CAST prints a date. */
  private readonly dateParts: readonly PatternPart[] | null;

  constructor(options: JsonWriteOptions, zone: ZoneRules) {
    this.zone = zone;
    this.keepNulls = options.keepNulls;
    this.timestampParts = partsOf(options.timestampFormat ?? DEFAULT_TIMESTAMP);
    this.dateParts = options.dateFormat === null ? null : partsOf(options.dateFormat);
  }

  /** @throws PrintFailure when a time has no text by the pattern. */
  write(column: Column, row: number, target: GrowingBytes): void {
    if (column.nulls !== null && column.nulls[row] === 1) {
      target.pushText('null');
      return;
    }
    const { type } = column;
    switch (column.kind) {
      case 'boolean':
        target.pushText(type.kind === 'VOID' ? 'null' : column.values[row] === 1 ? 'true' : 'false');
        return;
      case 'int':
        this.writeInt(column, row, target);
        return;
      case 'float':
        this.writeFloat(column, row, target);
        return;
      case 'big':
        if (type.kind === 'TIMESTAMP') this.writeTime(column.values[row] as bigint, target);
        else if (type.kind === 'DAY_TIME') quoted(target, formatDayTime(type, column.values[row] as bigint));
        else target.pushText(String(column.values[row]));
        return;
      case 'wide':
        target.pushText(type.kind === 'DECIMAL' ? bigDecimalText(unscaledAt(column, row), type.scale) : '');
        return;
      case 'string': {
        const from = column.starts[row] as number;
        const to = column.ends[row] as number;
        if (type.kind === 'BINARY') quoted(target, encodeBase64(column.bytes, from, to));
        else printString(target, column.bytes, from, to, false);
        return;
      }
      case 'array':
        target.push(OPEN_BRACKET);
        for (let i = column.starts[row] as number; i < (column.ends[row] as number); i++) {
          if (i > (column.starts[row] as number)) target.push(COMMA);
          this.write(column.elements, i, target);
        }
        target.push(CLOSE_BRACKET);
        return;
      case 'map':
        target.push(OPEN_BRACE);
        for (let i = column.starts[row] as number; i < (column.ends[row] as number); i++) {
          if (i > (column.starts[row] as number)) target.push(COMMA);
          this.writeKey(column.keys, i, target);
          target.push(COLON);
          this.write(column.values, i, target);
        }
        target.push(CLOSE_BRACE);
        return;
      case 'struct':
        this.writeStruct(column, row, target);
    }
  }

  private writeStruct(column: StructColumn, row: number, target: GrowingBytes): void {
    const names = column.type.kind === 'STRUCT' ? column.type.fields : [];
    let first = true;
    target.push(OPEN_BRACE);
    for (const [f, field] of column.fields.entries()) {
      const isNull = (field.nulls !== null && field.nulls[row] === 1) || field.type.kind === 'VOID';
      if (isNull && !this.keepNulls) continue;
      if (!first) target.push(COMMA);
      first = false;
      quoted(target, names[f]?.name ?? '');
      target.push(COLON);
      this.write(field, row, target);
    }
    target.push(CLOSE_BRACE);
  }

  private writeInt(column: Column & { readonly kind: 'int' }, row: number, target: GrowingBytes): void {
    const { type } = column;
    const value = column.values[row] as number;
    if (type.kind === 'DATE') quoted(target, this.dateParts === null ? dateText(value) : printTime(this.dateParts, value * 86_400, 0, UTC));
    else if (type.kind === 'YEAR_MONTH') quoted(target, formatYearMonth(type, value));
    else target.pushText(String(value));
  }

  private writeFloat(column: Column & { readonly kind: 'float' }, row: number, target: GrowingBytes): void {
    const { type } = column;
    const value = column.values[row] as number;
    switch (type.kind) {
      case 'TIMESTAMP':
        this.writeTime(value, target);
        return;
      case 'DAY_TIME':
        quoted(target, formatDayTime(type, BigInt(value)));
        return;
      case 'DECIMAL':
        target.pushText(bigDecimalText(unscaledAt(column, row), type.scale));
        return;
      case 'BIGINT':
        target.pushText(String(value + 0));
        return;
      default: {
        const text = type.kind === 'FLOAT' ? floatText(value) : doubleText(value);
        target.pushText(Number.isFinite(value) ? text : `"${text}"`);
      }
    }
  }

  private writeTime(micros: Micros, target: GrowingBytes): void {
    const seconds = secondsOf(micros);
    quoted(target, printTime(this.timestampParts, seconds, microsOfSecond(micros, seconds), this.zone));
  }

  /** Java's toString of the key: days for a DATE, microseconds for a TIMESTAMP. */
  private writeKey(keys: Column, i: number, target: GrowingBytes): void {
    if (keys.kind === 'string' && keys.type.kind === 'STRING') {
      quoted(target, stringAt(keys, i));
      return;
    }
    if (keys.kind === 'int' && keys.type.kind !== 'YEAR_MONTH') quoted(target, String(keys.values[i]));
    else if (keys.kind === 'float' && keys.type.kind === 'TIMESTAMP') quoted(target, String(BigInt(keys.values[i] as number)));
    else if (keys.kind === 'big' && keys.type.kind === 'TIMESTAMP') quoted(target, String(keys.values[i]));
    else if (keys.kind === 'float' && keys.type.kind === 'DOUBLE') quoted(target, doubleText(keys.values[i] as number));
    else if (keys.kind === 'float' && keys.type.kind === 'FLOAT') quoted(target, floatText(keys.values[i] as number));
    else this.write(keys, i, target);
  }
}

function partsOf(pattern: string): readonly PatternPart[] {
  const read = readPattern(pattern, 'print');
  if (!read.ok) throw new Error(`The pattern ${pattern} was checked before`);
  return read.parts;
}

const encoder = new TextEncoder();

function quoted(target: GrowingBytes, text: string): void {
  const bytes = encoder.encode(text);
  printString(target, bytes, 0, bytes.length, false);
}
