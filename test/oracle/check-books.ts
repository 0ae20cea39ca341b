// The books of a life: what each operator refused, as the last commit has it, against the naive count over the log.
import { type LifeRecord, must } from './life-record.ts';

/** `refused`: rows by operator, counted naively over all committed batches. */
export function checkBooks(record: LifeRecord, refused: ReadonlyMap<string, number>): void {
  const last = record.headNow()?.lastBatchId ?? 0;
  const commits = record.entries().flatMap((entry) => (entry.batchId <= last ? [record.commit(entry.batchId)] : []));
  const totals = commits.at(-1)?.numbers.totals ?? {};
  for (const operatorId of new Set([...refused.keys(), ...Object.keys(totals)])) {
    const [counted, kept] = [refused.get(operatorId) ?? 0, totals[operatorId]?.refused ?? 0];
    must(counted === kept, () => `the books of ${operatorId} say ${kept} rows refused, the log gives ${counted}`);
  }
}
