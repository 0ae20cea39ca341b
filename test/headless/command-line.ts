// Runs the command line as a process of its own, as a person would.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ROOT } from '../house/source-files.ts';

export interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunningCommand {
  readonly pid: number;
  readonly child: ReturnType<typeof spawn>;
  /** Whole lines written so far. */
  lines(): readonly string[];
  ended: Promise<Answer>;
}

/** `onLine` is told after each chunk of output. */
export function startMillrace(args: readonly string[], onOutput: (command: RunningCommand) => void = () => {}): RunningCommand {
  const child = spawn(process.execPath, ['--import', './src/headless/typescript.mjs', 'src/headless/millrace.ts', ...args], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  const ended = new Promise<Answer>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
  const command: RunningCommand = { pid: child.pid ?? 0, child, lines: () => out.split('\n').slice(0, -1), ended };
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
    onOutput(command);
  });
  child.stderr.on('data', (chunk) => {
    err += String(chunk);
  });
  return command;
}

export async function millrace(...args: readonly string[]): Promise<Answer> {
  const command = startMillrace(args);
  command.child.stdin?.end();
  return command.ended;
}

/** A folder for the length of the test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function writeJson(folder: string, name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(value));
  return path;
}

/** Sources typed-lines "in", counted per line in a sliding window of 3 s into a table "out". */
export function countingPipeline(changes: { readonly operators?: object; readonly edges?: readonly string[] } = {}): object {
  return {
    format: 'millrace',
    formatVersion: 1,
    name: 'Counting',
    settings: { batchInterval: '1 second', durability: 'relaxed', timeZone: 'UTC', watermarkPolicy: 'min', downtime: 'catch-up' },
    operators: {
      in: { type: 'typed-lines', params: {} },
      counts: {
        type: 'sliding-window',
        params: { time: 'batch', size: '3 seconds', slide: '1 second', keys: ['value'], aggregates: { n: 'count(*)' } },
      },
      out: { type: 'table', params: {} },
      ...changes.operators,
    },
    edges: ['in.out -> counts.in', 'counts.out -> out.in', ...(changes.edges ?? [])],
    ui: { positions: {}, notes: [] },
  };
}
