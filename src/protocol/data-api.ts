// The part of the engine's contract that is about the user's own data: files that are copied into the browser, live sources
// and what they may contact, rows at any port, and the books of each source. Part of EngineApi.
import type { PlainValue } from '../columns/build.ts';
import type { Schema } from '../columns/data-type.ts';
import type { FileReference } from '../formats/record-format.ts';
import type { Sniffed, SniffWishes } from '../formats/sniffed.ts';
import type { Result } from '../problem/problem.ts';

/** Sent as an event while a file is copied, hashed and indexed; at most 10 a second. */
export interface ImportProgress {
  readonly importId: string;
  readonly phase: 'copy' | 'index';
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** A picked or dropped file as it crosses to the worker: the browser's own File. */
export interface PickedFile {
  readonly name: string;
  readonly size: number;
  /** Epoch milliseconds. */
  readonly lastModified: number;
}

/** The browser's own FileSystemFileHandle, where it has such: what a file too large to be copied is kept by. */
export interface PickedFileHandle {
  readonly kind: 'file';
  readonly name: string;
}

export interface ImportedFile {
  readonly file: FileReference;
  readonly sniffed: Sniffed;
  /** Time of last change as the file system says, for rules that need a year. */
  readonly modifiedMs: number;
}

/** The last rows of one port, as they were in the newest batch that ran here. */
export interface PortRows {
  readonly schema: Schema;
  readonly batchId: number;
  readonly timeMs: number;
  /** Rows of that batch at the port; `rows` are the last of them. */
  readonly count: number;
  /** By column, 0 to 1, over all rows of the batch. */
  readonly nullShares: readonly number[];
  readonly rows: readonly (readonly PlainValue[])[];
}

/** Where each record a source read went, since the run began. read = good + bad + short + long + dropped. */
export interface SourceBooks {
  readonly read: number;
  readonly good: number;
  /** Could not be read as its format or types say. */
  readonly bad: number;
  /** Fewer, or more, fields than columns. */
  readonly short: number;
  readonly long: number;
  /** Came and was never logged, because the buffer was full; or was seen again and recognised. */
  readonly dropped: number;
  /** Blank lines in the whole file; no records. */
  readonly blank: number;
}

/** A row that was refused: of a source's parser, or of an operator's expression. */
export interface RefusedRow {
  readonly batchId: number;
  /** Record and line in the file, from 1, when the source has such. */
  readonly record: number | null;
  readonly line: number | null;
  readonly reason: string;
  readonly detail: string;
  readonly row: string;
}

export type FeedState = 'off' | 'needs-consent' | 'connecting' | 'open' | 'waiting' | 'ended' | 'refused';

/** What a live source is doing, in words and numbers. */
export interface FeedStatus {
  readonly operatorId: string;
  readonly state: FeedState;
  /** "Reconnecting to example.org in 4 s, third try. Last answer: 503." */
  readonly words: string;
  readonly host: string;
  readonly bufferedRows: number;
  readonly bufferedBytes: number;
  readonly droppedRows: number;
  readonly lastEventId: string | null;
}

/** What a run waits for: it does not run, and nothing is lost meanwhile. */
export type RunNeed =
  | { readonly kind: 'file'; readonly operatorId: string; readonly file: FileReference; readonly why: 'absent' | 'changed' | 'permission' }
  | { readonly kind: 'consent'; readonly operatorId: string; readonly host: string };

export interface DataApi {
  /** Copies, hashes and sniffs. Progress comes as events of that import id. A Problem when the file cannot be kept; then nothing is. */
  importFile(importId: string, file: PickedFile, handle?: PickedFileHandle): Promise<Result<ImportedFile>>;
  cancelImport(importId: string): Promise<Result<null>>;
  /** Looks at a kept file again under the user's wishes. */
  sniffFile(file: FileReference, wishes: SniffWishes): Promise<Result<Sniffed>>;
  /** Kept files with their sizes, for the storage page. */
  listFiles(): Promise<Result<readonly FileReference[]>>;
  removeFile(file: FileReference): Promise<Result<null>>;
  /** Gives again a file that a document names; its hash must be the same. */
  supplyFile(importId: string, expected: FileReference, file: PickedFile, handle?: PickedFileHandle): Promise<Result<null>>;
  /** The handle a large file is kept by, to ask the browser for access with inside a click and to supply it again; null for a copy. */
  fileHandle(file: FileReference): Promise<Result<PickedFileHandle | null>>;
  /** The browser lets a file be read again that is kept by its handle: what waits for it goes on. */
  accessGiven(file: FileReference): Promise<Result<null>>;

  /** Hosts the user allowed to be contacted from this browser. */
  listConsents(): Promise<Result<readonly string[]>>;
  grantConsent(host: string): Promise<Result<null>>;
  revokeConsent(host: string): Promise<Result<null>>;

  /** Rows the page makes itself (keystrokes, pointer), by a source's schema. Resolves when they are logged. */
  offerRows(pipelineId: string, operatorId: string, rows: readonly (readonly PlainValue[])[]): Promise<Result<null>>;

  /** null: that port has had no batch since the engine started. */
  readPort(pipelineId: string, operatorId: string, port: string, limit: number): Promise<Result<PortRows | null>>;
  /** Newest refused rows of an operator, at most `limit`, newest first. */
  readRefused(pipelineId: string, operatorId: string, limit: number): Promise<Result<readonly RefusedRow[]>>;
}
