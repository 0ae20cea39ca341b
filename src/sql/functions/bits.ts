// Bits of whole numbers: & | ^ ~, shifts, counts. Two's complement; shifts take the lowest five or six bits of their distance, as in Java.
import type { Column } from '../../columns/column.ts';
import { BIGINT, type DataType, INT, isIntegerType, TINYINT } from '../../columns/data-type.ts';
import { commonType, fitOf } from '../coercion.ts';
import { bigValues } from '../columns-merge.ts';
import type { Term } from '../expression.ts';
import type { Frame } from '../frame.ts';
import { only } from './argument-rules.ts';
import { bigintColumn } from './big-lane.ts';
import type { ColumnKernel, FunctionDefinition } from './function-definition.ts';
import type { Overload } from './signature.ts';
import { buildInts } from './text-bytes.ts';

export const bitFunctions: readonly FunctionDefinition[] = [
  bitwise(
    '&',
    'Bits that are set in both numbers.',
    { text: '12 & 10', expected: 8 },
    (a, b) => a & b,
    (a, b) => a & b,
  ),
  bitwise(
    '|',
    'Bits that are set in one of the numbers or both.',
    { text: '12 | 10', expected: 14 },
    (a, b) => a | b,
    (a, b) => a | b,
  ),
  bitwise(
    '^',
    'Bits that are set in just one of the numbers.',
    { text: '12 ^ 10', expected: 6 },
    (a, b) => a ^ b,
    (a, b) => a ^ b,
  ),
  {
    name: '~',
    group: 'arithmetic',
    signatures: ['~(value BIGINT) -> BIGINT'],
    written: '~value',
    help: 'Every bit turned: ~0 is -1.',
    example: { text: '~5', expected: -6 },
    typed: (args) => typesOfBits(args, 1),
    kernel: {
      kind: 'strict',
      make:
        ({ type }) =>
        ([value], frame) =>
          eachInteger(
            value as Column,
            type,
            frame,
            (x) => ~x,
            (x) => ~x,
          ),
    },
  },
  shift(
    'shiftleft',
    '<<',
    'The bits moved to the left; zeros come in.',
    { text: 'shiftleft(2, 3)', expected: 16 },
    (x, by) => x << by,
    (x, by) => BigInt.asIntN(64, x << by),
  ),
  shift(
    'shiftright',
    '>>',
    'The bits moved to the right; the sign comes in.',
    { text: 'shiftright(-8, 1)', expected: -4 },
    (x, by) => x >> by,
    (x, by) => x >> by,
  ),
  shift(
    'shiftrightunsigned',
    '>>>',
    'The bits moved to the right; zeros come in.',
    { text: 'shiftrightunsigned(-1, 28)', expected: 15 },
    (x, by) => (x >>> by) | 0,
    (x, by) => BigInt.asIntN(64, BigInt.asUintN(64, x) >> by),
  ),
  {
    name: 'bit_count',
    group: 'math',
    signatures: ['bit_count(value BOOLEAN) -> INT', 'bit_count(value BIGINT) -> INT'],
    help: 'How many bits are set, of 64: bit_count(-1) is 64.',
    example: { text: 'bit_count(7)', expected: 3 },
    refuseTerms: only('bit_count', ['BOOLEAN', 'TINYINT', 'SMALLINT', 'INT', 'BIGINT']),
    kernel: { kind: 'strict', make: () => counted },
  },
  {
    name: 'bit_get',
    aliases: ['getbit'],
    group: 'math',
    signatures: ['bit_get(value BIGINT, position INT) -> TINYINT'],
    help: 'The bit at the position, 0 or 1; the lowest has position 0.',
    example: { text: 'bit_get(11, 0)', expected: 1 },
    raises: true,
    typed: ([value, position]) => {
      if (position === undefined || fitOf(position.type, INT) === 'none') return null;
      if (value === undefined || (!isIntegerType(value.type) && value.type.kind !== 'VOID')) return null;
      return { params: [isIntegerType(value.type) ? value.type : BIGINT, INT], result: TINYINT };
    },
    kernel: { kind: 'strict', make: () => bitAt },
  },
];

type Narrow = (a: number, b: number) => number;
type Wide = (a: bigint, b: bigint) => bigint;

