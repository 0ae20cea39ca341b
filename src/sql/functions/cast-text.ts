// Values as CAST(.. AS STRING) prints them, and casts between STRING and BINARY.
import { utf8Slice } from '../../columns/build.ts';
import type { Column, StringColumn } from '../../columns/column.ts';
import { BINARY } from '../../columns/data-type.ts';
import { formatDecimal } from '../../columns/decimal.ts';
import { formatDayTime, formatYearMonth } from '../../columns/interval-text.ts';
import { mustZone, UTC } from '../datetime/zone-names.ts';
import type { ZoneRules } from '../datetime/zone-rules.ts';
import { dateText, timestampText } from '../datetime-text.ts';
import type { Frame } from '../frame.ts';
import { doubleText, floatText } from './double-text.ts';
import { integerTexts } from './integer-text.ts';
import { buildText, textAt } from './text-bytes.ts';

export function toText(column: Column, frame: Frame): Column {
  const { kind } = column.type;
  if (column.kind === 'float' && kind === 'BIGINT') return integerTexts(column.values, frame);
  if (column.kind === 'int' && (kind === 'INT' || kind === 'SMALLINT' || kind === 'TINYINT')) return integerTexts(column.values, frame);
  const zone = mustZone(frame.context.timeZone);
  return buildText(frame, (row) => valueText(column, row, zone));
}

/** The bytes stay where they are. */
export function toBinary(column: StringColumn, frame: Frame): Column {
  return { ...column, type: BINARY, nulls: frame.nulls };
}

/** As CAST(value AS STRING) prints it; the value is not NULL. Bytes that are no UTF-8 show as the replacement character. */
export function valueText(column: Column, row: number, zone: ZoneRules = UTC): string {
  const { type } = column;
  switch (column.kind) {
    case 'string':
      return type.kind === 'BINARY' ? utf8Slice(column.bytes, column.starts[row] as number, column.ends[row] as number) : textAt(column, row);
    case 'boolean':
      return column.values[row] === 1 ? 'true' : 'false';
    case 'int': {
      const value = column.values[row] as number;
      if (type.kind === 'YEAR_MONTH') return formatYearMonth(type, value);
      return type.kind === 'DATE' ? dateText(value) : String(value);
    }
    case 'big':
      if (type.kind === 'TIMESTAMP') return timestampText(column.values[row] as bigint, zone);
      return type.kind === 'DAY_TIME' ? formatDayTime(type, column.values[row] as bigint) : String(column.values[row]);
    case 'wide':
      return formatDecimal(column.values[row] as bigint, type.kind === 'DECIMAL' ? type.scale : 0);
    case 'float':
      return numberText(column.values[row] as number, column, zone);
    case 'array': {
      const parts: string[] = [];
      for (let i = column.starts[row] as number; i < (column.ends[row] as number); i++) parts.push(nullableText(column.elements, i, zone));
      return `[${parts.join(', ')}]`;
    }
    case 'map': {
      const parts: string[] = [];
      for (let i = column.starts[row] as number; i < (column.ends[row] as number); i++) {
        parts.push(`${nullableText(column.keys, i, zone)} -> ${nullableText(column.values, i, zone)}`);
      }
      return `{${parts.join(', ')}}`;
    }
    case 'struct':
      return `{${column.fields.map((field) => nullableText(field, row, zone)).join(', ')}}`;
  }
}

function numberText(value: number, { type }: Column, zone: ZoneRules): string {
  switch (type.kind) {
    case 'TIMESTAMP':
      return timestampText(value, zone);
    case 'DOUBLE':
      return doubleText(value);
    case 'FLOAT':
      return floatText(value);
    case 'DECIMAL':
      return formatDecimal(value, type.scale);
    case 'DAY_TIME':
      return formatDayTime(type, BigInt(value));
    default:
      return String(value);
  }
}

function nullableText(column: Column, row: number, zone: ZoneRules): string {
  return column.type.kind === 'VOID' || column.nulls?.[row] === 1 ? 'null' : valueText(column, row, zone);
}
