// CAST and TRY_CAST between all types, by the ANSI rules: what does not fit fails (CAST) or is NULL (TRY_CAST).
import type { Column } from '../../columns/column.ts';
import {
  BIGINT,
  BINARY,
  BOOLEAN,
  DATE,
  type DataType,
  DOUBLE,
  decimalOf,
  FLOAT,
  formatType,
  INT,
  SMALLINT,
  STRING,
  sameType,
  TIMESTAMP,
  TINYINT,
} from '../../columns/data-type.ts';
import { canCast } from '../coercion.ts';
import { nullColumn } from '../columns-constant.ts';
import type { Frame } from '../frame.ts';
import { withoutErrors } from '../silent-errors.ts';
import { toDate, toDayTime, toTimestamp, toYearMonth } from './cast-datetime.ts';
import { toArray, toMap, toStruct } from './cast-nested.ts';
import { toBigint, toBoolean, toDecimal, toFloating, toInteger } from './cast-number.ts';
import { toBinary, toText } from './cast-text.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { asText } from './text-bytes.ts';

/** INT(x), STRING(x) and so on: Spark has a function named as each simple type. */
function castFunction(name: string, type: DataType, example: FunctionDefinition['example']): FunctionDefinition {
  return {
    name,
    group: 'cast',
    signatures: [`${name}(value A) -> ${formatType(type)}`],
    help: `The value as ${formatType(type)}: the same as CAST(value AS ${formatType(type)}).`,
    example,
    raises: true,
    kernel: {
      kind: 'rewrite',
      rewrite: ([value], _, span, terms) => {
        if (value === undefined || !canCast(value.type, type)) return null;
        return terms.call('cast', [value], type, span);
      },
    },
  };
}

export const castFunctions: readonly FunctionDefinition[] = [
  {
    name: 'cast',
    group: 'cast',
    signatures: ['cast(value A) -> A'],
    written: 'CAST(value AS type)',
    help: 'The value as another type. Fails for a row whose value has no such form.',
    example: { text: "CAST('42' AS INT)", expected: 42 },
    raises: true,
    kernel: { kind: 'strict', make: (shape) => (args, frame) => castColumn(args[0] as Column, shape.type, frame) },
  },
  {
    name: 'try_cast',
    group: 'cast',
    signatures: ['try_cast(value A) -> A'],
    written: 'TRY_CAST(value AS type)',
    help: 'The value as another type; NULL for a row whose value has no such form.',
    example: { text: "TRY_CAST('many' AS INT)", expected: null },
    kernel: { kind: 'strict', make: tryCast },
  },
  castFunction('boolean', BOOLEAN, { text: "boolean('yes')", expected: true }),
  castFunction('tinyint', TINYINT, { text: "tinyint('7')", expected: 7 }),
  castFunction('smallint', SMALLINT, { text: "smallint('7')", expected: 7 }),
  castFunction('int', INT, { text: "int('7')", expected: 7 }),
  castFunction('bigint', BIGINT, { text: "bigint('3000000000')", expected: 3_000_000_000 }),
  castFunction('float', FLOAT, { text: "float('0.5')", expected: 0.5 }),
  castFunction('double', DOUBLE, { text: "double('0.5')", expected: 0.5 }),
  castFunction('decimal', decimalOf(10, 0), { text: "decimal('42.5')", expected: '43' }),
  castFunction('string', STRING, { text: 'string(42)', expected: '42' }),
  castFunction('binary', BINARY, { text: "binary('abc')", expected: '616263' }),
  castFunction('date', DATE, { text: "string(date('2024-2-9'))", expected: '2024-02-09' }),
  castFunction('timestamp', TIMESTAMP, { text: "string(timestamp('2024-02-09'))", expected: '2024-02-09 00:00:00' }),
];

function tryCast(shape: CallShape): ColumnKernel {
  return ([value], frame) => withoutErrors(frame, (silent) => castColumn(value as Column, shape.type, silent, true));
}

/** `silent`: an element of an ARRAY or MAP that fails is NULL, and the whole stays. */
function castColumn(column: Column, to: DataType, frame: Frame, silent = false): Column {
  if (column.type.kind === 'VOID') return nullColumn(to, frame.length);
  if (sameType(column.type, to)) return { ...column, type: to };
  switch (to.kind) {
    case 'BOOLEAN':
      return toBoolean(column, frame);
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
      return toInteger(column, to, frame);
    case 'BIGINT':
      return toBigint(column, frame);
    case 'FLOAT':
    case 'DOUBLE':
      return toFloating(column, to, frame);
    case 'DECIMAL':
      return toDecimal(column, to, frame);
    case 'STRING':
      return toText(column, frame);
    case 'BINARY':
      return toBinary(asText(column), frame);
    case 'DATE':
      return toDate(column, frame);
    case 'TIMESTAMP':
      return toTimestamp(column, frame);
    case 'DAY_TIME':
      return toDayTime(column, to, frame);
    case 'YEAR_MONTH':
      return toYearMonth(column, to, frame);
    case 'ARRAY':
      return toArray(column, to, frame, silent, castColumn);
    case 'MAP':
      return toMap(column, to, frame, silent, castColumn);
    case 'STRUCT':
      return toStruct(column, to, frame, silent, castColumn);
    case 'VOID':
      throw new Error('Nothing is cast to VOID');
  }
}
