// Holds what the recovery strip says against what is stored. Where the storage could be read between the kill and the next
// start, every number is known beforehand; else it is held against the records' own times.

import { type RunFacts, readFacts } from '../../src/storage/journal.ts';
import type { Store } from '../../src/storage/store.ts';
import { batchRange } from '../../src/studio/dock/format.ts';
import { countOf, formatBytes, formatClockTenths } from '../../src/studio/text/numbers.ts';

export interface StripReading {
  /** The sentence of the finished recovery. */
  readonly text: string;
  /** When the page was opened again, or the engine was ended. */
  readonly openedMs: number;
}

/** Clauses of the sentence that are not true, and true ones that are missing; empty when it is right. */
export async function judgeStrip(reading: StripReading, pipelineId: string, before: Store | null, after: Store): Promise<readonly string[]> {
  const later = await readFacts(after, pipelineId);
  const faults: string[] = [];
  if (!/^Recovered\b/.test(reading.text)) faults.push(`it does not say "Recovered": ${reading.text}`);
  if (/undefined|NaN|not give|did not|damaged|passed over/.test(reading.text)) faults.push(`it says what must not be: ${reading.text}`);
  if (before === null) return [...faults, ...judgeByTimes(reading, later)];
  const then = await readFacts(before, pipelineId);
  return [...faults, ...(await judgeByRecords(reading, then, later, before))];
}

