// The plans of own-data.ts, each run behind a source over all rows in batches, without a store; and the same by hand over row objects.
import { rowsFromValues } from '../../src/columns/build.ts';
import { type Rows, selectedCount } from '../../src/columns/column.ts';
import { type Schema, STRING } from '../../src/columns/data-type.ts';
import { createPlanRuntime } from '../../src/engine/create-plan-runtime.ts';
import type { NodeId } from '../../src/plan/plan.ts';
import { PlanBuilder } from '../../src/plan/plan-builder.ts';
import type { Result } from '../../src/problem/problem.ts';
import { ADS, BATCH, CAMPAIGNS, EVENT_COLUMNS, type Event } from './own-data-inputs.ts';

export function w3(input: Rows, fromJson: boolean): number {
  return runPlan(input, (builder, source) => {
    const events = fromJson
      ? must(
          builder.parse({
            operatorId: 'parse',
            role: 'parse',
            label: 'Parse',
            input: source,
            column: 'value',
            keep: false,
            format: { kind: 'json' },
            columns: EVENT_COLUMNS,
            onError: 'null',
          }),
        )
      : source;
    const views = must(
      builder.filter({ operatorId: 'views', role: 'filter', label: 'Views', input: events, condition: "event_type = 'view'", param: 'condition' }),
    );
    const schema: Schema = [
      { name: 'ad', type: STRING },
      { name: 'campaign', type: STRING },
    ];
    const ads = rowsFromValues(
      schema,
      Array.from({ length: ADS }, (_, ad) => [`ad-${ad}`, `campaign-${ad % CAMPAIGNS}`]),
    );
    const table = must(builder.table({ operatorId: 'ads', role: 'table', label: 'Ads', rows: ads }));
    const joined = must(
      builder.join({
        operatorId: 'join',
        role: 'join',
        label: 'Join',
        left: views,
        right: table,
        how: 'inner',
        on: { text: 'l.ad_id = r.ad', param: 'on' },
        columns: [
          { name: 'campaign', text: 'r.campaign', param: 'columns' },
          { name: 'slot', text: 'l.event_time div 10000', param: 'columns' },
        ],
      }),
    );
    const keys = ['campaign', 'slot'].map((name) => ({ name, text: name, param: 'keys' }));
    const aggregates = [{ name: 'n', text: 'count(*)', param: 'aggregates' }];
    return must(
      builder.aggregate({
        operatorId: 'counts',
        role: 'aggregate',
        label: 'Counts',
        input: joined,
        windowing: { kind: 'running', emit: 'changes' },
        keys,
        aggregates,
      }),
    );
  });
}

