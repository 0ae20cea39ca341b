// The user's own data in this browser, for the engine's service: files that are copied, looked at and found again, and the
// hosts that may be contacted. What it starts it can stop: every import has its own signal, and progress is thinned to ten
// events a second.
import type { FileReference } from '../src/formats/record-format.ts';
import { sniff } from '../src/formats/sniff.ts';
import type { Sniffed, SniffWishes } from '../src/formats/sniffed.ts';
import { feedHost } from '../src/plan/feed.ts';
import type { Plan } from '../src/plan/plan.ts';
import { fail, ok, type Problem, problem, type Result } from '../src/problem/problem.ts';
import type { DataApi, ImportedFile, ImportProgress, PickedFile, PickedFileHandle, RunNeed } from '../src/protocol/data-api.ts';
import type { Store } from '../src/storage/store.ts';
import { grantConsent, hasConsent, hostNamed, listConsents, revokeConsent } from './consents.ts';
import { AreaError } from './files/file-area.ts';
import { isPickedHandle } from './files/file-handles.ts';
import type { Keeping, KeptFile } from './files/kept-file.ts';
import type { KeptFiles, PickedContent } from './files/kept-files.ts';
import type { SourceFiles } from './files/source-files.ts';

const PROGRESS_EVERY_MS = 100;

/** Looked at for the guess: enough for a thousand rows of most files. */
const HEAD_BYTES = 1024 * 1024;

export interface DataServices {
  readonly files: KeptFiles;
  readonly sources: SourceFiles;
  store(): Store;
  nowMs(): number;
  progress(progress: ImportProgress): void;
  consentsChanged(): void;
  /** A file is here that was not, or is gone. */
  filesChanged(): void;
}

type OwnCalls = Omit<DataApi, 'offerRows' | 'readPort' | 'readRefused'>;

/** Rejects with StorageError and ProblemError, which the service turns into answers. */
export class DataService implements OwnCalls {
  private readonly services: DataServices;
  private readonly imports = new Map<string, AbortController>();

  constructor(services: DataServices) {
    this.services = services;
  }

  async importFile(importId: string, file: PickedFile, handle?: PickedFileHandle): Promise<Result<ImportedFile>> {
    return this.cancellable(importId, file.name, async (signal) => {
      const kept = await this.keep(importId, file, handle, null, signal);
      if (!kept.ok) return kept;
      const found = await this.lookedAt(importId, kept.value.file, signal);
      // What cannot be used, or is not wanted any more, is not kept; unless it was here before.
      if (!found.ok && kept.value.fresh) await this.services.files.remove(kept.value.file.sha256);
      return found;
    });
  }

  /** The guess, and the index under it, so that a run begins at once. */
  private async lookedAt(importId: string, kept: KeptFile, signal: AbortSignal): Promise<Result<ImportedFile>> {
    const looked = await this.look(kept, {});
    if (!looked.ok) return looked;
    const records = await this.index(importId, kept, looked.value, signal);
    if (records === null) return fail(problem('file/cancelled', {}, { name: kept.name }));
    const problems: readonly Problem[] = kept.truncated ? [problem('file/gzip-truncated', {}, { name: kept.name, records })] : [];
    const sniffed = { ...looked.value, problems: [...problems, ...looked.value.problems] };
    return ok({ file: referenceOf(kept), sniffed, modifiedMs: kept.modifiedMs });
  }