async function judgeByRecords(reading: StripReading, then: RunFacts, later: RunFacts, before: Store): Promise<readonly string[]> {
  const faults: string[] = [];
  const { text } = reading;
  const last = then.head?.meta.lastBatchId ?? 0;
  const [checkpoint] = then.checkpoints;
  const from = checkpoint?.meta?.batchId ?? 0;
  const demand = (clause: string | null, pattern: RegExp): void => {
    const said = pattern.exec(text)?.[0] ?? null;
    if (said !== clause) faults.push(`it says ${JSON.stringify(said)} where the records say ${JSON.stringify(clause)}`);
  };
  if (checkpoint?.meta != null) {
    const chain = [...checkpoint.meta.chain, checkpoint.checkpointId].map((id) => then.checkpoints.find((c) => c.checkpointId === id)?.meta);
    const bytes = chain.reduce((sum, meta) => sum + (meta?.bytes ?? Number.NaN), 0);
    demand(
      `heckpoint ${from} restored (${countOf(checkpoint.meta.keys, 'key', 'keys')}, ${formatBytes(bytes)}, `,
      /heckpoint \d+ restored \([^,]+(?:,\d{3})* keys?, [^,]+, /,
    );
  }
  demand(
    last > from ? `${batchRange(from + 1, last)} ran again and gave the committed rows` : null,
    /\d+(?:–\d+| and \d+)? ran again and gave the committed rows/,
  );
  let logged = last;
  for (const entry of then.log) if (entry.batchId === logged + 1) logged += entry.meta.count;
  demand(logged > last ? `${batchRange(last + 1, logged)} ran now` : null, /\d+(?:–\d+| and \d+)? ran now/);
  const lastEntry = then.log.find((entry) => entry.batchId + entry.meta.count - 1 === logged);
  const intervalMs = intervalOf(then);
  const loggedUpToMs = lastEntry === undefined ? then.head?.meta.lastTimeMs : lastEntry.meta.timeMs + (lastEntry.meta.count - 1) * intervalMs;
  demand(loggedUpToMs === undefined ? null : `input logged up to ${formatClockTenths(loggedUpToMs)}`, /input logged up to [\d:.]+/);
  const waiting = await waitingRows(then, before);
  demand(
    waiting === 0 ? null : `${countOf(waiting, 'logged row was', 'logged rows were')} in no batch yet`,
    /[\d,]+ logged rows? (?:was|were) in no batch yet/,
  );
  faults.push(...judgeCaughtUp(text, later, logged));
  return faults;
}

/** Rows of live sources that are stored and that no logged batch reads. */
async function waitingRows(facts: RunFacts, store: Store): Promise<number> {
  const runId = facts.head?.meta.runId ?? '';
  let waiting = 0;
  for (const { key, record } of await store.range('blocks', { prefix: [runId] })) {
    const [, operatorId, sequence] = key;
    const isRead = facts.log.some((entry) => {
      const range = entry.meta.inputs[String(operatorId)];
      return range !== undefined && Number(sequence) < range.to;
    });
    if (!isRead) waiting += Number(record.meta['rows']);
  }
  return waiting;
}

/** The batches caught up are those that follow the logged ones and are marked so. */
function judgeCaughtUp(text: string, later: RunFacts, logged: number): readonly string[] {
  let next = logged + 1;
  for (const { batchId, meta } of later.progress) if (batchId === next && meta.caughtUp) next += meta.count;
  const count = next - logged - 1;
  const said = Number((/([\d,]+) missed batch(?:es)? caught up in /.exec(text)?.[1] ?? '0').replaceAll(',', ''));
  return said === count ? [] : [`it says ${said} missed batches, the records say ${count}`];
}

/** Without a look before: the numbers must fit the times at which batches were committed and cut. */
function judgeByTimes({ text, openedMs }: StripReading, later: RunFacts): readonly string[] {
  const faults: string[] = [];
  const committedMs = (batchId: number): number | null => {
    const entry = later.progress.find((p) => p.batchId <= batchId && batchId < p.batchId + p.meta.count);
    return entry?.meta.committedMs ?? null;
  };
  const [, fromText, toText] = /(\d+)(?:(?:–| and )(\d+))? ran again and gave/.exec(text) ?? [];
  const checkpoint = /heckpoint (\d+) restored \(([\d,]+) keys?/.exec(text);
  if (fromText !== undefined) {
    const [from, to] = [Number(fromText), Number(toText ?? fromText)];
    if (checkpoint !== null && from !== Number(checkpoint[1]) + 1) faults.push(`it restored checkpoint ${checkpoint[1]} and ran again from ${from}`);
    if ((committedMs(to) ?? Number.POSITIVE_INFINITY) > openedMs + 1_000) faults.push(`it ran ${to} again, which was committed only after the start`);
  }
  if (checkpoint !== null) {
    const stored = later.checkpoints.find((c) => c.meta?.batchId === Number(checkpoint[1]));
    if (stored?.meta != null && countOf(stored.meta.keys, 'key', 'keys') !== `${checkpoint[2]} ${stored.meta.keys === 1 ? 'key' : 'keys'}`)
      faults.push(`it says ${checkpoint[2]} keys of checkpoint ${checkpoint[1]}, which has ${stored.meta.keys}`);
  }
  const loggedUpTo = /input logged up to ([\d:.]+)/.exec(text)?.[1];
  if (loggedUpTo === undefined) return [...faults, `it does not say up to when input is logged: ${text}`];
  const intervalMs = intervalOf(later);
  const entry = later.log.find((e) => formatClockTenths(e.meta.timeMs + (e.meta.count - 1) * intervalMs) === loggedUpTo);
  if (entry === undefined) return [...faults, `it says input is logged up to ${loggedUpTo}, and no batch ends then`];
  if (entry.meta.cutMs > openedMs + 1_500) faults.push(`it says input is logged up to ${loggedUpTo}, which was cut only after the start`);
  return [...faults, ...judgeCaughtUp(text, later, entry.batchId + entry.meta.count - 1)];
}

function intervalOf(facts: RunFacts): number {
  const single = facts.log.filter((entry) => entry.meta.count === 1);
  const gaps = single.slice(1).map((entry, i) => (entry.meta.timeMs - (single[i]?.meta.timeMs ?? 0)) / (entry.batchId - (single[i]?.batchId ?? 0)));
  return gaps.length === 0 ? 0 : Math.min(...gaps);
}
