// Random documents that are whole as values, random edits of them, and what must hold after any edit.
import * as fc from 'fast-check';
import { expect } from 'vitest';
import { CATALOGUE, definitionOf } from '../../src/operators/catalogue.ts';
import { copyPart, duplicateOperators, pastePart } from '../../src/pipeline/clipboard.ts';
import { DEFAULT_SETTINGS, type Edge, type Endpoint, type PipelineDocument } from '../../src/pipeline/document.ts';
import {
  addNote,
  addOperator,
  changeNote,
  connect,
  disconnect,
  type Edit,
  insertOnEdge,
  moveOperators,
  removeNotes,
  removeOperators,
  removeSelection,
  renameDocument,
  renameOperator,
  setDisabled,
  setParam,
  setSettings,
} from '../../src/pipeline/edits.ts';
import { findLoop, formatEdge } from '../../src/pipeline/graph.ts';
import { newOperatorId } from '../../src/pipeline/ids.ts';

export const takesMany = (document: PipelineDocument) => (to: Endpoint) =>
  definitionOf(document.operators[to.operator]?.type ?? '')?.inputs.find((port) => port.id === to.port)?.many === true;

/** Draws numbers in [0, 1) from a list, over and over. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const anyText = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.constantFrom('', 'にほんご', 'a "b" \\ \n', '  ', '𝒳'),
);
const anyPoint = fc.tuple(fc.double({ min: -2e6, max: 2e6 }), fc.oneof(fc.double(), fc.integer({ min: -1000, max: 1000 })));

type Step = (document: PipelineDocument, random: () => number) => Edit;

function pick<T>(list: readonly T[], random: () => number): T | undefined {
  return list[Math.floor(random() * list.length)];
}

function someIds(document: PipelineDocument, random: () => number): string[] {
  return Object.keys(document.operators).filter(() => random() < 0.15);
}

function endpoint(document: PipelineDocument, side: 'inputs' | 'outputs', random: () => number): Endpoint {
  const operator = pick(Object.keys(document.operators), random) ?? 'nobody';
  const port = pick(definitionOf(document.operators[operator]?.type ?? '')?.[side] ?? [], random)?.id;
  // Only ports that exist: the canvas offers no others.
  return port === undefined ? { operator: 'nobody', port: 'in' } : { operator, port };
}

function fresh(document: PipelineDocument, random: () => number, at: readonly [number, number]) {
  const definition = pick(CATALOGUE, random) ?? CATALOGUE[0];
  const type = definition?.type ?? '';
  const params = Object.fromEntries(
    (definition?.fields ?? []).flatMap((field) => (field.default === undefined ? [] : [[field.name, field.default]])),
  );
  return { id: newOperatorId(type, random, document.operators), type, params, at };
}

function textParam(document: PipelineDocument, id: string, random: () => number): string | undefined {
  const fields = definitionOf(document.operators[id]?.type ?? '')?.fields ?? [];
  return pick(
    fields.filter((field) => ['expression', 'duration', 'name', 'column', 'text'].includes(field.kind)),
    random,
  )?.name;
}

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 14,
    arbitrary: anyPoint.map(
      (at): Step =>
        (d, r) =>
          addOperator(d, fresh(d, r, at)),
    ),
  },
  { weight: 24, arbitrary: fc.constant<Step>((d, r) => connect(d, endpoint(d, 'outputs', r), endpoint(d, 'inputs', r), takesMany(d))) },
  {
    weight: 1,
    arbitrary: fc.boolean().map(
      (keepWiresJoined): Step =>
        (d, r) =>
          removeOperators(d, someIds(d, r), { keepWiresJoined, takesMany: takesMany(d) }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.boolean().map(
      (keepWiresJoined): Step =>
        (d, r) =>
          removeSelection(d, { operators: someIds(d, r), edges: d.edges.filter(() => r() < 0.2) }, { keepWiresJoined, takesMany: takesMany(d) }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Step>((d, r) =>
      disconnect(
        d,
        d.edges.filter(() => r() < 0.2),
      ),
    ),
  },
  {
    weight: 2,
    arbitrary: anyPoint.map(
      (at): Step =>
        (d, r) => {
          const edge = pick(d.edges, r);
          const operator = { ...fresh(d, r, at), type: 'filter', params: { condition: 'TRUE' } };
          return edge === undefined ? { label: '', document: d } : insertOnEdge(d, edge, operator, { in: 'in', out: 'out' });
        },
    ),
  },
  {
    weight: 2,
    arbitrary: anyPoint.map(
      (at): Step =>
        (d, r) =>
          moveOperators(d, Object.fromEntries([...someIds(d, r), 'nobody'].map((id) => [id, at]))),
    ),
  },
  {
    weight: 1,
    arbitrary: anyText.map(
      (name): Step =>
        (d, r) =>
          renameOperator(d, pick(Object.keys(d.operators), r) ?? '', name),
    ),
  },
  {
    weight: 1,
    arbitrary: anyText.map(
      (name): Step =>
        (d) =>
          renameDocument(d, name),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.option(anyText, { nil: undefined }).map(
      (value): Step =>
        (d, r) => {
          const id = pick(Object.keys(d.operators), r) ?? '';
          return setParam(d, id, textParam(d, id, r) ?? '', textParam(d, id, r) === undefined ? undefined : value);
        },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.oneof(anyText, fc.constantFrom('__proto__', 'constructor', '1')), anyText).map(
      (map): Step =>
        (d, r) => {
          const id =
            pick(
              Object.keys(d.operators).filter((o) => d.operators[o]?.type === 'sliding-window'),
              r,
            ) ?? '';
          return setParam(d, id, 'aggregates', map);
        },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('2 seconds', '500 milliseconds').map(
      (batchInterval): Step =>
        (d) =>
          setSettings(d, { batchInterval }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.boolean().map(
      (on): Step =>
        (d) =>
          setSettings(d, on ? { backpressure: false, checkpointInterval: '20 seconds' } : { backpressure: undefined }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.boolean().map(
      (disabled): Step =>
        (d, r) =>
          setDisabled(d, someIds(d, r), disabled),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(anyText, anyPoint).map(
      ([text, at]): Step =>
        (d) =>
          addNote(d, { text, at, size: at }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(anyText, anyPoint).map(
      ([text, at]): Step =>
        (d, r) =>
          changeNote(d, Math.floor(r() * 3), r() < 0.5 ? { text } : { at }),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Step>((d, r) => removeNotes(d, [Math.floor(r() * 3)])) },
  {
    weight: 1,
    arbitrary: anyPoint.map(
      (at): Step =>
        (d, r) =>
          pastePart(d, copyPart(d, someIds(d, r)), { newId: (type, taken) => newOperatorId(type, r, taken), at }),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Step>((d, r) => duplicateOperators(d, someIds(d, r), (type, taken) => newOperatorId(type, r, taken))) },
);

export const EMPTY: PipelineDocument = { name: '', settings: DEFAULT_SETTINGS, operators: {}, edges: [], ui: { positions: {}, notes: [] } };

/** Documents one can come to by editing. */
export const anyDocument: fc.Arbitrary<PipelineDocument> = fc
  .tuple(fc.array(anyStep, { maxLength: 80, size: 'max' }), fc.integer({ min: 1 }))
  .map(([steps, seed]) => {
    const random = randomFrom(seed);
    return steps.reduce((document, step) => step(document, random).document, EMPTY);
  });

/** Every edge and position has its operators, an input has its one edge, nothing flows in a circle. */
export function expectWhole(document: PipelineDocument): void {
  const ids = Object.keys(document.operators);
  const known = new Set(ids);
  for (const { from, to } of document.edges) expect(known.has(from.operator) && known.has(to.operator)).toBe(true);
  for (const id of Object.keys(document.ui.positions)) expect(known.has(id)).toBe(true);
  expect(findLoop(ids, document.edges)).toBeNull();
  const single = document.edges.filter((edge) => !takesMany(document)(edge.to)).map((edge: Edge) => `${edge.to.operator}.${edge.to.port}`);
  expect(new Set(single).size).toBe(single.length);
  expect(new Set(document.edges.map(formatEdge)).size).toBe(document.edges.length);
}
