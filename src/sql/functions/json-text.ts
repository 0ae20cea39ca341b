// Functions that look into JSON texts without a schema: paths, lengths, names.
import { arrayOf, INT, STRING } from '../../columns/data-type.ts';
import { nullColumn } from '../columns-constant.ts';
import { GrowingBytes } from '../json/growing-bytes.ts';
import { JsonPathReader, type PathStep, parseJsonPath } from '../json/json-path.ts';
import { PATH_SYNTAX } from '../json/json-syntax.ts';
import { END_ARRAY, END_OBJECT, FAULT, FIELD_NAME, JsonTokens, START_ARRAY, START_OBJECT } from '../json/json-tokens.ts';
import { onlyTexts } from './argument-rules.ts';
import { buildBytes } from './encode.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { asText, slices, textAt } from './text-bytes.ts';

export const jsonTextFunctions: readonly FunctionDefinition[] = [
  {
    name: 'get_json_object',
    group: 'json',
    signatures: ['get_json_object(text STRING, path STRING) -> STRING'],
    help: "What stands at the path in the JSON text, such as $.a.b, $['a b'], $.list[0] or $.list[*].name: text without its quotes, anything else as JSON. NULL when there is nothing.",
    example: { text: `get_json_object('{"a": {"b": [1, 2]}}', '$.a.b[1]')`, expected: '2' },
    raises: true,
    refuseTerms: onlyTexts('get_json_object'),
    kernel: { kind: 'strict', make: getJsonObject },
  },
  {
    name: 'json_array_length',
    group: 'json',
    signatures: ['json_array_length(text STRING) -> INT'],
    help: 'How many elements the JSON array has; NULL when the text is not a JSON array.',
    example: { text: "json_array_length('[1, 2, [3]]')", expected: 3 },
    refuseTerms: onlyTexts('json_array_length'),
    kernel: { kind: 'strict', make: arrayLength },
  },
  {
    name: 'json_object_keys',
    group: 'json',
    signatures: ['json_object_keys(text STRING) -> ARRAY<STRING>'],
    help: 'The names of the fields of the JSON object, outermost only; NULL when the text is not a JSON object.',
    example: { text: `json_object_keys('{"a": 1, "b": {"c": 2}}')`, expected: ['a', 'b'] },
    refuseTerms: onlyTexts('json_object_keys'),
    kernel: { kind: 'strict', make: objectKeys },
  },
];

function getJsonObject(shape: CallShape): ColumnKernel {
  const literal = shape.literals[1]?.kind === 'string' ? parseJsonPath(shape.literals[1].value) : undefined;
  const paths = new Map<string, ReturnType<typeof parseJsonPath>>();
  const reader = new JsonPathReader();
  const pathOf = (path: string): ReturnType<typeof parseJsonPath> => {
    const known = paths.get(path);
    if (known !== undefined) return known;
    if (paths.size >= 256) paths.clear();
    const steps = parseJsonPath(path);
    paths.set(path, steps);
    return steps;
  };
  return ([text, path], frame) => {
    const column = asText(text);
    const pathColumn = asText(path);
    if (literal === null) return nullColumn(STRING, frame.length);
    return buildBytes(
      frame,
      (row, target) => {
        const steps: readonly PathStep[] | null | 'range' = literal ?? pathOf(textAt(pathColumn, row));
        if (steps === 'range') frame.fail(row, 'java.lang.NumberFormatException', { reason: 'an index of the path is too large' });
        if (steps === null || steps === 'range') return false;
        return reader.find(column.bytes, column.starts[row] as number, column.ends[row] as number, steps, target);
      },
      STRING,
    );
  };
}

function arrayLength(): ColumnKernel {
  const tokens = new JsonTokens(PATH_SYNTAX);
  return ([text], frame) => {
    const { bytes, starts, ends } = asText(text);
    const values = new Int32Array(frame.length);
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      if (frame.isNull(row)) continue;
      tokens.reset(bytes, starts[row] as number, ends[row] as number);
      const count = tokens.next() === START_ARRAY ? countElements(tokens) : -1;
      if (count < 0) frame.setNull(row);
      else values[row] = count;
    }
    return { kind: 'int', type: INT, length: frame.length, nulls: frame.nulls, values };
  };
}

/** -1 when the array does not end well. */
function countElements(tokens: JsonTokens): number {
  let count = 0;
  for (let token = tokens.next(); token !== END_ARRAY; token = tokens.next()) {
    if (token === FAULT || tokens.skipChildren() === FAULT) return -1;
    count++;
  }
  return count;
}

function objectKeys(): ColumnKernel {
  const tokens = new JsonTokens(PATH_SYNTAX);
  return ([text], frame) => {
    const { bytes, starts, ends } = asText(text);
    const target = new GrowingBytes();
    const cuts: number[] = [0];
    const rowStarts = new Int32Array(frame.length);
    const rowEnds = new Int32Array(frame.length);
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      rowStarts[row] = cuts.length - 1;
      rowEnds[row] = cuts.length - 1;
      if (frame.isNull(row)) continue;
      tokens.reset(bytes, starts[row] as number, ends[row] as number);
      const isObject = tokens.next() === START_OBJECT && collectKeys(tokens, target, cuts);
      if (isObject) rowEnds[row] = cuts.length - 1;
      else frame.setNull(row);
    }
    const elements = slices(target.bytes.subarray(0, target.size), Int32Array.from(cuts.slice(0, -1)), Int32Array.from(cuts.slice(1)), null);
    return { kind: 'array', type: arrayOf(STRING), length: frame.length, nulls: frame.nulls, starts: rowStarts, ends: rowEnds, elements };
  };
}

function collectKeys(tokens: JsonTokens, target: GrowingBytes, cuts: number[]): boolean {
  for (let token = tokens.next(); token !== END_OBJECT; token = tokens.next()) {
    if (token === FAULT) return false;
    if (token === FIELD_NAME) {
      const name = tokens.currentName ?? new Uint8Array(0);
      target.pushSlice(name, 0, name.length);
      cuts.push(target.size);
    } else if (tokens.skipChildren() === FAULT) {
      return false;
    }
  }
  return true;
}
