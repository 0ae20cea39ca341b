// The palette: every operator this build knows, in the order it shows them. Adding one is its file and a line here.
import type { KnownOperators } from '../pipeline/schema.ts';
import { chart } from './chart.ts';
import { countPerBatch } from './count-per-batch.ts';
import { explode } from './explode.ts';
import { filter } from './filter.ts';
import { generator } from './generator.ts';
import { log } from './log.ts';
import { map } from './map.ts';
import type { OperatorDefinition, OperatorFamily } from './operator-definition.ts';
import { shapeOf } from './params-schema.ts';
import { runningAggregate } from './running-aggregate.ts';
import { slidingWindow } from './sliding-window.ts';
import { table } from './table.ts';
import { textStream } from './text-stream.ts';
import { tumblingWindow } from './tumbling-window.ts';
import { typedLines } from './typed-lines.ts';
import { union } from './union.ts';

export const CATALOGUE: readonly OperatorDefinition[] = [
  textStream,
  typedLines,
  generator,
  explode,
  filter,
  map,
  union,
  tumblingWindow,
  slidingWindow,
  countPerBatch,
  runningAggregate,
  chart,
  table,
  log,
];

/** Families that have operators, in the order of the palette, with their titles. */
export const FAMILY_TITLES: readonly { readonly family: OperatorFamily; readonly title: string }[] = [
  { family: 'source', title: 'Sources' },
  { family: 'transform', title: 'Transform' },
  { family: 'window', title: 'Windows and state' },
  { family: 'sink', title: 'Sinks' },
];

const byType: ReadonlyMap<string, OperatorDefinition> = new Map(CATALOGUE.map((definition) => [definition.type, definition]));

/** The operator of that type, or undefined for a type this build does not know. */
export function definitionOf(type: string): OperatorDefinition | undefined {
  return byType.get(type);
}

/** What the parser of documents needs to know of the catalogue. */
export const KNOWN_OPERATORS: KnownOperators = new Map(CATALOGUE.map((definition) => [definition.type, shapeOf(definition)]));
