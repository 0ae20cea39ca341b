// The aggregate functions over a list of argument values, computed from the whole list each time.
import type { AggregateCall } from '../../src/sql/aggregate.ts';
import { naiveDistinctEstimate } from './naive-distinct-estimate.ts';
import { evaluateTerm, fitting, type RowContext } from './row-terms.ts';
import { compareValues, groupText, type Value } from './values.ts';

/** What the call sees of a row: its argument (NULL for count(*)), or undefined when its FILTER leaves the row out. */
export function argumentOf(call: AggregateCall, context: RowContext): Value | undefined {
  if (call.more !== undefined) throw new Error(`The oracle does not know ${call.text}`);
  if (call.filter !== undefined && evaluateTerm(call.filter.root, context) !== true) return undefined;
  return call.argument === null ? null : evaluateTerm(call.argument.root, context);
}

/** Throws when one more row takes a sum of the group beyond 64 bits. `before`, `row`: what `argumentOf` gave, one entry a call. */
export function mustFit(
  calls: readonly AggregateCall[],
  before: readonly (readonly (Value | undefined)[])[],
  row: readonly (Value | undefined)[],
): void {
  calls.forEach((call, i) => {
    if (call.function !== 'sum' || call.type.kind !== 'BIGINT' || call.distinct === true) return;
    const seen = [...before, row].flatMap((args) => (args[i] === undefined || args[i] === null ? [] : [args[i]]));
    if (seen.length > 0) sumOf(call, seen);
  });
}

/** @param seen what `argumentOf` gave for each row of the group, in order of arrival. */
export function aggregateValues(call: AggregateCall, seen: readonly (Value | undefined)[]): Value {
  const values = seen.filter((value) => value !== undefined);
  if (call.argument === null) return BigInt(values.length);
  const all = values.filter((value) => value !== null);
  const present = call.distinct === true ? [...new Map(all.map((value) => [groupText(value), value])).values()] : all;
  switch (call.function) {
    case 'count':
      return BigInt(present.length);
    case 'sum':
      return present.length === 0 ? null : sumOf(call, present);
    case 'avg':
      return present.length === 0 ? null : present.reduce((sum: number, value) => sum + Number(value), 0) / present.length;
    case 'min':
      return present.reduce<Value>((least, value) => (least === null || compareValues(value, least) < 0 ? value : least), null);
    case 'max':
      return present.reduce<Value>((most, value) => (most === null || compareValues(value, most) > 0 ? value : most), null);
    case 'collect_list':
      return present;
    case 'collect_set':
      return [...new Map(present.map((value) => [groupText(value), value])).values()];
    case 'approx_count_distinct':
      return naiveDistinctEstimate(present as bigint[], Number(call.constants?.[0]));
    case 'bitmap_construct_agg':
      return bitmapText(new Set(present.map(Number)));
    case 'bitmap_or_agg':
      return bitmapText(new Set(present.flatMap((bitmap) => bitsOf(String(bitmap)))));
    case 'bitmap_and_agg': {
      const bitmaps = present.map((bitmap) => new Set(bitsOf(String(bitmap))));
      return bitmapText(new Set(EVERY_BIT.filter((bit) => bitmaps.every((bits) => bits.has(bit)))));
    }
    case 'collect_union': {
      const elements = present.flatMap((list) => list as readonly Value[]).filter((element) => element !== null);
      return [...new Map(elements.map((element) => [groupText(element), element])).values()];
    }
    case 'first':
      return (call.ignoreNulls === true ? present : values)[0] ?? null;
    case 'last':
      return (call.ignoreNulls === true ? present : values).at(-1) ?? null;
    default:
      throw new Error(`The naive evaluator does not know ${call.function}`);
  }
}

const BITMAP_BYTES = 4_096;

const EVERY_BIT: readonly number[] = Array.from({ length: 8 * BITMAP_BYTES }, (_, bit) => bit);

/** 4096 bytes in hexadecimal; bit b is the b mod 8th of byte b / 8. Nearly all of them are 00. */
function bitmapText(bits: ReadonlySet<number>): string {
  const bytes = new Map<number, number>();
  for (const bit of bits) bytes.set(Math.floor(bit / 8), (bytes.get(Math.floor(bit / 8)) ?? 0) + 2 ** (bit % 8));
  let text = '';
  for (const [at, byte] of [...bytes].sort(([a], [b]) => a - b)) text = `${text.padEnd(2 * at, '0')}${byte.toString(16).padStart(2, '0')}`;
  return text.padEnd(2 * BITMAP_BYTES, '0');
}

/** The bits a bitmap in hexadecimal has. */
function bitsOf(hex: string): readonly number[] {
  return [...hex.matchAll(/[^0]/g)].flatMap(({ 0: digit, index }) => {
    const first = 8 * Math.floor(index / 2) + (index % 2 === 0 ? 4 : 0);
    return [0, 1, 2, 3].filter((bit) => Math.floor(Number.parseInt(digit, 16) / 2 ** bit) % 2 === 1).map((bit) => first + bit);
  });
}

function sumOf(call: AggregateCall, present: readonly Value[]): Value {
  if (call.type.kind === 'DOUBLE') return present.reduce((sum: number, value) => sum + Number(value), 0);
  return fitting(
    call.type,
    present.reduce((sum: bigint, value) => sum + BigInt(value as number | bigint), 0n),
  );
}
