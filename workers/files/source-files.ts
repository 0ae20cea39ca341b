// The files of the plans this thread runs: found, indexed and opened before a run, so that the engine reads them by number.
// What cannot be opened is a need of the run, told with its reason; the run waits for it and reads nothing under another
// meaning.

import { crc32c } from '../../src/columns/checksum.ts';
import type { FileSpec, RecordFile, RecordFiles } from '../../src/engine/sources/record-files.ts';
import { bundledFile } from '../../src/formats/bundled-files.ts';
import { decodeRecordIndex, encodeRecordIndex, type RecordIndex, recordIndexKey } from '../../src/formats/framing/record-index.ts';
import { RecordIndexBuilder, type TimeReader } from '../../src/formats/framing/record-index-builder.ts';
import type { FileReference, Framing, RecordTime } from '../../src/formats/record-format.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { ProblemError } from '../../src/problem/problem.ts';
import type { RunNeed } from '../../src/protocol/data-api.ts';
import { AreaError, readAll, writeAll } from './file-area.ts';
import type { KeptFile } from './kept-file.ts';
import type { FoundContent, KeptFiles } from './kept-files.ts';
import { OpenFile } from './open-file.ts';

/** Read at once while a file is indexed. */
const PIECE_BYTES = 1024 * 1024;

type Opened = { readonly kind: 'open'; readonly file: OpenFile } | { readonly kind: 'needed'; readonly why: 'absent' | 'changed' | 'permission' };

const WHY: { readonly [code: string]: 'changed' | 'permission' } = { 'file/changed': 'changed', 'file/no-permission': 'permission' };

export class SourceFiles implements RecordFiles {
  private readonly files: KeptFiles;
  private readonly readTimes: (time: RecordTime) => TimeReader;
  private readonly fetchBundled: (path: string) => Promise<Blob | null>;
  private readonly opened = new Map<string, OpenFile>();

  /** `fetchBundled`: gets a file that comes with the studio by its path, null when it cannot. */
  constructor(
    files: KeptFiles,
    readTimes: (time: RecordTime) => TimeReader,
    fetchBundled: (path: string) => Promise<Blob | null> = async () => null,
  ) {
    this.files = files;
    this.readTimes = readTimes;
    this.fetchBundled = fetchBundled;
  }

  open(spec: FileSpec): RecordFile | undefined {
    return this.opened.get(keyOf(spec));
  }

  /** Opens what the plan reads. Answers what is in the way, empty when nothing is. */
  async prepare(plan: Plan): Promise<readonly RunNeed[]> {
    const needs: RunNeed[] = [];
    for (const node of plan.nodes) {
      if (node.kind !== 'source' || node.source.kind !== 'file') continue;
      const { source } = node;
      const known = this.opened.get(keyOf(source));
      if (known !== undefined && known.failed === null) continue;
      const found = await this.findAgain(source, known?.failed ?? null).catch((error: unknown): Opened => {
        if (!(error instanceof AreaError)) throw error;
        return { kind: 'needed', why: 'absent' };
      });
      if (found.kind === 'open') this.opened.set(keyOf(source), found.file);
      else needs.push({ kind: 'file', operatorId: node.operatorId, file: source.file, why: found.why });
    }
    return needs;
  }

  /** A read failed, or the file was given anew: it is looked for again the next time. */
  forget(sha256: string): void {
    for (const key of [...this.opened.keys()]) if (key.startsWith(sha256)) this.opened.delete(key);
  }

  /** `failed`: records that could not be read before. They must be readable now. */
  private async findAgain(spec: FileSpec, failed: OpenFile['failed']): Promise<Opened> {
    const found = await this.find(spec);
    if (found.kind !== 'open' || failed === null) return found;
    try {
      await found.file.read(failed.from, failed.to);
      return found;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return { kind: 'needed', why: WHY[error.problem.code] ?? 'absent' };
    }
  }

  private async find(spec: FileSpec): Promise<Opened> {
    const kept = (await this.files.find(spec.file.sha256)) ?? (await this.bundled(spec.file));
    if (kept === null) return { kind: 'needed', why: 'absent' };
    const content = await this.files.content(kept);
    if (content.kind !== 'found') return { kind: 'needed', why: content.kind };
    if (content.blob.size !== kept.contentBytes) return { kind: 'needed', why: 'changed' };
    const sums = await this.files.sums(kept.sha256);
    if (sums === null) return { kind: 'needed', why: 'absent' };
    const time = spec.pace.kind === 'time' ? spec.pace.time : null;
    const index = await this.index(kept, content.blob, spec.framing, time, () => {});
    const again = (): Promise<FoundContent> => this.files.content(kept);
    return { kind: 'open', file: new OpenFile({ name: kept.name, framing: spec.framing, index, sums, blob: content.blob, again }) };
  }

  /** A template's file comes from this site when it is not kept yet. Its hash is checked as that of any other. */
  private async bundled(file: FileReference): Promise<KeptFile | null> {
    const known = bundledFile(file.sha256);
    const blob = known === undefined ? null : await this.fetchBundled(known.path);
    if (known === undefined || blob === null) return null;
    const importing = { signal: new AbortController().signal, progress: () => {} };
    const kept = await this.files.keep({ name: known.name, modifiedMs: known.modifiedMs, blob, handle: null }, importing, file);
    return kept.ok ? kept.value.file : null;
  }

  /** The index of a content under a framing: the stored one, or a new one, which is then stored. */
  async index(
    kept: KeptFile,
    blob: Blob,
    framing: Framing,
    time: RecordTime | null,
    progress: (doneBytes: number) => void,
    signal?: AbortSignal,
  ): Promise<RecordIndex> {
    const key = recordIndexKey(framing, time);
    const name = indexName(kept, key);
    const stored = await readAll(this.files.area, name).catch(() => null);
    const known = stored === null ? null : decodeRecordIndex(stored);
    if (known !== null && known.key === key && known.fileBytes === kept.contentBytes) return known;
    const builder = new RecordIndexBuilder(key, framing, time === null ? null : this.readTimes(time));
    for (let from = 0; from < blob.size; from += PIECE_BYTES) {
      signal?.throwIfAborted();
      builder.push(new Uint8Array(await blob.slice(from, from + PIECE_BYTES).arrayBuffer()));
      progress(Math.min(blob.size, from + PIECE_BYTES));
    }
    const index = builder.finish(kept.truncated);
    // Without a stored index the next start makes it again.
    await writeAll(this.files.area, name, encodeRecordIndex(index)).catch(() => undefined);
    return index;
  }
}

function keyOf(spec: { readonly file: FileReference; readonly framing: Framing; readonly pace: FileSpec['pace'] }): string {
  return `${spec.file.sha256}:${recordIndexKey(spec.framing, spec.pace.kind === 'time' ? spec.pace.time : null)}`;
}

function indexName(kept: KeptFile, key: string): string {
  return `${kept.sha256}.${crc32c(new TextEncoder().encode(key)).toString(16).padStart(8, '0')}.index`;
}