export function w3Rows(count: number, eventAt: (i: number) => Event): number {
  const campaigns = new Map(Array.from({ length: ADS }, (_, ad) => [`ad-${ad}`, `campaign-${ad % CAMPAIGNS}`]));
  const counts = new Map<string, number>();
  let sum = 0;
  for (let from = 0; from < count; from += BATCH) {
    const touched = new Set<string>();
    for (let i = from; i < Math.min(count, from + BATCH); i++) {
      const { ad_id, event_type, event_time } = eventAt(i);
      const campaign = event_type === 'view' ? campaigns.get(ad_id) : undefined;
      if (campaign === undefined) continue;
      const key = `${campaign}|${Math.trunc(event_time / 10_000)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      touched.add(key);
    }
    for (const key of touched) sum += counts.get(key) ?? 0;
  }
  return sum;
}

/** Twenty of different kinds: arithmetic, comparison, conditions, texts. The last adds up what can be added. */
export function expressions(input: Rows): number {
  const texts = [
    ...[
      'event_time + 1',
      'event_time - 7',
      'event_time * 2',
      'event_time div 1000',
      'event_time % 60',
      'event_time > 5',
      'abs(event_time - 1718000000000)',
    ],
    ...['length(ad_id)', 'upper(event_type)', "concat(ad_id, '/', event_type)", 'substring(ad_id, 4)', "event_type = 'view'", "ad_id LIKE 'ad-1%'"],
    ...["if(event_type = 'view', 1, 0)", "CASE event_type WHEN 'view' THEN 1 WHEN 'click' THEN 2 ELSE 3 END", "coalesce(event_type, 'none')"],
    ...['CAST(event_time AS STRING)', "event_type IN ('view', 'click')", 'greatest(event_time % 7, event_time % 11)'],
    'length(ad_id) + event_time % 60 + length(event_type)',
  ];
  const columns = texts.map((text, i) => ({ name: `e${i}`, text, param: 'columns' }));
  return runPlan(input, (builder, source) => must(builder.project({ operatorId: 'map', role: 'columns', label: 'Map', input: source, columns })));
}

export function expressionRows(events: readonly Event[]): number {
  let sum = 0;
  for (const { ad_id, event_type, event_time } of events) {
    const row = {
      e0: event_time + 1,
      e1: event_time - 7,
      e2: event_time * 2,
      e3: Math.trunc(event_time / 1000),
      e4: event_time % 60,
      e5: event_time > 5,
      e6: Math.abs(event_time - 1_718_000_000_000),
      e7: ad_id.length,
      e8: event_type.toUpperCase(),
      e9: `${ad_id}/${event_type}`,
      e10: ad_id.slice(3),
      e11: event_type === 'view',
      e12: ad_id.startsWith('ad-1'),
      e13: event_type === 'view' ? 1 : 0,
      e14: event_type === 'view' ? 1 : event_type === 'click' ? 2 : 3,
      e15: event_type ?? 'none',
      e16: String(event_time),
      e17: event_type === 'view' || event_type === 'click',
      e18: Math.max(event_time % 7, event_time % 11),
      e19: ad_id.length + (event_time % 60) + event_type.length,
    };
    sum += row.e19;
  }
  return sum;
}

/** Runs a plan made behind a source over all rows in batches; the sum of the last column that came out. */
function runPlan(input: Rows, make: (builder: PlanBuilder, source: NodeId) => NodeId): number {
  const builder = new PlanBuilder({ batchIntervalMs: 1000, timeZone: 'UTC' });
  const source = must(builder.source({ operatorId: 'in', role: 'rows', label: 'In', source: { kind: 'live' }, schema: input.schema }));
  const last = make(builder, source);
  const sink = must(builder.sink({ operatorId: 'out', role: 'sink', label: 'Out', input: last, view: { kind: 'table' } }));
  const runtime = createPlanRuntime(builder.finish(), { zeroTimeMs: 0, now: () => 0 });
  let sum = 0;
  for (let batch = 0; batch * BATCH < input.length; batch++) {
    const rows = sliced(input, batch * BATCH, Math.min(BATCH, input.length - batch * BATCH));
    const out = runtime.runBatch({ batchId: batch + 1, timeMs: (batch + 1) * 1000, sources: new Map([[source, rows]]) }).sinks.get(sink);
    if (out != null) sum += sumOfLast(out);
  }
  return sum;
}

function sumOfLast(rows: Rows): number {
  const column = rows.columns.at(-1);
  if (column?.kind !== 'float' && column?.kind !== 'int') return 0;
  const { values } = column;
  const count = selectedCount(rows);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[rows.selection === null ? i : (rows.selection[i] as number)] as number;
  return sum;
}

function sliced(rows: Rows, from: number, length: number): Rows {
  const columns = rows.columns.map((column) => {
    if (column.kind === 'string')
      return { ...column, length, starts: column.starts.subarray(from, from + length), ends: column.ends.subarray(from, from + length) };
    if (column.kind === 'float') return { ...column, length, values: column.values.subarray(from, from + length) };
    throw new Error('Events have texts and numbers');
  });
  return { schema: rows.schema, columns, length, selection: null };
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}
