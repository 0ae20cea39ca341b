import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlainValue, rowsFromValues, valuesFromRows } from '../../src/columns/build.ts';
import { formatSchema, type Schema } from '../../src/columns/data-type.ts';
import { createPlanRuntime } from '../../src/engine/create-plan-runtime.ts';
import { sourceSchema } from '../../src/engine/sources/source-schema.ts';
import { CATALOGUE, definitionOf, FAMILY_TITLES, KNOWN_OPERATORS } from '../../src/operators/catalogue.ts';
import { checkParams, defaultParams } from '../../src/operators/check-params.ts';
import type { OperatorDefinition, OperatorExample } from '../../src/operators/operator-definition.ts';
import { isRequired } from '../../src/operators/params-schema.ts';
import { GENERATOR_SCHEMAS, LINE_SCHEMA } from '../../src/plan/generator-schemas.ts';
import { PlanBuilder } from '../../src/plan/plan-builder.ts';
import type { Json } from '../../src/problem/json.ts';
import { parseType } from '../../src/sql/parse-type.ts';
import { mustBeOk } from '../pipeline/expect-result.ts';

const each = CATALOGUE.map((definition) => [definition.type, definition] as const);

describe.each(each)('%s', (_, definition) => {
  it('has words for palette, form and search', () => {
    expect(definition.title).toMatch(/^[A-Z][A-Za-z]+([ -][A-Za-z]+)*$/);
    // One line beside the tile in a palette 208 wide.
    expect(definition.hint.length).toBeLessThanOrEqual(27);
    const sentences = definition.help.match(/[^.]+\.(?= |$)/g) ?? [];
    expect(sentences.length).toBeGreaterThanOrEqual(2);
    expect(sentences.length).toBeLessThanOrEqual(5);
    expect(definition.aliases.length).toBeGreaterThan(2);
    expect(FAMILY_TITLES.map((f) => f.family)).toContain(definition.family);
    for (const field of definition.fields) expect(field.help).toMatch(/^[A-Z].*\.$/s);
  });

  it('has ports as its family demands', () => {
    expect(definition.inputs.length > 0).toBe(definition.family !== 'source');
    expect(definition.outputs.length > 0).toBe(definition.family !== 'sink');
  });

  it('has params that hold once what must be set is set', () => {
    const params = {
      ...defaultParams(definition),
      ...Object.fromEntries(definition.fields.filter(isRequired).map((field) => [field.name, valueFor(field.kind)])),
    };
    expect(mustBeOk(checkParams(definition, 'x', 'X', params))).toEqual(params);
    const missing = checkParams(definition, 'x', 'X', {});
    expect(missing.ok ? [] : missing.problems.map((p) => [p.code, p.where.param])).toEqual(
      definition.fields.filter(isRequired).map((field) => ['params/missing', field.name]),
    );
  });

  it('has a summary for any params at all', () => {
    const anyParams = fc.dictionary(
      fc.oneof(fc.constantFrom(...definition.fields.map((f) => f.name), 'x'), fc.string()),
      fc.jsonValue() as fc.Arbitrary<Json>,
    );
    void fc.assert(
      fc.property(anyParams, (params) => {
        const summary = definition.summarize(params);
        expect(typeof summary.text === 'string' && typeof summary.mono === 'boolean').toBe(true);
      }),
    );
  });

  it('has an example unless rows begin or end there', () => {
    expect(definition.example === null).toBe(definition.family === 'source' || definition.family === 'sink');
  });
});

function valueFor(kind: string): Json {
  switch (kind) {
    case 'order':
    case 'keys':
      return ['x'];
    case 'expressions':
      return { a: '1' };
    case 'types':
      return { a: 'INT' };
    case 'file':
      return { name: 'a.txt', sha256: '0'.repeat(64), bytes: 1 };
    case 'file-format':
      return { kind: 'text', encoding: 'utf-8', skip: 0 };
    case 'parsed-columns':
      return [{ name: 'value', type: 'STRING', from: 0 }];
    default:
      return 'x';
  }
}

const examples = CATALOGUE.flatMap((definition) => (definition.example === null ? [] : [[definition.type, definition, definition.example] as const]));

describe('the example of', () => {
  it.each(examples)('%s is what the engine answers', (_, definition, example) => {
    expect(example.title).toMatch(/^[A-Z].*\.$/);
    const { schema, rows } = runExample(definition, example);
    expect(schema).toBe(example.output.schema);
    const sorted = (list: readonly (readonly unknown[])[]) => list.map((row) => JSON.stringify(row)).toSorted();
    expect(sorted(rows)).toEqual(sorted(example.output.rows));
  });
});