function bitwise(name: '&' | '|' | '^', help: string, example: FunctionDefinition['example'], narrow: Narrow, wide: Wide): FunctionDefinition {
  return {
    name,
    group: 'arithmetic',
    signatures: [`${name}(left BIGINT, right BIGINT) -> BIGINT`],
    written: `left ${name} right`,
    help,
    example,
    typed: (args) => typesOfBits(args, 2),
    kernel: {
      kind: 'strict',
      make:
        ({ type }) =>
        ([left, right], frame) => {
          const b = right as Column;
          if (b.kind === 'int')
            return eachInteger(
              left as Column,
              type,
              frame,
              (x, row) => narrow(x, b.values[row] as number),
              (x) => x,
            );
          const others = bigValues(b);
          return eachInteger(
            left as Column,
            type,
            frame,
            (x) => x,
            (x, row) => wide(x, others[row] as bigint),
          );
        },
    },
  };
}

/** Whole numbers of one common type, which is the result's. */
function typesOfBits(args: readonly Term[], count: number): Overload | null {
  if (args.length !== count) return null;
  let common: DataType | null = { kind: 'VOID' };
  for (const { type } of args) {
    if (!isIntegerType(type) && type.kind !== 'STRING' && type.kind !== 'VOID') return null;
    common = common === null ? null : commonType(common, type);
  }
  const result = common?.kind === 'VOID' || common === null ? INT : common.kind === 'STRING' ? null : common;
  return result === null ? null : { params: args.map(() => result), result };
}

function shift(name: string, operator: string, help: string, example: FunctionDefinition['example'], narrow: Narrow, wide: Wide): FunctionDefinition {
  return {
    name,
    group: 'math',
    signatures: [`${name}(value INT, distance INT) -> INT`, `${name}(value BIGINT, distance INT) -> BIGINT`],
    help: `${help} Also written value ${operator} distance.`,
    example,
    typed: ([value, distance]) => {
      if (value === undefined || distance === undefined || fitOf(distance.type, INT) === 'none') return null;
      const type = value.type.kind === 'BIGINT' ? BIGINT : INT;
      return fitOf(value.type, type) === 'none' || value.type.kind === 'BOOLEAN' ? null : { params: [type, INT], result: type };
    },
    kernel: {
      kind: 'strict',
      make:
        ({ type }) =>
        ([value, distance], frame) => {
          const by = distance as Column;
          const at = (row: number) => (by.kind === 'int' ? (by.values[row] as number) : 0);
          return eachInteger(
            value as Column,
            type,
            frame,
            (x, row) => narrow(x, at(row)),
            (x, row) => wide(x, BigInt(at(row) & 63)),
          );
        },
    },
  };
}

/** One whole number a row: of the int lane by `narrow`, of BIGINT by `wide`. */
function eachInteger(
  column: Column,
  type: DataType,
  frame: Frame,
  narrow: (x: number, row: number) => number,
  wide: (x: bigint, row: number) => bigint,
): Column {
  if (column.kind === 'int') return { ...buildInts(frame, (row) => narrow(column.values[row] as number, row)), type };
  const source = bigValues(column);
  const values = new BigInt64Array(frame.length);
  for (let k = 0; k < frame.count; k++) {
    const row = frame.rowAt(k);
    if (!frame.isNull(row)) values[row] = wide(source[row] as bigint, row);
  }
  return bigintColumn(values, frame);
}

const counted: ColumnKernel = ([value], frame) => {
  const column = value as Column;
  if (column.kind === 'boolean') return buildInts(frame, (row) => column.values[row] as number);
  const values = bigValues(column);
  return buildInts(
    frame,
    (row) =>
      BigInt.asUintN(64, values[row] as bigint)
        .toString(2)
        .replaceAll('0', '').length,
  );
};

const widths: Readonly<Record<string, number>> = { TINYINT: 8, SMALLINT: 16, INT: 32, BIGINT: 64 };

const bitAt: ColumnKernel = ([value, position], frame) => {
  const column = value as Column;
  const at = position as Column;
  const width = widths[column.type.kind] ?? 64;
  const values = column.kind === 'int' ? null : bigValues(column);
  const bits = buildInts(frame, (row) => {
    const place = at.kind === 'int' ? (at.values[row] as number) : 0;
    if (place < 0 || place >= width) {
      frame.fail(row, 'INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE', { index: place, size: width });
      return 0;
    }
    if (values !== null) return Number((BigInt.asUintN(64, values[row] as bigint) >> BigInt(place)) & 1n);
    return column.kind === 'int' ? ((column.values[row] as number) >> place) & 1 : 0;
  });
  return { ...bits, type: TINYINT, nulls: frame.nulls };
};
