// `replay`: recorded batches under virtual time. Each batch goes the whole way of a run: its rows are logged as blocks of live
// sources, the batch is logged, run and committed, and only then are its lines written. So a call that was killed is gone on
// with by the next one over the same directory: committed batches are not run for output again, and every line appears once
// (a kill between the writing of a batch's lines and the mark that says so repeats that one batch, byte for byte).
import { parseArgs } from 'node:util';
import type { Run, RunObserver } from '../engine/run.ts';
import type { AppliedPipeline } from '../plan/applied-pipeline.ts';
import type { Problem } from '../problem/problem.ts';
import type { Store } from '../storage/store.ts';
import { type Command, CommandError, EXIT_OK, EXIT_PROBLEMS } from './command.ts';
import { markWritten, openRun, openStore, writtenUpTo } from './open-run.ts';
import { problemJson, problemText, readInput, readPipelineFile } from './pipeline-file.ts';
import { asRecorded, parseRecordedBatches, type RecordedBatches } from './recorded-batches.ts';
import { firings } from './sink-lines.ts';

export const replay: Command = {
  name: 'replay',
  usage: 'replay FILE --batches BATCHES.json [--checkpoint DIR] [--stop-after N] [--json]',
  summary: 'Feeds recorded batches under virtual time; one JSON line per sink and batch.',
  help: `  FILE                   a pipeline, as the studio exports it
  --batches FILE         {"startTime":0,"batches":[{"lines-7f3a":[["a b"]]}, ...]}: for each batch the
                         rows of each source, by operator id; a row is the list of its values. Recorded
                         rows replace the source's own. Batch i ends i intervals after startTime.
  --checkpoint DIR       keeps log, results and checkpoints in DIR. A second call goes on with the
                         batches that are not committed yet, whatever ended the first one
  --stop-after N         ends after N batches of this call
  --json                 problems as JSON lines on standard error, too

Each line of standard output: {"batchId":1,"time":1000,"noData":false,"sink":"out","emits":"closed","rows":[...]}
for every sink whose stream fired in the batch. Values are written as in recorded batches.`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        batches: { type: 'string' },
        checkpoint: { type: 'string' },
        'stop-after': { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0) throw new CommandError('One FILE is needed.', `Use: ${replay.usage}`);
    if (values.batches === undefined) throw new CommandError('--batches BATCHES.json is needed.', `Use: ${replay.usage}`);
    const most = parseCount(values['stop-after'], '--stop-after');
    const file = await readPipelineFile(path);
    const tell = (found: Problem): void => console.error(values.json ? JSON.stringify(problemJson(found)) : problemText(found, file.document));
    for (const found of file.problems) tell(found);
    if (file.applied === null) return EXIT_PROBLEMS;
    const recorded = parseRecordedBatches(new TextDecoder().decode(await readInput(values.batches)), values.batches, file.applied);
    const store = await openStore(values.checkpoint);
    try {
      return await new Replay(store, file.applied, recorded, tell, values.checkpoint !== undefined).go(most);
    } finally {
      await store.close();
    }
  },
};

/** A whole number from 1 on, or no limit. @throws CommandError */
export function parseCount(text: string | undefined, option: string): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new CommandError(`${option} is "${text}".`, 'Give a whole number from 1 on.');
  return Number(text);
}

class Replay {
  private readonly store: Store;
  private readonly applied: AppliedPipeline;
  private readonly recorded: RecordedBatches;
  private readonly tell: (found: Problem) => void;
  private readonly keeps: boolean;
  private virtualMs: number;

  constructor(store: Store, applied: AppliedPipeline, recorded: RecordedBatches, tell: (found: Problem) => void, keeps: boolean) {
    this.store = store;
    this.applied = applied;
    this.recorded = recorded;
    this.tell = tell;
    this.keeps = keeps;
    this.virtualMs = recorded.startMs;
  }

  async go(most: number): Promise<number> {
    const clock = { nowMs: () => this.virtualMs, monotonicMs: () => this.virtualMs };
    const outcome = await openRun(this.store, this.applied, { ...clock, samples: { text: () => undefined } }, this.observer(), asRecorded);
    if (outcome.kind === 'stopped') {
      this.tell(outcome.problem);
      return EXIT_PROBLEMS;
    }
    const { run } = outcome;
    this.checkStart(run);
    await this.writeCommitted(run, await writtenUpTo(this.store));
    const last = Math.min(this.recorded.batches.length, run.headNow().lastBatchId + most);
    for (let batchId = run.headNow().lastBatchId + 1; batchId <= last; batchId++) {
      const stopped = await this.runBatch(run, batchId);
      if (stopped !== null) {
        this.tell(stopped);
        return EXIT_PROBLEMS;
      }
      await this.writeCommitted(run, batchId - 1);
    }
    await run.settle();
    if (this.keeps && run.headNow().lastBatchId > (run.checkpointList()[0]?.batchId ?? 0)) await run.checkpoint('stop');
    return EXIT_OK;
  }

  private checkStart(run: Run): void {
    const { zeroTimeMs } = run.headNow();
    if (zeroTimeMs === this.recorded.startMs) return;
    throw new CommandError(
      `The run in the checkpoint directory started at ${zeroTimeMs}, these batches at ${this.recorded.startMs}.`,
      'Give the batches the run was started with, with new ones at their end, or name another directory.',
    );
  }

  /** The rows of batch i are block i of their source, also when there are none: what is logged already is not logged again. */
  private async runBatch(run: Run, batchId: number): Promise<Problem | null> {
    this.virtualMs = this.recorded.startMs + batchId * this.applied.plan.batchIntervalMs;
    if (run.queuedBatches() === 0) {
      const journal = run.journalNow();
      for (const [operatorId, rows] of this.recorded.batches[batchId - 1] ?? []) {
        if ((await journal.lastBlock(operatorId)) < batchId) await run.appendLive(operatorId, rows);
      }
      run.cutStep();
    }
    const outcome = await run.runNext();
    if (outcome.kind === 'stopped') return outcome.problem;
    if (outcome.kind === 'idle' || outcome.batchId !== batchId) throw new Error(`Batch ${batchId} was not the one that ran`);
    return null;
  }

  /** Writes the lines of every committed batch after `written`, and marks that. */
  private async writeCommitted(run: Run, written: number): Promise<void> {
    const { lastBatchId, lastTimeMs } = run.headNow();
    if (written >= lastBatchId) return;
    const lines = firings(run, written + 1, lastBatchId, lastTimeMs).map((firing) => `${JSON.stringify(firing)}\n`);
    process.stdout.write(lines.join(''));
    if (this.keeps) await markWritten(this.store, lastBatchId);
  }

  private observer(): RunObserver {
    return { batchChanged: () => {}, checkpointTaken: () => {}, recoveryChanged: () => {}, notice: (found) => this.tell(found) };
  }
}
