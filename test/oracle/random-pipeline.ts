// Random pipelines as documents: grown operator by operator over all of the palette, each step checked by lowering the whole,
// so that what comes out is valid and went the way every user's document goes. Also random edits of them.
import { applyText } from '../../src/operators/apply-document.ts';
import { lowerDocument } from '../../src/operators/lower-document.ts';
import { DEFAULT_SETTINGS, type Edge, type OperatorBox, type PipelineDocument, type Settings } from '../../src/pipeline/document.ts';
import { formatDocument } from '../../src/pipeline/format.ts';
import type { AppliedPipeline } from '../../src/plan/applied-pipeline.ts';
import type { StreamType } from '../../src/plan/stream-type.ts';
import type { Random } from './random.ts';
import { randomAggregates, randomCondition, randomKeys, randomList, randomScalar } from './random-expressions.ts';
import { hasInexact, randomBatchOperator, randomJoin } from './random-operators.ts';
import { perhapsRefusing, REASONS } from './random-refusals.ts';

type Params = OperatorBox['params'];

const INTERVALS_MS = [100, 250, 250, 700, 1000, 1000];

/** A document that applies, its text, and what applying it gave. */
export interface RandomPipeline {
  readonly document: PipelineDocument;
  readonly text: string;
  readonly applied: AppliedPipeline;
}

/** `liveOnly`: typed lines are the only sources, so what a batch reads does not depend on when it was cut. */
export function randomPipeline(random: Random, liveOnly: boolean): RandomPipeline {
  for (;;) {
    const grown = liveOnly ? caughtUp(grow(random, true)) : grow(random, false);
    const made = checked(withSinks(random, grown));
    if (made !== null) return made;
  }
}

/** With "skip" a fault at a batch time would leave that time out. */
function caughtUp(document: PipelineDocument): PipelineDocument {
  return { ...document, settings: { ...document.settings, downtime: 'catch-up' } };
}

/** A valid edit of the document; it may change logic, state, settings or only what it is called. Live sources stay. */
export function randomEdit(random: Random, document: PipelineDocument): RandomPipeline | null {
  for (let attempt = 0; attempt < 20; attempt++) {
    const made = checked(random.pick(EDITS)(random, document));
    if (made !== null && made.text !== formatDocument(document)) return made;
  }
  return null;
}

function checked(document: PipelineDocument | null): RandomPipeline | null {
  if (document === null) return null;
  const text = formatDocument(document);
  const applied = applyText(text);
  return applied.ok ? { document, text, applied: applied.value } : null;
}

function randomSettings(random: Random): Settings {
  const intervalMs = random.pick(INTERVALS_MS);
  const checkpointMs = random.pick([null, intervalMs, 2 * intervalMs, 3 * intervalMs, 7 * intervalMs]);
  return {
    ...DEFAULT_SETTINGS,
    batchInterval: `${intervalMs} milliseconds`,
    durability: random.chance(0.7) ? 'relaxed' : 'strict',
    downtime: random.chance(0.7) ? 'catch-up' : 'skip',
    ...(checkpointMs === null ? {} : { checkpointInterval: `${checkpointMs} milliseconds` }),
    ...(random.chance(0.3) ? { backpressure: false } : {}),
  };
}

function grow(random: Random, liveOnly: boolean): PipelineDocument {
  let document: PipelineDocument = { name: 'Random', settings: randomSettings(random), operators: {}, edges: [], ui: { positions: {}, notes: [] } };
  const sources = random.pick([1, 1, 1, 2, 3]);
  for (let i = 0; i < sources; i++) document = withOperator(document, `source-${i}`, randomSource(random, liveOnly), []);
  const steps = random.between(1, 6);
  for (let i = 0; i < steps; i++) document = withRandomStep(random, document, `step-${i}`) ?? document;
  return document;
}

function randomSource(random: Random, liveOnly: boolean): OperatorBox {
  const rowsPerSecond = random.pick([10, 10, 10, 15]);
  const kind = liveOnly ? 'typed' : random.pick(['typed', 'text', 'zipf-words', 'clicks', 'sensors']);
  if (kind === 'typed') return { type: 'typed-lines', params: {} };
  if (kind === 'text') return { type: 'text-stream', params: { sample: 'moby-dick', rowsPerSecond } };
  return { type: 'generator', params: { recipe: kind, seed: random.below(1000), rowsPerSecond } };
}

