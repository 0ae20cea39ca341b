// Maps: made, taken apart, put together. Keys are never NULL and differ.
import type { ArrayColumn, Column, MapColumn } from '../../columns/column.ts';
import { arrayOf, BOOLEAN, type DataType, mapOf, STRING, VOID } from '../../columns/data-type.ts';
import { problem } from '../../problem/problem.ts';
import { commonType, commonTypeOf } from '../coercion.ts';
import { nullColumn } from '../columns-constant.ts';
import { concatColumns } from '../columns-merge.ts';
import type { Term } from '../expression.ts';
import type { Frame } from '../frame.ts';
import { onlyTexts, typedArguments } from './argument-rules.ts';
import { findKey } from './element-at.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { asArray } from './list-rows.ts';
import { asMap, buildMaps } from './map-rows.ts';
import { refuseRegex } from './regex-source.ts';
import { strToMap } from './str-to-map.ts';

export const mapFunctions: readonly FunctionDefinition[] = [
  {
    name: 'map',
    group: 'map',
    signatures: ['map() -> MAP<VOID, VOID>', 'map(keysAndValues A...) -> MAP<VOID, VOID>'],
    written: 'map(key, value, ..)',
    help: 'A map of the keys to the values after them. A NULL key, or one that comes twice, fails.',
    example: {
      text: "map('a', 1, 'b', 2)",
      expected: [
        ['a', 1],
        ['b', 2],
      ],
    },
    raises: true,
    refuseTerms: (args, span) =>
      args.length % 2 === 1 ? problem('sql/argument-count', span, { name: 'map', got: args.length, takes: 'a value after each key' }) : null,
    typed: typeOfMap,
    kernel: { kind: 'whole', make: mapOfValues },
  },
  {
    name: 'map_from_arrays',
    group: 'map',
    signatures: ['map_from_arrays(keys ARRAY<K>, values ARRAY<V>) -> MAP<K, V>'],
    help: 'A map of the elements of the first array to those of the second.',
    example: {
      text: "map_from_arrays(array(1, 3), array('2', '4'))",
      expected: [
        [1, '2'],
        [3, '4'],
      ],
    },
    raises: true,
    kernel: { kind: 'strict', make: fromArrays },
  },
  {
    name: 'map_from_entries',
    group: 'map',
    signatures: ['map_from_entries(entries A) -> MAP<VOID, VOID>'],
    help: 'A map of an array of STRUCTs of a key and a value; NULL when one of them is NULL.',
    example: {
      text: "map_from_entries(array(struct(1, 'a'), struct(2, 'b')))",
      expected: [
        [1, 'a'],
        [2, 'b'],
      ],
    },
    raises: true,
    typed: ([entries]) => {
      const element = entries?.type.kind === 'ARRAY' ? entries.type.element : VOID;
      if (entries === undefined || element.kind !== 'STRUCT' || element.fields.length !== 2) return null;
      const [key, value] = element.fields;
      return { params: [entries.type], result: mapOf(key?.type ?? VOID, value?.type ?? VOID) };
    },
    kernel: { kind: 'strict', make: fromEntries },
  },
  {
    name: 'map_keys',
    group: 'map',
    signatures: ['map_keys(map MAP<K, V>) -> ARRAY<K>'],
    help: 'The keys of the map.',
    example: { text: "map_keys(map(1, 'a', 2, 'b'))", expected: [1, 2] },
    kernel: {
      kind: 'strict',
      make:
        (shape) =>
        ([map], frame) =>
          listed(shape.type, asMap(map), asMap(map).keys, frame),
    },
  },
  {
    name: 'map_values',
    group: 'map',
    signatures: ['map_values(map MAP<K, V>) -> ARRAY<V>'],
    help: 'The values of the map, in the order of its keys.',
    example: { text: "map_values(map(1, 'a', 2, 'b'))", expected: ['a', 'b'] },
    kernel: {
      kind: 'strict',
      make:
        (shape) =>
        ([map], frame) =>
          listed(shape.type, asMap(map), asMap(map).values, frame),
    },
  },
  {
    name: 'map_entries',
    group: 'map',
    signatures: ['map_entries(map MAP<K, V>) -> ARRAY<STRUCT<>>'],
    help: 'The entries of the map as STRUCTs with the fields key and value.',
    example: { text: "map_entries(map(1, 'a'))", expected: [[1, 'a']] },
    typed: ([map]) => {
      if (map?.type.kind !== 'MAP') return null;
      const { key, value } = map.type;
      const fields = [
        { name: 'key', type: key },
        { name: 'value', type: value },
      ];
      return { params: [map.type], result: arrayOf({ kind: 'STRUCT', fields }) };
    },
    kernel: { kind: 'strict', make: entries },
  },
  {
    name: 'map_contains_key',
    group: 'map',
    signatures: ['map_contains_key(map MAP<S, V>, key S) -> BOOLEAN'],
    help: 'TRUE when the map has the key.',
    example: { text: "map_contains_key(map(1, 'a', 2, 'b'), 1)", expected: true },
    refuseTerms: typedArguments('map_contains_key'),
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([map, key], frame) => {
          const column = asMap(map);
          const values = new Uint8Array(frame.length);
          for (let k = 0; k < frame.count; k++) {
            const row = frame.rowAt(k);
            if (!frame.isNull(row)) values[row] = findKey(column, row, key as Column) >= 0 ? 1 : 0;
          }
          return { kind: 'boolean', type: BOOLEAN, length: frame.length, nulls: frame.nulls, values };
        },
    },
  },
  {
    name: 'map_concat',
    group: 'map',
    signatures: ['map_concat() -> MAP<STRING, STRING>', 'map_concat(maps A...) -> MAP<VOID, VOID>'],
    help: 'The entries of all the maps in one. A key that comes twice fails.',
    example: {
      text: "map_concat(map(1, 'a'), map(2, 'b'))",
      expected: [
        [1, 'a'],
        [2, 'b'],
      ],
    },
    raises: true,
    typed: (args) => {
      if (args.length === 0) return { params: [], result: mapOf(STRING, STRING) };
      const types = args.map((term) => term.type);
      const type = types.every((t) => t.kind === 'MAP') ? commonTypeOf(types, commonType) : null;
      return type === null ? null : { params: types.map(() => type), result: type };
    },
    kernel: { kind: 'strict', make: concatenated },
  },
  {
    name: 'str_to_map',
    group: 'map',
    refuseTerms: onlyTexts('str_to_map'),
    signatures: [
      'str_to_map(text STRING) -> MAP<STRING, STRING>',
      'str_to_map(text STRING, pairSeparator STRING) -> MAP<STRING, STRING>',
      'str_to_map(text STRING, pairSeparator STRING, keySeparator STRING) -> MAP<STRING, STRING>',
    ],
    help: "A map from text such as 'a:1,b:2'. The separators are regular expressions, ',' and ':' if none are given.",
    example: {
      text: "str_to_map('a:1,b:2', ',', ':')",
      expected: [
        ['a', '1'],
        ['b', '2'],
      ],
    },
    raises: true,
    refuse: (shape, spans) => refuseRegex(shape, 1, spans) ?? refuseRegex(shape, 2, spans),
    kernel: { kind: 'strict', make: strToMap },
  },
];

