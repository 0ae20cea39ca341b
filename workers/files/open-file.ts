// One file as a run replays it: records by number. A read takes whole blocks from the content and checks them against the sums
// made when the file came. Two reads of one range give the same rows, or the second fails and gives nothing.
import type { Rows } from '../../src/columns/column.ts';
import type { RecordFile } from '../../src/engine/sources/record-files.ts';
import type { RecordIndex } from '../../src/formats/framing/record-index.ts';
import { RecordReader } from '../../src/formats/framing/record-reader.ts';
import type { Framing } from '../../src/formats/record-format.ts';
import { ProblemError, problem } from '../../src/problem/problem.ts';
import { BLOCK_BYTES, blocksHold } from './block-sums.ts';
import type { FoundContent } from './kept-files.ts';

export interface OpenParts {
  readonly name: string;
  readonly framing: Framing;
  readonly index: RecordIndex;
  readonly sums: Uint32Array;
  readonly blob: Blob;
  /** Looks for the content again, after a read failed. */
  again(): Promise<FoundContent>;
}

export class OpenFile implements RecordFile {
  readonly records: number;
  readonly blank: number;
  /** The records of the last read that failed; null after one that did not. */
  failed: { readonly from: number; readonly to: number } | null = null;
  private readonly parts: OpenParts;
  private readonly reader: RecordReader;
  private blob: Blob;

  constructor(parts: OpenParts) {
    this.parts = parts;
    this.records = parts.index.records;
    this.blank = parts.index.blank;
    this.blob = parts.blob;
    this.reader = new RecordReader(parts.index, parts.framing, (from, to) => this.bytes(from, to));
  }

  async read(from: number, to: number): Promise<Rows> {
    try {
      const rows = await this.reader.read(from, to);
      this.failed = null;
      return rows;
    } catch (error) {
      this.failed = { from, to };
      if (!(error instanceof ChangedBytes)) throw error;
      throw new ProblemError(problem('file/changed', {}, { name: this.parts.name, fromRecord: from + 1, toRecord: to }));
    }
  }

  firstAfter(timeMs: number, from: number): number {
    // The reader always moves on; a record that is itself too late must be able to wait.
    return this.reader.firstAfter(timeMs, from - 1);
  }

  timeBefore(record: number): number | null {
    return this.reader.timeBefore(record);
  }

  lineOf(record: number): number {
    return this.reader.lineOf(record);
  }

  private async bytes(from: number, to: number): Promise<Uint8Array> {
    const { index, sums } = this.parts;
    const first = Math.floor(from / BLOCK_BYTES);
    const base = first * BLOCK_BYTES;
    const until = Math.min(index.fileBytes, Math.ceil(to / BLOCK_BYTES) * BLOCK_BYTES);
    const bytes = await this.slice(base, until);
    if (bytes.length !== until - base || !blocksHold(bytes, first, sums)) throw new ChangedBytes();
    return bytes.subarray(from - base, to - base);
  }

  /** A blob that cannot be read is looked for once more: the browser gives one up when its file was touched. */
  private async slice(from: number, to: number): Promise<Uint8Array> {
    const read = async (): Promise<Uint8Array> => new Uint8Array(await this.blob.slice(from, to).arrayBuffer());
    try {
      return await read();
    } catch {
      const { name } = this.parts;
      const found = await this.parts.again();
      if (found.kind === 'permission') throw new ProblemError(problem('file/no-permission', {}, { name }));
      if (found.kind === 'found') {
        this.blob = found.blob;
        const bytes = await read().catch(() => null);
        if (bytes !== null) return bytes;
      }
      throw new ProblemError(problem('file/absent', {}, { name }));
    }
  }
}

class ChangedBytes extends Error {}
