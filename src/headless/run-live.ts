// `run`: the pipeline live, on this machine's clock, until it is interrupted. Made-up and bundled sources run as in the
// studio; typed lines come from standard input, each accepted when it is logged.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { rowsFromValues } from '../columns/build.ts';
import type { Run, RunObserver } from '../engine/run.ts';
import { labelOf } from '../operators/operator-label.ts';
import type { AppliedPipeline } from '../plan/applied-pipeline.ts';
import type { Problem } from '../problem/problem.ts';
import { type Command, CommandError, EXIT_OK, EXIT_PROBLEMS } from './command.ts';
import { filesBeside } from './files-beside.ts';
import { openRun, openStore } from './open-run.ts';
import { problemJson, problemText, readPipelineFile } from './pipeline-file.ts';
import { parseCount } from './replay.ts';
import { readSamples } from './sample-files.ts';
import { firings, firingText, type SinkFiring } from './sink-lines.ts';

export const runLive: Command = {
  name: 'run',
  usage: 'run FILE [--checkpoint DIR] [--lines-to OPERATOR] [--stop-after N] [--json]',
  summary: 'Runs a pipeline live until Ctrl+C and prints what its sinks get.',
  help: `  FILE                   a pipeline, as the studio exports it
  --checkpoint DIR       keeps log, results and checkpoints in DIR; the next call goes on from there
  --lines-to OPERATOR    the typed-lines source that standard input feeds; not needed when there is one
  --stop-after N         ends after N batches
  --json                 one JSON line per sink and batch, as replay writes them; else up to 10 rows each`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        checkpoint: { type: 'string' },
        'lines-to': { type: 'string' },
        'stop-after': { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0) throw new CommandError('One FILE is needed.', `Use: ${runLive.usage}`);
    const most = parseCount(values['stop-after'], '--stop-after');
    const file = await readPipelineFile(path);
    const tell = (found: Problem): void => console.error(values.json ? JSON.stringify(problemJson(found)) : problemText(found, file.document));
    for (const found of file.problems) tell(found);
    const { applied, document } = file;
    if (applied === null || document === null) return EXIT_PROBLEMS;
    const linesTo = typedLinesSource(applied, values['lines-to']);
    refuseFeeds(applied);
    const files = await filesBeside(path, applied.plan);
    const ports = { nowMs: () => Date.now(), monotonicMs: () => performance.now(), samples: readSamples(applied.plan), files };
    const print = (run: Run, firing: SinkFiring): void => {
      if (values.json) return void process.stdout.write(`${JSON.stringify(firing)}\n`);
      const box = document.operators[firing.sink];
      const columns = run.view(firing.sink)?.stream.columns.map((field) => field.name) ?? [];
      console.log(firingText(firing, box === undefined ? firing.sink : labelOf(box), columns, 10));
    };
    const store = await openStore(values.checkpoint);
    try {
      const outcome = await openRun(store, applied, ports, observer(tell), (pipeline) => pipeline);
      if (outcome.kind === 'stopped') {
        tell(outcome.problem);
        return EXIT_PROBLEMS;
      }
      return await drive(outcome.run, linesTo, most, print, tell, values.checkpoint !== undefined);
    } finally {
      await store.close();
    }
  },
};

/** Sources of the network, and of the page, give rows in the studio only. @throws CommandError */
function refuseFeeds({ plan }: AppliedPipeline): void {
  for (const node of plan.nodes)
    if (node.kind === 'source' && node.source.kind === 'live' && node.source.feed !== undefined)
      throw new CommandError(
        `"${node.operatorId}" reads live from ${node.source.feed.kind}, which the command line does not.`,
        'Run the pipeline in the studio, or put a typed-lines source in its place and feed it by standard input.',
      );
}

/** Operator id of the source that standard input feeds, or null. @throws CommandError */
function typedLinesSource(applied: AppliedPipeline, named: string | undefined): string | null {
  const live = applied.plan.nodes.flatMap((node) =>
    node.kind === 'source' && node.source.kind === 'live' && node.source.feed === undefined ? [node.operatorId] : [],
  );
  if (named !== undefined) {
    if (live.includes(named)) return named;
    throw new CommandError(
      `"${named}" is no typed-lines source of the pipeline.`,
      live.length === 0 ? 'It has none: leave --lines-to out.' : `Use one of: ${live.join(', ')}.`,
    );
  }
  if (live.length > 1)
    throw new CommandError(`The pipeline has ${live.length} typed-lines sources.`, `Say which one standard input feeds: --lines-to ${live[0]}`);
  return live[0] ?? null;
}

async function drive(
  run: Run,
  linesTo: string | null,
  most: number,
  print: (run: Run, firing: SinkFiring) => void,
  tell: (found: Problem) => void,
  keeps: boolean,
): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const lines = linesTo === null ? null : readLines(run, linesTo);
  const until = run.headNow().lastBatchId + most;
  let code = EXIT_OK;
  while (!stop.signal.aborted && run.headNow().lastBatchId < until) {
    const before = run.headNow().lastBatchId;
    run.cutDue();
    const outcome = await run.runNext();
    if (outcome.kind === 'stopped') {
      tell(outcome.problem);
      code = EXIT_PROBLEMS;
      break;
    }
    if (outcome.kind === 'idle') {
      await sleep(Math.max(0, run.nextTimeMs() - run.steadyNowMs()), undefined, { signal: stop.signal }).catch(() => {});
      continue;
    }
    const { lastBatchId, lastTimeMs } = run.headNow();
    // Of batches caught up as one, those that gave nothing say nothing.
    const all = firings(run, before + 1, lastBatchId, lastTimeMs);
    for (const firing of lastBatchId - before === 1 ? all : all.filter((f) => f.rows.length > 0)) print(run, firing);
  }
  lines?.close();
  await run.settle();
  if (keeps && code === EXIT_OK && run.headNow().lastBatchId > (run.checkpointList()[0]?.batchId ?? 0)) await run.checkpoint('stop');
  return code;
}

/** Feeds each line of standard input to the source, in order. */
function readLines(run: Run, operatorId: string): { close(): void } {
  const schema = run.appliedNow().plan.nodes.find((node) => node.operatorId === operatorId)?.output.columns ?? [];
  const reader = createInterface({ input: process.stdin, terminal: false });
  reader.on('line', (line) => {
    run.appendLive(operatorId, rowsFromValues(schema, [[line]])).catch((error: unknown) => {
      console.error(`This line was not accepted: ${error instanceof Error ? error.message : String(error)}`);
    });
  });
  return {
    close: () => {
      reader.close();
      process.stdin.destroy();
    },
  };
}

function observer(tell: (found: Problem) => void): RunObserver {
  return { batchChanged: () => {}, checkpointTaken: () => {}, recoveryChanged: () => {}, notice: tell };
}
