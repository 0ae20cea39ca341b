// A file that was just looked at, as a pipeline that shows something within seconds. With a time: its records counted batch by batch as
// they came, so many times as fast that the whole file passes in a minute or two, and counted for good by interval. Without one:
// how often each value comes. Text: how often each word comes. Pure; whoever is not content edits it.
import { fileFormatOf } from '../formats/file-format.ts';
import type { FileReference, RecordPolicy } from '../formats/record-format.ts';
import type { Sniffed, SniffedColumn } from '../formats/sniffed.ts';
import type { OperatorBox, PipelineDocument } from '../pipeline/document.ts';
import { columnParams, fileFormatJson, fileParam } from './file-params.ts';
import { columnText } from './group-keys.ts';
import { type Placed, pipeline } from './placed-pipeline.ts';

export type FilePace = { readonly kind: 'rate'; readonly rowsPerSecond: number } | { readonly kind: 'time'; readonly speed: number };

/** What the user chose beside the guess. */
export interface FileUse {
  readonly timeColumn: string | null;
  readonly pace: FilePace;
  readonly onBadRow: RecordPolicy;
}

/** Seconds in which a file should pass by. */
const WANTED_SECONDS = 75;
const LEAST_RATE = 10;
const MOST_RATE = 200_000;

/** Lengths of an interval: seconds, as Spark text or, where lengths differ, the unit of date_trunc, and in words. */
const INTERVALS: readonly (readonly [seconds: number, text: string, words: string])[] = [
  [1, '1 second', 'second'],
  [5, '5 seconds', '5 seconds'],
  [15, '15 seconds', '15 seconds'],
  [60, '1 minute', 'minute'],
  [300, '5 minutes', '5 minutes'],
  [900, '15 minutes', '15 minutes'],
  [3_600, '1 hour', 'hour'],
  [10_800, '3 hours', '3 hours'],
  [21_600, '6 hours', '6 hours'],
  [43_200, '12 hours', '12 hours'],
  [86_400, '1 day', 'day'],
  [172_800, '2 days', '2 days'],
  [604_800, '7 days', '7 days'],
  [2_592_000, 'MONTH', 'month'],
  [31_536_000, 'YEAR', 'year'],
];

/** How the file is best replayed, when nobody said so. */
export function suggestedUse(file: FileReference, sniffed: Sniffed): FileUse {
  const { timeColumn } = sniffed;
  const span = spanSeconds(file, sniffed);
  const pace: FilePace = span === null ? { kind: 'rate', rowsPerSecond: rateFor(file, sniffed) } : { kind: 'time', speed: intervalFor(span)[0] };
  return { timeColumn, pace, onBadRow: 'null' };
}

/** The file source alone. */
export function fileBox(file: FileReference, sniffed: Sniffed, { timeColumn, pace, onBadRow }: FileUse): OperatorBox {
  const byTime = pace.kind === 'time' && timeColumn !== null;
  return {
    type: 'file',
    name: file.name,
    params: {
      file: fileParam(file),
      format: fileFormatJson(fileFormatOf(sniffed.framing, sniffed.format)),
      columns: columnParams(sniffed.columns),
      onError: onBadRow,
      pace: byTime ? 'time' : 'rate',
      rowsPerSecond: pace.kind === 'rate' ? pace.rowsPerSecond : rateFor(file, sniffed),
      ...(timeColumn === null ? {} : { timeColumn }),
      speed: pace.kind === 'time' ? pace.speed : 60,
    },
  };
}

export function pipelineOfFile(file: FileReference, sniffed: Sniffed, use: FileUse = suggestedUse(file, sniffed)): PipelineDocument {
  const source: Placed = { box: fileBox(file, sniffed, use), column: 0, y: 240 };
  const name = file.name.replace(/\.gz$/i, '').replace(/\.[A-Za-z0-9]{1,8}$/, '') || file.name;
  if (sniffed.format.kind === 'text') return wordCount(name, source, sniffed);
  const time = sniffed.columns.find((column) => column.name === use.timeColumn);
  const key = keyColumn(sniffed, time?.name ?? null);
  if (time !== undefined) return countsByTime(name, source, file, sniffed, time, key, use);
  return key === null ? countsAlone(name, source) : topValues(name, source, key);
}