function typeOfMap(args: readonly Term[]): ReturnType<NonNullable<FunctionDefinition['typed']>> {
  const typesOf = (rest: 0 | 1) => args.filter((_, i) => i % 2 === rest).map((term) => term.type);
  const key = commonTypeOf(typesOf(0), commonType);
  const value = commonTypeOf(typesOf(1), commonType);
  if (key === null || value === null || holdsMap(key)) return null;
  return { params: args.map((_, i) => (i % 2 === 0 ? key : value)), result: mapOf(key, value) };
}

/** A MAP cannot be (in) a key. */
function holdsMap(type: DataType): boolean {
  if (type.kind === 'ARRAY') return holdsMap(type.element);
  if (type.kind === 'STRUCT') return type.fields.some((field) => holdsMap(field.type));
  return type.kind === 'MAP';
}

function mapOfValues(shape: CallShape): ColumnKernel {
  const type = shape.type.kind === 'MAP' ? shape.type : mapOf(VOID, VOID);
  return (args, frame) => {
    const width = args.length / 2;
    if (width === 0) return buildMaps(type, nullColumn(type.key, 0), nullColumn(type.value, 0), frame, () => true);
    const keys = concatColumns(args.filter((_, i) => i % 2 === 0));
    const values = concatColumns(args.filter((_, i) => i % 2 === 1));
    return buildMaps(type, keys, values, frame, (row, keyAt, valueAt) => {
      for (let i = 0; i < width; i++) {
        keyAt.push(i * frame.length + row);
        valueAt.push(i * frame.length + row);
      }
      return true;
    });
  };
}