function withOperator(document: PipelineDocument, id: string, box: OperatorBox, inputs: readonly string[]): PipelineDocument {
  const edges = inputs.map((from): Edge => ({ from: { operator: from, port: 'out' }, to: { operator: id, port: 'in' } }));
  return { ...document, operators: { ...document.operators, [id]: box }, edges: [...document.edges, ...edges] };
}

/** Operators with an output and what flows out of it. Refused rows are read by an operator of their own. */
function streamsOf(document: PipelineDocument): readonly { readonly id: string; readonly stream: StreamType }[] {
  return [...lowerDocument(document).outputs].flatMap(([id, outputs]) =>
    outputs.flatMap(({ port, streamType }) => (port === 'errors' ? [] : [{ id, stream: streamType }])),
  );
}

/** With what reads its errors port, if the operator has one. */
function withReasons(document: PipelineDocument, id: string): PipelineDocument {
  if (document.operators[id]?.params['onError'] !== 'errors') return document;
  const edge: Edge = { from: { operator: id, port: 'errors' }, to: { operator: `${id}-why`, port: 'in' } };
  return { ...document, operators: { ...document.operators, [`${id}-why`]: REASONS }, edges: [...document.edges, edge] };
}

/** The document with one operator more, or null when none of some tries was accepted. */
function withRandomStep(random: Random, document: PipelineDocument, id: string): PipelineDocument | null {
  for (let attempt = 0; attempt < 8; attempt++) {
    const streams = streamsOf(document);
    const from = random.chance(0.6) ? streams[streams.length - 1] : random.pick(streams);
    if (from === undefined) return null;
    const joined = random.chance(0.12) ? withRandomJoin(random, document, id, from, streams) : null;
    if (joined !== null) return joined;
    const ordered = isOrdered(document, from.id);
    const made = randomBox(random, from.stream, ordered);
    if (made === null) continue;
    const box = perhapsRefusing(random, made, [{ columns: from.stream.columns, prefix: '' }], ordered);
    const others = streams.filter((other) => other.stream.slideMs === from.stream.slideMs && sameColumns(other.stream, from.stream));
    const inputs = box.type === 'union' ? [from.id, random.pick(others).id, ...(random.chance(0.3) ? [random.pick(others).id] : [])] : [from.id];
    const next = withOperator(document, id, box, [...new Set(inputs)]);
    if (streamsOf(next).some((stream) => stream.id === id)) return withReasons(next, id);
  }
  return null;
}

interface NamedStream {
  readonly id: string;
  readonly stream: StreamType;
}

/** The document with a join of the stream and another, or itself; null when they do not fit. */
function withRandomJoin(
  random: Random,
  document: PipelineDocument,
  id: string,
  left: NamedStream,
  streams: readonly NamedStream[],
): PipelineDocument | null {
  const others = streams.filter((other) => other.stream.slideMs === left.stream.slideMs);
  const right = random.pick(others);
  // Bitmaps of 4 KB in every pair of rows would be gigabytes.
  if ([left, right].some(({ stream }) => stream.columns.some(({ type }) => type.kind === 'BINARY'))) return null;
  const made = randomJoin(random, left.stream.columns, right.stream.columns, isOrdered(document, left.id) && isOrdered(document, right.id));
  if (made === null) return null;
  const scopes = [
    { columns: left.stream.columns, prefix: 'l.' },
    { columns: right.stream.columns, prefix: 'r.' },
  ];
  const box = perhapsRefusing(random, made, scopes, false);
  const edges = [
    { from: { operator: left.id, port: 'out' }, to: { operator: id, port: 'left' } },
    { from: { operator: right.id, port: 'out' }, to: { operator: id, port: 'right' } },
  ];
  const next = { ...document, operators: { ...document.operators, [id]: box }, edges: [...document.edges, ...edges] };
  return streamsOf(next).some((stream) => stream.id === id) ? withReasons(next, id) : null;
}