function countsByTime(
  name: string,
  source: Placed,
  file: FileReference,
  sniffed: Sniffed,
  time: SniffedColumn,
  key: SniffedColumn | null,
  use: FileUse,
): PipelineDocument {
  const keys = key === null ? [] : [key.name];
  const [seconds, text, words] = intervalFor(spanSeconds(file, sniffed, true) ?? 86_400);
  const length = /^[A-Z]+$/.test(text) ? `${seconds / 86_400} days` : words;
  const perBatch = use.pace.kind === 'time' && use.pace.speed === seconds ? length : 'batch';
  const by = key === null ? '' : ` by ${key.name}`;
  const operators: { readonly [id: string]: Placed } = {
    'file-5d1a': source,
    'batches-c208': {
      box: { type: 'count-per-batch', name: `Records per ${perBatch}`, params: { keys, as: unusedName('n', sniffed) } },
      column: 1,
      y: 144,
    },
    'chart-9b3f': {
      box: { type: 'chart', name: `Per ${perBatch}${by}`, params: { y: unusedName('n', sniffed), ...(key === null ? {} : { series: key.name }) } },
      column: 2,
      y: 144,
    },
    'counts-71e6': {
      box: {
        type: 'running-aggregate',
        name: `Counts per ${words}`,
        params: { keys: [intervalKey(time, seconds, text, sniffed), ...keys], aggregates: aggregatesOf(sniffed, time, key), emit: 'changes' },
      },
      column: 1,
      y: 336,
    },
    'table-e04d': { box: { type: 'table', name: `Per ${words}${by}`, params: {} }, column: 2, y: 336 },
  };
  const edges = [
    'file-5d1a.out -> batches-c208.in',
    'batches-c208.out -> chart-9b3f.in',
    'file-5d1a.out -> counts-71e6.in',
    'counts-71e6.out -> table-e04d.in',
  ];
  return pipeline(name, operators, edges);
}

function topValues(name: string, source: Placed, key: SniffedColumn): PipelineDocument {
  const as = key.name.toLowerCase() === 'n' ? 'count' : 'n';
  return pipeline(
    name,
    {
      'file-5d1a': source,
      'counts-71e6': {
        box: {
          type: 'running-aggregate',
          name: `Records by ${key.name}`,
          params: { keys: [key.name], aggregates: { [as]: 'count(*)' }, emit: 'changes' },
        },
        column: 1,
        y: 240,
      },
      'chart-9b3f': { box: { type: 'chart', name: `Top ${key.name}`, params: { y: as, series: key.name } }, column: 2, y: 144 },
      'table-e04d': { box: { type: 'table', name: `All of ${key.name}`, params: {} }, column: 2, y: 336 },
    },
    ['file-5d1a.out -> counts-71e6.in', 'counts-71e6.out -> chart-9b3f.in', 'counts-71e6.out -> table-e04d.in'],
  );
}

/** No column has few enough values to count by. */
function countsAlone(name: string, source: Placed): PipelineDocument {
  return pipeline(
    name,
    {
      'file-5d1a': source,
      'batches-c208': { box: { type: 'count-per-batch', name: 'Records per batch', params: { keys: [], as: 'n' } }, column: 1, y: 144 },
      'chart-9b3f': { box: { type: 'chart', params: { y: 'n' } }, column: 2, y: 144 },
      'table-e04d': { box: { type: 'table', name: 'Records', params: {} }, column: 1, y: 336 },
    },
    ['file-5d1a.out -> batches-c208.in', 'batches-c208.out -> chart-9b3f.in', 'file-5d1a.out -> table-e04d.in'],
  );
}

function wordCount(name: string, source: Placed, sniffed: Sniffed): PipelineDocument {
  const line = columnText(sniffed.columns[0]?.name ?? 'value');
  return pipeline(
    name,
    {
      'file-5d1a': source,
      'words-3c90': { box: { type: 'explode', params: { expression: `split(lower(${line}), '[^\\\\p{L}]+')`, as: 'word' } }, column: 1, y: 240 },
      'clean-f7b2': { box: { type: 'filter', name: 'Long words', params: { condition: 'length(word) > 3' } }, column: 2, y: 240 },
      'counts-71e6': {
        box: { type: 'running-aggregate', name: 'Words so far', params: { keys: ['word'], aggregates: { n: 'count(*)' }, emit: 'changes' } },
        column: 3,
        y: 240,
      },
      'chart-9b3f': { box: { type: 'chart', params: { y: 'n', series: 'word' } }, column: 4, y: 144 },
      'table-e04d': { box: { type: 'table', name: 'All words', params: {} }, column: 4, y: 336 },
    },
    [
      'file-5d1a.out -> words-3c90.in',
      'words-3c90.out -> clean-f7b2.in',
      'clean-f7b2.out -> counts-71e6.in',
      'counts-71e6.out -> chart-9b3f.in',
      'counts-71e6.out -> table-e04d.in',
    ],
  );
}