function fromArrays(shape: CallShape): ColumnKernel {
  return ([keys, values], frame) => {
    const keyArrays = asArray(keys);
    const valueArrays = asArray(values);
    return buildMaps(shape.type, keyArrays.elements, valueArrays.elements, frame, (row, keyAt, valueAt) => {
      const from = keyArrays.starts[row] as number;
      const size = (keyArrays.ends[row] as number) - from;
      const valuesFrom = valueArrays.starts[row] as number;
      if ((valueArrays.ends[row] as number) - valuesFrom !== size) {
        frame.fail(row, '_LEGACY_ERROR_TEMP_2128', { reason: 'there are not as many values as keys' });
        return false;
      }
      for (let i = 0; i < size; i++) {
        keyAt.push(from + i);
        valueAt.push(valuesFrom + i);
      }
      return true;
    });
  };
}

function fromEntries(shape: CallShape): ColumnKernel {
  return ([array], frame) => {
    const { starts, ends, elements } = asArray(array);
    if (elements.kind !== 'struct') throw new Error(`Not an ARRAY of STRUCT: ${elements.kind}`);
    const [keys, values] = elements.fields as [Column, Column];
    return buildMaps(shape.type, keys, values, frame, (row, keyAt, valueAt) => {
      for (let i = starts[row] as number; i < (ends[row] as number); i++) {
        if (elements.nulls !== null && elements.nulls[i] === 1) {
          frame.setNull(row);
          return false;
        }
        keyAt.push(i);
        valueAt.push(i);
      }
      return true;
    });
  };
}

function listed(type: DataType, map: MapColumn, elements: Column, frame: Frame): ArrayColumn {
  return { kind: 'array', type, length: frame.length, nulls: frame.nulls, starts: map.starts, ends: map.ends, elements };
}

function entries(shape: CallShape): ColumnKernel {
  const struct = shape.type.kind === 'ARRAY' ? shape.type.element : shape.type;
  return ([map], frame) => {
    const column = asMap(map);
    const { keys, values } = column;
    return listed(shape.type, column, { kind: 'struct', type: struct, length: keys.length, nulls: null, fields: [keys, values] }, frame);
  };
}

function concatenated(shape: CallShape): ColumnKernel {
  return (args, frame) => {
    const type = shape.type.kind === 'MAP' ? shape.type : mapOf(VOID, VOID);
    if (args.length === 0) return buildMaps(type, nullColumn(type.key, 0), nullColumn(type.value, 0), frame, () => true);
    const maps = args.map(asMap);
    const keys = concatColumns(maps.map((map) => map.keys));
    const values = concatColumns(maps.map((map) => map.values));
    return buildMaps(type, keys, values, frame, (row, keyAt, valueAt) => {
      let shift = 0;
      for (const map of maps) {
        for (let i = map.starts[row] as number; i < (map.ends[row] as number); i++) {
          keyAt.push(shift + i);
          valueAt.push(shift + i);
        }
        shift += map.keys.length;
      }
      return true;
    });
  };
}