const ORDER_KEEPERS: ReadonlySet<string> = new Set([
  'typed-lines',
  'text-stream',
  'generator',
  'explode',
  'filter',
  'map',
  'union',
  'window',
  'sort',
  'top',
  'map-with-state',
]);

/** Whether the order of the stream's rows is defined: by arrival, or by a total order. Groups and pairs come in any order. */
function isOrdered(document: PipelineDocument, id: string): boolean {
  const box = document.operators[id];
  if (box === undefined || !ORDER_KEEPERS.has(box.type)) return false;
  if (box.type === 'sort' || box.type === 'top') return !hasInexact(lowerDocument(document).inputs.get(id) ?? []);
  if (box.type === 'map-with-state' && (box.params['gives'] === 'snapshots' || box.params['onTimeout'] !== undefined)) return false;
  return document.edges
    .filter((edge) => edge.to.operator === id)
    .every((edge) => edge.from.port === 'out' && isOrdered(document, edge.from.operator));
}

function sameColumns(a: StreamType, b: StreamType): boolean {
  return JSON.stringify(a.columns) === JSON.stringify(b.columns);
}

function randomBox(random: Random, input: StreamType, ordered: boolean): OperatorBox | null {
  const { columns } = input;
  if (random.chance(0.4)) return randomBatchOperator(random, input, ordered);
  switch (random.pick(['explode', 'filter', 'map', 'map', 'union', 'tumbling', 'sliding', 'sliding', 'sliding', 'count', 'running', 'running'])) {
    case 'explode': {
      const expression = randomList(random, columns);
      return expression === null ? null : { type: 'explode', params: { expression, as: `w${columns.length}` } };
    }
    case 'filter':
      return { type: 'filter', params: { condition: randomCondition(random, columns) } };
    case 'map':
      return randomMap(random, input);
    case 'union':
      return { type: 'union', params: {} };
    case 'tumbling':
      return aggregateBox(random, input, 'tumbling-window', { time: 'batch', size: `${random.between(1, 6) * input.slideMs} milliseconds` });
    case 'sliding': {
      const size = random.pick([1, 2, 2, 3, 3, 4, 5, 7, 12]) * input.slideMs;
      const slide = random.pick([1, 1, 1, 2, 2, 3, 4, 5]) * input.slideMs;
      return aggregateBox(random, input, 'sliding-window', { time: 'batch', size: `${size} milliseconds`, slide: `${slide} milliseconds` });
    }
    case 'count':
      return { type: 'count-per-batch', params: { keys: randomKeys(random, columns), as: 'n' } };
    default:
      return aggregateBox(random, input, 'running-aggregate', { emit: random.pick(['changes', 'changes', 'all']) });
  }
}

function aggregateBox(random: Random, input: StreamType, type: string, params: Params): OperatorBox {
  return { type, params: { ...params, keys: randomKeys(random, input.columns), aggregates: randomAggregates(random, input.columns) } };
}

function randomMap(random: Random, { columns, keys }: StreamType): OperatorBox | null {
  const mode = random.pick(['add', 'replace']);
  const added: { [name: string]: string } = {};
  // A stream of changes must keep its keys; a projection that loses them is refused.
  if (mode === 'replace') for (const key of keys) added[key] = key;
  const count = random.between(1, 3);
  for (let i = 0; i < count; i++) {
    const scalar = randomScalar(random, columns);
    if (scalar !== null) added[`m${columns.length + i}`] = scalar;
  }
  return Object.keys(added).length === 0 ? null : { type: 'map', params: { mode, columns: added } };
}

/** Every loose end gets a sink, some streams a second one; perhaps an operator in the middle is out of the run. */
function withSinks(random: Random, grown: PipelineDocument): PipelineDocument {
  let document = grown;
  const used = new Set(grown.edges.map((edge) => edge.from.operator));
  let number = 0;
  for (const { id, stream } of streamsOf(grown)) {
    const wanted = used.has(id) ? random.chance(0.15) : true;
    if (wanted) document = withOperator(document, `sink-${number++}`, randomSink(random, stream), [id]);
  }
  return random.chance(0.15) ? withDisabled(random, document) : document;
}