/** A column of few values to count by: text with 2 to 12 of them before others, and before text with more. */
function keyColumn({ columns, sample, recordsSeen }: Sniffed, time: string | null): SniffedColumn | null {
  let best: { readonly column: SniffedColumn; readonly score: number } | null = null;
  columns.forEach((column, c) => {
    const distinct = sample?.distinct[c] ?? 0;
    const { kind } = column.type;
    const whole = kind === 'INT' || kind === 'BIGINT' || kind === 'BOOLEAN';
    if (column.name === time || (kind !== 'STRING' && !whole) || distinct < 2 || column.nullShare > 0.5) return;
    const few = distinct <= 12;
    // Values that hardly ever come again are names of rows, not of groups.
    if (!few && (whole || distinct * 3 > recordsSeen)) return;
    const score =
      (few ? 4 : distinct <= 100 ? 2 : 0) + (kind === 'STRING' ? 1.5 : kind === 'BOOLEAN' ? 0.8 : 0.5) + (distinct >= 3 ? 0.3 : 0) - c / 1000;
    if (best === null || score > best.score) best = { column, score };
  });
  return (best as { readonly column: SniffedColumn } | null)?.column ?? null;
}

/** The count, and the average of the first column that measures something. */
function aggregatesOf(sniffed: Sniffed, time: SniffedColumn, key: SniffedColumn | null): { readonly [name: string]: string } {
  const measure = sniffed.columns.find((column, c) => {
    const { kind } = column.type;
    const many = (sniffed.sample?.distinct[c] ?? 0) > 12;
    const id = /(?:^|[^a-z])id$/i.test(column.name);
    return (
      column !== time && column !== key && many && !id && (kind === 'DOUBLE' || kind === 'INT' || kind === 'DECIMAL') && column.form.kind !== 'epoch'
    );
  });
  const count = unusedName('n', sniffed);
  return {
    [count]: 'count(*)',
    ...(measure === undefined ? {} : { [unusedName(`average_${measure.name}`, sniffed)]: `avg(${columnText(measure.name)})` }),
  };
}

/** The interval a time lies in, as a key. */
function intervalKey(time: SniffedColumn, seconds: number, text: string, sniffed: Sniffed): string {
  const column = columnText(time.name);
  if (time.type.kind === 'DATE' && seconds <= 86_400) return time.name;
  if (/^[A-Z]+$/.test(text)) return `date_trunc('${text}', ${column}) AS ${unusedName('start', sniffed)}`;
  const instant = time.type.kind === 'DATE' ? `CAST(${column} AS TIMESTAMP)` : column;
  return `window(${instant}, '${text}').start AS ${unusedName('start', sniffed)}`;
}

function unusedName(wanted: string, { columns }: Sniffed): string {
  const taken = new Set(columns.map((column) => column.name.toLowerCase()));
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted}_${n}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

/** How long the times of the file reach, by those that were looked at; null: it is not replayed by time. `anyOrder`: also when they do not rise. */
function spanSeconds(file: FileReference, { sample, wholeFileSeen }: Sniffed, anyOrder = false): number | null {
  if (sample === undefined || sample.firstMs === null || sample.lastMs === null || (!sample.rising && !anyOrder)) return null;
  const seen = Math.abs(sample.lastMs - sample.firstMs) / 1000;
  const whole = wholeFileSeen ? 1 : Math.max(1, file.bytes / Math.max(1, sample.bytes));
  return seen < 2 ? null : seen * whole;
}

/** The interval of which a minute or two of batches make the span. */
function intervalFor(span: number): readonly [seconds: number, text: string, words: string] {
  return INTERVALS.find(([seconds]) => span / seconds <= WANTED_SECONDS * 1.6) ?? (INTERVALS.at(-1) as readonly [number, string, string]);
}

/** A round number of records a second, with which the file passes in about the wanted time. */
function rateFor(file: FileReference, { recordsSeen, sample, wholeFileSeen }: Sniffed): number {
  const records = wholeFileSeen || sample === undefined ? recordsSeen : (recordsSeen * file.bytes) / Math.max(1, sample.bytes);
  const wanted = Math.min(MOST_RATE, Math.max(LEAST_RATE, records / WANTED_SECONDS));
  const unit = 10 ** Math.floor(Math.log10(wanted));
  const step = [1, 2, 5, 10].find((n) => n * unit >= wanted) ?? 10;
  return step * unit;
}