  /** How many records it has; null: cancelled meanwhile. */
  private async index(importId: string, kept: KeptFile, sniffed: Sniffed, signal: AbortSignal): Promise<number | null> {
    const content = await this.services.files.content(kept);
    if (content.kind !== 'found') return 0;
    const told = this.thinned(importId, 'index');
    const progress = (doneBytes: number): void => told(doneBytes, content.blob.size);
    try {
      return (await this.services.sources.index(kept, content.blob, sniffed.framing, null, progress, signal)).records;
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }

  private async cancellable<T>(importId: string, name: string, work: (signal: AbortSignal) => Promise<Result<T>>): Promise<Result<T>> {
    const stop = new AbortController();
    this.imports.set(importId, stop);
    try {
      return await this.inArea(name, () => work(stop.signal));
    } finally {
      this.imports.delete(importId);
    }
  }

  async cancelImport(importId: string): Promise<Result<null>> {
    this.imports.get(importId)?.abort();
    return ok(null);
  }

  async supplyFile(importId: string, expected: FileReference, file: PickedFile, handle?: PickedFileHandle): Promise<Result<null>> {
    const kept = await this.cancellable(importId, file.name, (signal) => this.keep(importId, file, handle, expected, signal));
    if (!kept.ok) return kept;
    this.services.sources.forget(expected.sha256);
    this.services.filesChanged();
    return ok(null);
  }

  private async keep(
    importId: string,
    file: PickedFile,
    handle: PickedFileHandle | undefined,
    expected: FileReference | null,
    signal: AbortSignal,
  ): Promise<Result<Keeping>> {
    return this.services.files.keep(pickedContent(file, handle), { signal, progress: this.thinned(importId, 'copy') }, expected);
  }

  /** The first and the last word, and at most ten a second between. */
  private thinned(importId: string, phase: ImportProgress['phase']): (doneBytes: number, totalBytes: number) => void {
    let toldMs = Number.NEGATIVE_INFINITY;
    return (doneBytes, totalBytes) => {
      const now = this.services.nowMs();
      if (now - toldMs < PROGRESS_EVERY_MS && doneBytes < totalBytes) return;
      toldMs = now;
      this.services.progress({ importId, phase, doneBytes, totalBytes });
    };
  }

  sniffFile(file: FileReference, wishes: SniffWishes): Promise<Result<Sniffed>> {
    return this.inArea(file.name, async () => {
      const kept = await this.services.files.find(file.sha256);
      return kept === null ? fail(problem('file/absent', {}, { name: file.name })) : this.look(kept, wishes);
    });
  }

  private async look(kept: KeptFile, wishes: SniffWishes): Promise<Result<Sniffed>> {
    const content = await this.services.files.content(kept);
    if (content.kind === 'absent') return fail(problem('file/absent', {}, { name: kept.name }));
    if (content.kind === 'permission') return fail(problem('file/no-permission', {}, { name: kept.name }));
    const head = new Uint8Array(await content.blob.slice(0, HEAD_BYTES).arrayBuffer());
    return sniff({ name: kept.name, head, whole: content.blob.size <= HEAD_BYTES, modifiedMs: kept.modifiedMs }, wishes);
  }

  /** Takes away what imports that were killed left behind. Never rejects: where there are no files, there is nothing to take. */
  async tidy(): Promise<void> {
    await this.services.files.sweep().catch(() => undefined);
  }

  listFiles(): Promise<Result<readonly FileReference[]>> {
    return this.inArea('', async () => ok((await this.services.files.list()).map(referenceOf)));
  }

  removeFile(file: FileReference): Promise<Result<null>> {
    return this.inArea(file.name, () => this.remove(file));
  }

  /** What the browser's file system refuses, as a Problem. */
  private async inArea<T>(name: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AreaError)) throw error;
      return fail(problem('file/not-kept', {}, { name, detail: error.message }));
    }
  }

  private async remove(file: FileReference): Promise<Result<null>> {
    await this.services.files.remove(file.sha256);
    this.services.sources.forget(file.sha256);
    this.services.filesChanged();
    return ok(null);
  }

  async fileHandle(file: FileReference): Promise<Result<PickedFileHandle | null>> {
    return ok(await this.services.files.handle(file.sha256));
  }

  async accessGiven(file: FileReference): Promise<Result<null>> {
    this.services.sources.forget(file.sha256);
    this.services.filesChanged();
    return ok(null);
  }

  // ---- consent

  async listConsents(): Promise<Result<readonly string[]>> {
    return ok(await listConsents(this.services.store()));
  }

  async grantConsent(host: string): Promise<Result<null>> {
    const named = hostNamed(host);
    if (named === null) return fail(problem('feed/bad-host', {}, { got: host }));
    await grantConsent(this.services.store(), named, this.services.nowMs());
    this.services.consentsChanged();
    return ok(null);
  }

  async revokeConsent(host: string): Promise<Result<null>> {
    const named = hostNamed(host);
    if (named === null) return fail(problem('feed/bad-host', {}, { got: host }));
    await revokeConsent(this.services.store(), named);
    this.services.consentsChanged();
    return ok(null);
  }

  // ---- what a run waits for

  /** Opens the plan's files and looks up its consents. Empty: nothing is in the way. @throws StorageError */
  async needsOf(plan: Plan): Promise<readonly RunNeed[]> {
    const needs = [...(await this.services.sources.prepare(plan))];
    for (const node of plan.nodes) {
      if (node.kind !== 'source' || node.source.kind !== 'live' || node.source.feed === undefined) continue;
      const host = feedHost(node.source.feed);
      if (host !== null && !(await hasConsent(this.services.store(), host))) needs.push({ kind: 'consent', operatorId: node.operatorId, host });
    }
    return needs;
  }
}

/** What crossed from the page is the browser's own File; its reference, when there is one, was checked to be one. */
function pickedContent(file: PickedFile, handle: PickedFileHandle | undefined): PickedContent {
  if (!(file instanceof Blob)) throw new TypeError('A picked file is a File');
  return { name: file.name, modifiedMs: file.lastModified, blob: file, handle: isPickedHandle(handle) ? handle : null };
}

function referenceOf({ name, sha256, bytes }: KeptFile): FileReference {
  return { name, sha256, bytes };
}