function randomSink(random: Random, { columns }: StreamType): OperatorBox {
  const numbers = columns.filter((field) => ['INT', 'BIGINT', 'DOUBLE'].includes(field.type.kind)).map((field) => field.name);
  if (numbers.length > 0 && random.chance(0.3)) return { type: 'chart', params: { y: random.pick(numbers) } };
  return { type: random.pick(['table', 'log']), params: {} };
}

function withDisabled(random: Random, document: PipelineDocument): PipelineDocument {
  const id = random.pick(Object.keys(document.operators).filter((key) => !key.startsWith('source') && !key.endsWith('-why')));
  const box = document.operators[id];
  if (box === undefined) return document;
  const next = { ...document, operators: { ...document.operators, [id]: { ...box, disabled: true } } };
  return lowerDocument(next).plan === null ? document : next;
}

type Edit = (random: Random, document: PipelineDocument) => PipelineDocument | null;

function changeBox(document: PipelineDocument, id: string, change: Partial<OperatorBox>): PipelineDocument | null {
  const box = document.operators[id];
  return box === undefined ? null : { ...document, operators: { ...document.operators, [id]: { ...box, ...change } } };
}

const editParams: Edit = (random, document) => {
  const id = random.pick(Object.keys(document.operators).filter((key) => (key.startsWith('step') || key.startsWith('new')) && !key.endsWith('-why')));
  const input = lowerDocument(document).inputs.get(id);
  const box = document.operators[id];
  if (box === undefined || input === undefined) return null;
  const from = document.edges.find((edge) => edge.to.operator === id)?.from.operator;
  const stream = streamsOf(document).find((s) => s.id === from)?.stream;
  if (stream === undefined) return null;
  for (let attempt = 0; attempt < 10; attempt++) {
    const fresh = randomBox(random, stream, from !== undefined && isOrdered(document, from));
    if (fresh?.type === box.type) return changeBox(document, id, { params: fresh.params });
  }
  return null;
};

const rename: Edit = (random, document) =>
  changeBox(document, random.pick(Object.keys(document.operators)), { name: `Renamed ${random.below(100)} 日本` });

const addStepAndSink: Edit = (random, document) => {
  const id = `new-${random.below(1_000_000)}`;
  const grown = withRandomStep(random, document, id);
  const stream = grown === null ? undefined : streamsOf(grown).find((s) => s.id === id)?.stream;
  return grown === null || stream === undefined ? null : withOperator(grown, `${id}-sink`, randomSink(random, stream), [id]);
};

const addSource: Edit = (random, document) => {
  const id = `source-${random.below(1_000_000)}`;
  const added = withOperator(document, id, randomSource(random, false), []);
  return withOperator(added, `${id}-sink`, { type: 'table', params: {} }, [id]);
};

const removeSink: Edit = (random, document) => {
  const sinks = Object.keys(document.operators).filter((id) => ['table', 'log', 'chart'].includes(document.operators[id]?.type ?? ''));
  if (sinks.length < 2) return null;
  const gone = random.pick(sinks);
  const operators = Object.fromEntries(Object.entries(document.operators).filter(([id]) => id !== gone));
  return { ...document, operators, edges: document.edges.filter((edge) => edge.to.operator !== gone) };
};

const toggle: Edit = (random, document) => {
  const id = random.pick(Object.keys(document.operators).filter((key) => !key.startsWith('source') && !key.endsWith('-why')));
  const box = document.operators[id];
  return box === undefined ? null : changeBox(document, id, { disabled: box.disabled !== true });
};

const reseed: Edit = (random, document) => {
  const generators = Object.keys(document.operators).filter((id) => document.operators[id]?.type === 'generator');
  if (generators.length === 0) return null;
  const id = random.pick(generators);
  return changeBox(document, id, { params: { ...document.operators[id]?.params, seed: random.below(1000) } });
};

const changeSettings: Edit = (random, document) => ({
  ...document,
  settings: { ...randomSettings(random), batchInterval: random.chance(0.7) ? document.settings.batchInterval : randomSettings(random).batchInterval },
});

const EDITS: readonly Edit[] = [
  editParams,
  editParams,
  rename,
  addStepAndSink,
  addStepAndSink,
  addSource,
  removeSink,
  toggle,
  reseed,
  changeSettings,
];