function runExample(
  definition: OperatorDefinition,
  example: OperatorExample,
): { readonly schema: string; readonly rows: readonly (readonly PlainValue[])[] } {
  const builder = new PlanBuilder({ batchIntervalMs: 1000, timeZone: 'UTC' });
  const schema = schemaOf(example.input.schema);
  const source = mustBeOk(builder.source({ operatorId: 'source', role: 'rows', label: 'Source', source: { kind: 'live' }, schema }));
  const params = mustBeOk(checkParams(definition, 'op', definition.title, example.params));
  // An operator with two inputs gets the same rows on both.
  const inputs = Object.fromEntries(definition.inputs.map((port) => [port.id, [source]]));
  const lowered = mustBeOk(definition.lower({ operatorId: 'op', label: definition.title, params, inputs, builder }));
  const output = lowered.outputs['out'];
  if (output === undefined) throw new Error('no output');
  const sink = mustBeOk(builder.sink({ operatorId: 'sink', role: 'sink', label: 'Sink', input: output, view: { kind: 'table' } }));
  const runtime = createPlanRuntime(builder.finish(), { zeroTimeMs: 0, now: () => 0 });
  const rows = rowsFromValues(schema, example.input.rows as readonly (readonly PlainValue[])[]);
  const result = runtime.runBatch({ batchId: 1, timeMs: 1000, sources: new Map([[source, rows]]) }).sinks.get(sink);
  return { schema: formatSchema(builder.streamType(output).columns), rows: result === null || result === undefined ? [] : valuesFromRows(result) };
}

/** "word STRING, n BIGINT". */
function schemaOf(text: string): Schema {
  return text.split(', ').map((field) => {
    const [name = '', type = ''] = field.split(' ');
    return { name, type: mustBeOk(parseType(type)) };
  });
}

describe('summaries', () => {
  it.each<[string, { readonly [name: string]: Json }, string, boolean]>([
    ['text-stream', { sample: 'moby-dick', rowsPerSecond: 160 }, 'moby-dick.txt, 160/s', false],
    ['text-stream', { sample: 'moby-dick', rowsPerSecond: 1_000_000 }, 'moby-dick.txt, 1M/s', false],
    ['generator', { recipe: 'sensors', rowsPerSecond: 1720 }, 'sensor readings, 1.7k/s', false],
    ['explode', { expression: "split(lower(value), '[^a-z]+')" }, 'at non-letters, lower', false],
    ['filter', { condition: 'length(word) > 3' }, 'length(word) > 3', true],
    ['filter', {}, 'no condition yet', false],
    ['map', { columns: { n: 'length(word)' } }, 'n = length(word)', true],
    ['map', { columns: { a: '1', b: '2' } }, 'a, b', true],
    ['sliding-window', { size: '30 seconds', slide: '5 seconds', keys: ['word'] }, '30 s every 5 s, by word', false],
    ['sliding-window', { size: '90 seconds', slide: 'half a second', keys: [] }, '90 s every half a second', false],
    ['tumbling-window', { size: '1 minute', keys: ['upper(k) AS u', 'page'] }, 'every 1 min, by u, page', false],
    ['running-aggregate', { keys: ['word'] }, 'since the start, by word', false],
    ['count-per-batch', {}, 'each batch', false],
    ['chart', { y: 'n', series: 'word' }, 'n, top 5 by word', false],
    ['chart', { y: 'n' }, 'n', false],
  ])('of %s with %j', (type, params, text, mono) => {
    expect(definitionOf(type)?.summarize(params)).toEqual({ text, mono });
  });
});

describe('the catalogue', () => {
  it('has every type once, in the order of the families', () => {
    expect(KNOWN_OPERATORS.size).toBe(CATALOGUE.length);
    const order = FAMILY_TITLES.map((f) => f.family);
    const places = CATALOGUE.map((definition) => order.indexOf(definition.family));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(definitionOf('constructor')).toBeUndefined();
  });

  it('types sources as the engine makes their rows', () => {
    for (const recipe of Object.keys(GENERATOR_SCHEMAS) as (keyof typeof GENERATOR_SCHEMAS)[]) {
      expect(sourceSchema({ kind: 'generator', recipe, seed: 1, rowsPerSecond: 1 })).toEqual(GENERATOR_SCHEMAS[recipe]);
    }
    expect(sourceSchema({ kind: 'live' })).toEqual(LINE_SCHEMA);
  });
});
