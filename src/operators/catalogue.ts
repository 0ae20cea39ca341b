// The palette: every operator this build knows, in the order it shows them. Adding one is its file and a line here.
import type { KnownOperators } from '../pipeline/schema.ts';
import { cast } from './cast.ts';
import { chart } from './chart.ts';
import { cogroup } from './cogroup.ts';
import { countByWindow } from './count-by-window.ts';
import { countPerBatch } from './count-per-batch.ts';
import { countValues } from './count-values.ts';
import { countValuesByWindow } from './count-values-by-window.ts';
import { distinct } from './distinct.ts';
import { dropColumns } from './drop-columns.ts';
import { explode } from './explode.ts';
import { fileSource } from './file-source.ts';
import { filter } from './filter.ts';
import { generator } from './generator.ts';
import { groupByKey } from './group-by-key.ts';
import { groupByKeyAndWindow } from './group-by-key-and-window.ts';
import { httpPoll } from './http-poll.ts';
import { join } from './join.ts';
import { keystrokes } from './keystrokes.ts';
import { log } from './log.ts';
import { lookupJoin } from './lookup-join.ts';
import { map } from './map.ts';
import { mapWithState } from './map-with-state.ts';
import type { OperatorDefinition, OperatorFamily } from './operator-definition.ts';
import { shapeOf } from './params-schema.ts';
import { parseCsv } from './parse-csv.ts';
import { parseJson } from './parse-json.ts';
import { parseLog } from './parse-log.ts';
import { pointer } from './pointer.ts';
import { reduce } from './reduce.ts';
import { reduceByKey } from './reduce-by-key.ts';
import { reduceByKeyAndWindow } from './reduce-by-key-and-window.ts';
import { reduceByWindow } from './reduce-by-window.ts';
import { rename } from './rename.ts';
import { runningAggregate } from './running-aggregate.ts';
import { slidingWindow } from './sliding-window.ts';
import { sort } from './sort.ts';
import { sse } from './sse.ts';
import { table } from './table.ts';
import { textStream } from './text-stream.ts';
import { top } from './top.ts';
import { tumblingWindow } from './tumbling-window.ts';
import { typedLines } from './typed-lines.ts';
import { union } from './union.ts';
import { updateStateByKey } from './update-state-by-key.ts';
import { websocket } from './websocket.ts';
import { window } from './window.ts';

export const CATALOGUE: readonly OperatorDefinition[] = [
  fileSource,
  textStream,
  typedLines,
  generator,
  websocket,
  sse,
  httpPoll,
  keystrokes,
  pointer,
  explode,
  filter,
  map,
  parseJson,
  parseCsv,
  parseLog,
  cast,
  rename,
  dropColumns,
  union,
  countValues,
  reduce,
  reduceByKey,
  groupByKey,
  distinct,
  top,
  sort,
  tumblingWindow,
  slidingWindow,
  countPerBatch,
  runningAggregate,
  window,
  countByWindow,
  reduceByWindow,
  reduceByKeyAndWindow,
  countValuesByWindow,
  groupByKeyAndWindow,
  mapWithState,
  updateStateByKey,
  join,
  lookupJoin,
  cogroup,
  chart,
  table,
  log,
];

/** Families that have operators, in the order of the palette, with their titles. */
export const FAMILY_TITLES: readonly { readonly family: OperatorFamily; readonly title: string }[] = [
  { family: 'source', title: 'Sources' },
  { family: 'transform', title: 'Transform' },
  { family: 'window', title: 'Windows and state' },
  { family: 'join', title: 'Joins' },
  { family: 'sink', title: 'Sinks' },
];

const byType: ReadonlyMap<string, OperatorDefinition> = new Map(CATALOGUE.map((definition) => [definition.type, definition]));

/** The operator of that type, or undefined for a type this build does not know. */
export function definitionOf(type: string): OperatorDefinition | undefined {
  return byType.get(type);
}

/** What the parser of documents needs to know of the catalogue. */
export const KNOWN_OPERATORS: KnownOperators = new Map(CATALOGUE.map((definition) => [definition.type, shapeOf(definition)]));
