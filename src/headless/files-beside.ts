// The files a pipeline replays, on the command line: each lies beside the pipeline file under the name the pipeline has for it,
// and is taken when its hash is the same. A gzip is unpacked as in the studio.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { FileSpec, RecordFile, RecordFiles } from '../engine/sources/record-files.ts';
import { recordIndexKey } from '../formats/framing/record-index.ts';
import { RecordIndexBuilder } from '../formats/framing/record-index-builder.ts';
import { RecordReader } from '../formats/framing/record-reader.ts';
import { timeReader } from '../formats/parse/time-reader.ts';
import type { Plan } from '../plan/plan.ts';
import { CommandError } from './command.ts';

/** Opens what the plan reads. @throws CommandError for a file that is not there, or is another one. */
export async function filesBeside(pipelineFile: string, plan: Plan): Promise<RecordFiles> {
  const opened = new Map<string, RecordFile>();
  for (const node of plan.nodes)
    if (node.kind === 'source' && node.source.kind === 'file') opened.set(keyOf(node.source), await openFile(dirname(pipelineFile), node.source));
  return { open: (spec) => opened.get(keyOf(spec)) };
}

function keyOf({ file, framing, pace }: FileSpec): string {
  return `${file.sha256} ${recordIndexKey(framing, pace.kind === 'time' ? pace.time : null)}`;
}

async function openFile(folder: string, { file, framing, pace }: FileSpec): Promise<RecordFile> {
  // Only the last part of a name: a pipeline reads nothing outside its own folder.
  const path = join(folder, basename(file.name));
  const picked = await readFile(path).catch(() => null);
  if (picked === null) throw new CommandError(`The pipeline reads "${file.name}", which is not beside it.`, `Put the file at ${path}.`);
  if (createHash('sha256').update(picked).digest('hex') !== file.sha256)
    throw new CommandError(`${path} is not the file that the pipeline was made with.`, 'Put that one there; it is known by its content.');
  const bytes = unpacked(path, picked);
  const time = pace.kind === 'time' ? pace.time : null;
  const builder = new RecordIndexBuilder(recordIndexKey(framing, time), framing, time === null ? null : timeReader(time));
  builder.push(bytes);
  const index = builder.finish();
  const reader = new RecordReader(index, framing, async (from, to) => bytes.subarray(from, to));
  return {
    records: index.records,
    blank: index.blank,
    read: (from, to) => reader.read(from, to),
    // The reader always moves on; a record that is itself too late must be able to wait.
    firstAfter: (timeMs, from) => reader.firstAfter(timeMs, from - 1),
    timeBefore: (record) => reader.timeBefore(record),
    lineOf: (record) => reader.lineOf(record),
  };
}

function unpacked(path: string, picked: Uint8Array): Uint8Array {
  if (picked[0] !== 0x1f || picked[1] !== 0x8b) return picked;
  try {
    return gunzipSync(picked);
  } catch (error) {
    throw new CommandError(
      `${path} cannot be unpacked: ${error instanceof Error ? error.message : String(error)}.`,
      'Unpack it whole, or fetch it again.',
    );
  }
}
