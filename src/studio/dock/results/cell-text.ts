// Values of result rows as text: for reading (thousands, times without the T) and for copying (as spreadsheets take them).
import type { PlainValue } from '../../../columns/build.ts';
import { type DataType, isFloatingType, isNumericType, type Schema, VOID } from '../../../columns/data-type.ts';
import { UTC } from '../../../sql/datetime/zone-names.ts';
import type { ZoneRules } from '../../../sql/datetime/zone-rules.ts';
import { shownTime, shownValueIn } from '../../../sql/zoned-values.ts';
import { decimalsOf, formatFixed, formatNumber } from '../format.ts';

export function isNumeric(type: DataType): boolean {
  return isNumericType(type);
}

const MOST_DIGITS = 4;

/** Decimals of the columns that hold doubles, by these rows; undefined for the others. */
export function columnDigits(schema: Schema, rows: readonly (readonly PlainValue[])[]): readonly (number | undefined)[] {
  return schema.map((field, c) => {
    if (!isFloatingType(field.type)) return undefined;
    const numbers = rows.map((row) => row[c]).filter((value) => typeof value === 'number');
    return decimalsOf(numbers, MOST_DIGITS);
  });
}

/** As the table shows it: doubles with `digits` decimals, times on the clocks of the zone. NULL is told by its own look, so its text here is "NULL". */
export function cellText(value: PlainValue, type: DataType, zone: ZoneRules = UTC, digits?: number): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number') return digits === undefined ? formatNumber(value, MOST_DIGITS) : formatFixed(value, digits);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'string') return wordOf(value, type, zone);
  if (type.kind === 'ARRAY') return `[${value.map((element) => cellText(element, type.element, zone)).join(', ')}]`;
  if (type.kind === 'MAP') return mapText(value, type, zone);
  if (type.kind === 'STRUCT') return structText(value, type.fields, zone);
  return value.map((element) => String(element)).join(', ');
}

function wordOf(text: string, type: DataType, zone: ZoneRules): string {
  switch (type.kind) {
    case 'TIMESTAMP':
      return shownTime(text, zone);
    case 'BIGINT':
    case 'DECIMAL':
      return groupDigits(text);
    default:
      return text;
  }
}

function mapText(entries: readonly PlainValue[], type: DataType & { readonly kind: 'MAP' }, zone: ZoneRules): string {
  const words = entries.map((entry) => {
    const [key = null, value = null] = Array.isArray(entry) ? (entry as readonly PlainValue[]) : [];
    return `${cellText(key, type.key, zone)}: ${cellText(value, type.value, zone)}`;
  });
  return `{${words.join(', ')}}`;
}

function structText(values: readonly PlainValue[], fields: Schema, zone: ZoneRules): string {
  return `{${fields.map((field, i) => `${field.name}: ${cellText(values[i] ?? null, field.type, zone)}`).join(', ')}}`;
}

/** A BIGINT too large for a number and a DECIMAL come as digits. */
function groupDigits(digits: string): string {
  return digits.replace(/^-/, '−').replace(/^(−?)(\d+)/, (_, sign: string, whole: string) => sign + whole.replace(/\B(?=(\d{3})+$)/g, ','));
}

/** As it is copied: numbers without commas, NULL empty, lists as JSON. */
export function plainText(value: PlainValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Rows as tab-separated values; cells with a tab, a line end or a quote are quoted as spreadsheets do. Times are on the clocks of the zone. */
export function toTsv(schema: Schema, rows: readonly (readonly PlainValue[])[], zone: ZoneRules): string {
  const shown = (value: PlainValue, c: number): PlainValue => shownValueIn(zone, value, schema[c]?.type ?? VOID);
  return rows.map((row) => row.map((value, c) => tsvCell(plainText(shown(value, c)))).join('\t')).join('\n');
}

function tsvCell(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
