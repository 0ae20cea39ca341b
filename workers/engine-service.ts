// The engine's side of the protocol: the library of pipelines and one host for each pipeline this tab has opened. It
// answers Problems as data, starts what a reload interrupted, and passes news between tabs. Everything impure it needs is
// made here or handed in by engine.worker.ts.
import type { RunPorts } from '../src/engine/run.ts';
import { timeReader } from '../src/formats/parse/time-reader.ts';
import { openDocument } from '../src/operators/open-document.ts';
import type { AppliedPipeline } from '../src/plan/applied-pipeline.ts';
import { fail, ok, type Problem, ProblemError, problem, type Result } from '../src/problem/problem.ts';
import {
  type BatchInfo,
  type CheckpointInfo,
  type DraftRecord,
  type EngineApi,
  type EngineEvent,
  type FramePort,
  type Handshake,
  type Hello,
  type PipelineId,
  type PipelineSummary,
  PROTOCOL_VERSION,
  type RankingQuery,
  type RankingView,
  type RecoveryReport,
  type RowsPage,
  type RowsQuery,
  type RunStatus,
  type SaveOutcome,
  type StorageInfo,
} from '../src/protocol/engine-api.ts';
import { readFacts } from '../src/storage/journal.ts';
import { createPipeline, eraseRemoved, type LibraryEntry, listPipelines, markPipeline, readDraft, saveDraft } from '../src/storage/library.ts';
import { problemOfStorageError } from '../src/storage/storage-problems.ts';
import { StorageError } from '../src/storage/store.ts';
import { hasConsent } from './consents.ts';
import { DataService } from './data-service.ts';
import { browserFiles } from './files/browser-files.ts';
import { SourceFiles } from './files/source-files.ts';
import { PipelineHost } from './pipeline-host.ts';
import { heldPipelines } from './pipeline-lock.ts';
import type { FetchedSamples } from './samples.ts';
import { browserTransport } from './sockets/transport.ts';
import { StorageConnection } from './storage-connection.ts';
import { threadTimers } from './timers.ts';
import { storedBatches } from './watcher.ts';

interface News {
  readonly pipelineId: PipelineId;
  readonly what: 'batch' | 'owner' | 'draft' | 'list' | 'needs';
  readonly tabId: string;
}

export interface ServiceSurroundings {
  readonly ports: Omit<RunPorts, 'samples'>;
  readonly samples: FetchedSamples;
  readonly buildId: string;
  newId(): string;
}

export class EngineService implements EngineApi {
  private readonly surroundings: ServiceSurroundings;
  private readonly storage: StorageConnection;
  private readonly data: DataService;
  private readonly sources: SourceFiles;
  private readonly hosts = new Map<PipelineId, PipelineHost>();
  private readonly removedHere = new Set<PipelineId>();
  private readonly channel = new BroadcastChannel('millrace');
  private port: FramePort | null = null;
  private tab = { id: '', label: '' };
  private firstOpen: RecoveryReport['reason'] = 'reload';

  constructor(surroundings: ServiceSurroundings) {
    this.surroundings = surroundings;
    this.storage = new StorageConnection({
      closed: () => this.send({ kind: 'storage-changed', storage: this.storage.info() }),
      superseded: () => this.superseded(),
      wiped: (found) => this.send({ kind: 'notice', problem: found }),
      changed: (info: StorageInfo) => this.send({ kind: 'storage-changed', storage: info }),
    });
    const files = browserFiles(() => surroundings.newId());
    this.sources = new SourceFiles(files, timeReader, (path) => surroundings.samples.file(path));
    this.data = new DataService({
      files,
      sources: this.sources,
      store: () => this.storage.current(),
      nowMs: () => this.now(),
      progress: (progress) => this.send({ kind: 'import-progress', progress }),
      consentsChanged: () => {
        this.send({ kind: 'consents-changed' });
        this.needsChanged();
      },
      filesChanged: () => this.needsChanged(),
    });
    this.channel.onmessage = (message: MessageEvent<News>) => this.heard(message.data);
  }

  async hello(hello: Hello): Promise<Result<Handshake>> {
    if (hello.protocolVersion !== PROTOCOL_VERSION)
      return fail(problem('engine/protocol', {}, { page: hello.protocolVersion, worker: PROTOCOL_VERSION }));
    this.tab = { id: hello.tabId, label: hello.tabLabel };
    this.firstOpen = hello.engineRestarts > 0 ? 'worker-restarted' : 'reload';
    await this.storage.open();
    void this.goOn();
    return ok({ protocolVersion: PROTOCOL_VERSION, buildId: this.surroundings.buildId, storage: this.storage.info(), notices: this.storage.notices });
  }

  async attach(port: FramePort): Promise<void> {
    this.port = port;
  }

  /** What ran in this browser when its last tab died goes on as soon as a tab is open again, whichever page it shows. */
  private async goOn(): Promise<void> {
    const entries = await listPipelines(this.storage.current()).catch(() => []);
    for (const entry of entries) if (entry.head !== null && entry.control.desired === 'running') await this.openPipeline(entry.pipelineId);
    await eraseRemoved(this.storage.current(), this.removedHere).catch(() => undefined);
    await this.data.tidy();
  }

  async pageHides(): Promise<void> {
    await this.storage.markEnd();
  }

  async pageShows(): Promise<void> {
    await this.storage.markBegin();
  }

  send(event: EngineEvent): void {
    this.port?.postMessage(event);
  }

  // ---- the library

  listPipelines(): Promise<Result<readonly PipelineSummary[]>> {
    return this.answer(async () => {
      const held = await heldPipelines();
      const entries = await listPipelines(this.storage.current());
      return ok(entries.map((entry) => this.summary(entry, held)));
    });
  }

  private summary(entry: LibraryEntry, held: ReadonlySet<string>): PipelineSummary {
    const host = this.hosts.get(entry.pipelineId);
    const role = host?.roleNow() ?? (held.has(entry.pipelineId) ? 'viewer' : 'none');
    const resting = entry.head === null ? 'idle' : entry.control.desired === 'running' && role === 'none' ? 'stopped' : entry.control.desired;
    const metrics = host?.status();
    return {
      pipelineId: entry.pipelineId,
      name: entry.meta.name,
      text: entry.text,
      state: host?.stateNow() ?? resting,
      role,
      lastBatchId: metrics?.lastBatch?.batchId ?? (entry.head === null || entry.head.lastBatchId === 0 ? null : entry.head.lastBatchId),
      lastCheckpoint: entry.checkpoint === null ? null : { batchId: entry.checkpoint.batchId, atMs: entry.checkpoint.takenMs },
      keys: entry.checkpoint?.keys ?? null,
      stateBytes: entry.checkpoint?.bytes ?? null,
      openedMs: entry.meta.openedMs,
      updatedMs: entry.meta.updatedMs,
    };
  }

  createPipeline(text: string): Promise<Result<PipelineId>> {
    return this.answer(async () => {
      const opened = openDocument(text);
      if (!opened.ok) return opened;
      const pipelineId = this.surroundings.newId();
      await createPipeline(this.storage.current(), pipelineId, opened.value.document.name, text, this.now());
      this.announce(pipelineId, 'list');
      return ok(pipelineId);
    });
  }

  readDraft(pipelineId: PipelineId): Promise<Result<DraftRecord>> {
    return this.answer(async () => {
      const draft = await readDraft(this.storage.current(), pipelineId);
      return draft === null ? this.unknown(pipelineId) : ok({ text: draft.text, revision: draft.revision, updatedMs: draft.meta.updatedMs });
    });
  }

  saveDraft(pipelineId: PipelineId, text: string, revision: number): Promise<Result<SaveOutcome>> {
    return this.answer<SaveOutcome>(async () => {
      const host = this.hosts.get(pipelineId);
      if (host === undefined || host.roleNow() !== 'owner')
        return fail(problem('engine/not-owner', {}, { tab: host?.status().ownerTab ?? 'another tab' }));
      const opened = openDocument(text);
      if (!opened.ok) return opened;
      const { saved, draft } = await saveDraft(
        this.storage.current(),
        pipelineId,
        opened.value.document.name,
        text,
        revision,
        host.tokenNow(),
        this.now(),
      );
      if (draft === null) return this.unknown(pipelineId);
      if (!saved) return ok({ kind: 'stale', current: { text: draft.text, revision: draft.revision, updatedMs: draft.meta.updatedMs } });
      this.announce(pipelineId, 'draft');
      return ok({ kind: 'saved', revision: draft.revision });
    });
  }

  duplicatePipeline(pipelineId: PipelineId): Promise<Result<PipelineId>> {
    return this.answer(async () => {
      const draft = await readDraft(this.storage.current(), pipelineId);
      if (draft === null) return this.unknown(pipelineId);
      const copy = this.surroundings.newId();
      await createPipeline(this.storage.current(), copy, draft.meta.name, draft.text, this.now());
      this.announce(copy, 'list');
      return ok(copy);
    });
  }

  removePipeline(pipelineId: PipelineId): Promise<Result<null>> {
    return this.answer(async () => {
      const host = await this.hostOf(pipelineId, false);
      if (host.roleNow() !== 'owner') return fail(problem('engine/not-owner', {}, { tab: host.status().ownerTab ?? 'another tab' }));
      const stopped = await host.pause();
      if (!stopped.ok) return stopped;
      await markPipeline(this.storage.current(), pipelineId, { removed: true });
      this.removedHere.add(pipelineId);
      await this.dropHost(pipelineId);
      this.announce(pipelineId, 'list');
      return ok(null);
    });
  }

  restorePipeline(pipelineId: PipelineId): Promise<Result<null>> {
    return this.answer(async () => {
      await markPipeline(this.storage.current(), pipelineId, { removed: false });
      this.removedHere.delete(pipelineId);
      this.announce(pipelineId, 'list');
      return ok(null);
    });
  }

  // ---- one pipeline

  openPipeline(pipelineId: PipelineId): Promise<Result<RunStatus>> {
    return this.answer(async () => {
      const draft = await readDraft(this.storage.current(), pipelineId);
      if (draft === null) return this.unknown(pipelineId);
      const host = await this.hostOf(pipelineId, false);
      return ok(host.status());
    });
  }

  takeOver(pipelineId: PipelineId): Promise<Result<RunStatus>> {
    return this.answer(async () => {
      const host = await this.hostOf(pipelineId, true);
      await markPipeline(this.storage.current(), pipelineId, { openedMs: this.now() });
      return ok(host.status());
    });
  }

  private async hostOf(pipelineId: PipelineId, steal: boolean): Promise<PipelineHost> {
    let host = this.hosts.get(pipelineId);
    const known = host !== undefined;
    if (host === undefined) {
      host = new PipelineHost(pipelineId, {
        storage: this.storage,
        ports: { ...this.surroundings.ports, samples: this.surroundings.samples, files: this.sources },
        prepare: (applied) => this.loadSamples(applied),
        needsOf: (applied) => this.data.needsOf(applied.plan),
        feedPorts: {
          transport: browserTransport,
          timers: threadTimers,
          random: () => Math.random(),
          allowed: (host) => hasConsent(this.storage.current(), host),
        },
        tab: this.tab,
        newRunId: () => `${pipelineId}.${this.surroundings.newId()}`,
        send: (frame) => this.send({ kind: 'frame', frame }),
        announce: (what) => this.announce(pipelineId, what),
      });
      this.hosts.set(pipelineId, host);
    }
    if (!known || steal || host.roleNow() !== 'owner') await host.open(steal, steal ? 'took-over' : this.firstOpen);
    return host;
  }

  private async loadSamples(applied: AppliedPipeline): Promise<Problem | null> {
    try {
      await this.surroundings.samples.load(applied.plan);
      return null;
    } catch (error) {
      return problem('engine/sample-unavailable', {}, { detail: error instanceof Error ? error.message : String(error) });
    }
  }

  private async dropHost(pipelineId: PipelineId): Promise<void> {
    const host = this.hosts.get(pipelineId);
    this.hosts.delete(pipelineId);
    await host?.close();
  }

  private async onHost<T>(pipelineId: PipelineId, work: (host: PipelineHost) => Promise<Result<T>>): Promise<Result<T>> {
    return this.answer(async () => {
      const host = this.hosts.get(pipelineId);
      return host === undefined ? this.unknown(pipelineId) : await work(host);
    });
  }

  readonly run: EngineApi['run'] = (pipelineId) => this.onHost(pipelineId, (host) => host.start());
  readonly pause: EngineApi['pause'] = (pipelineId) => this.onHost(pipelineId, (host) => host.pause());
  readonly step: EngineApi['step'] = (pipelineId) => this.onHost(pipelineId, (host) => host.step());
  readonly stop: EngineApi['stop'] = (pipelineId) => this.onHost(pipelineId, (host) => host.stop());
  readonly startOver: EngineApi['startOver'] = (pipelineId) => this.onHost(pipelineId, (host) => host.startOver());
  readonly checkpointNow: EngineApi['checkpointNow'] = (pipelineId) => this.onHost(pipelineId, (host) => host.checkpointNow());
  readonly setRate: EngineApi['setRate'] = (pipelineId, operatorId, rowsPerSecond) =>
    this.onHost(pipelineId, (host) => host.setRate(operatorId, rowsPerSecond));
  readonly typeLine: EngineApi['typeLine'] = (pipelineId, operatorId, line) => this.onHost(pipelineId, (host) => host.typeLine(operatorId, line));
  readonly reviewApply: EngineApi['reviewApply'] = (pipelineId) => this.onHost(pipelineId, (host) => host.reviewApply());
  readonly applyDraft: EngineApi['applyDraft'] = (pipelineId) => this.onHost(pipelineId, (host) => host.applyDraft());
  readonly freeSpace: EngineApi['freeSpace'] = (pipelineId) => this.onHost(pipelineId, (host) => host.freeSpace());
  readonly setSlowMotion: EngineApi['setSlowMotion'] = (pipelineId, on) => this.onHost(pipelineId, (host) => host.setSlowMotion(on));
  readStatus(pipelineId: PipelineId): Promise<Result<RunStatus>> {
    return this.onHost(pipelineId, async (host) => ok(host.status()));
  }

  readRows(pipelineId: PipelineId, query: RowsQuery): Promise<Result<RowsPage>> {
    return this.onHost(pipelineId, async (host) => {
      const view = host.view(query.operatorId);
      return view === undefined
        ? fail(problem('engine/not-found', { operator: query.operatorId }, { operator: query.operatorId }))
        : ok(view.rowsPage(query));
    });
  }

  readRanking(pipelineId: PipelineId, query: RankingQuery): Promise<Result<RankingView>> {
    return this.onHost(pipelineId, async (host) => {
      const ranking = host.view(query.operatorId)?.ranking(query) ?? null;
      return ranking === null ? fail(problem('engine/not-found', { operator: query.operatorId }, { operator: query.operatorId })) : ok(ranking);
    });
  }

  readBatches(pipelineId: PipelineId, limit: number, before?: number): Promise<Result<readonly BatchInfo[]>> {
    return this.answer(async () => {
      const facts = await readFacts(this.storage.current(), pipelineId);
      const batches = storedBatches(facts).filter((b) => before === undefined || b.batchId < before);
      return ok(batches.slice(-limit));
    });
  }

  readCheckpoints(pipelineId: PipelineId): Promise<Result<readonly CheckpointInfo[]>> {
    return this.onHost(pipelineId, async (host) => ok(host.checkpoints()));
  }

  readonly readTypedLines: EngineApi['readTypedLines'] = (pipelineId, operatorId, limit) =>
    this.onHost(pipelineId, (host) => host.typedLines(operatorId, limit));

  exportRows(pipelineId: PipelineId, operatorId: string, format: 'csv' | 'jsonl'): Promise<Result<Uint8Array>> {
    return this.onHost(pipelineId, async (host) => {
      const view = host.view(operatorId);
      if (view === undefined) return fail(problem('engine/not-found', { operator: operatorId }, { operator: operatorId }));
      return ok(new TextEncoder().encode(view.exportText(format)));
    });
  }

  // ---- the user's own data

  readonly importFile: EngineApi['importFile'] = (...call) => this.answer(() => this.data.importFile(...call));
  readonly cancelImport: EngineApi['cancelImport'] = (...call) => this.data.cancelImport(...call);
  readonly sniffFile: EngineApi['sniffFile'] = (...call) => this.answer(() => this.data.sniffFile(...call));
  readonly listFiles: EngineApi['listFiles'] = () => this.answer(() => this.data.listFiles());
  readonly removeFile: EngineApi['removeFile'] = (...call) => this.answer(() => this.data.removeFile(...call));
  readonly supplyFile: EngineApi['supplyFile'] = (...call) => this.answer(() => this.data.supplyFile(...call));
  readonly fileHandle: EngineApi['fileHandle'] = (...call) => this.answer(() => this.data.fileHandle(...call));
  readonly accessGiven: EngineApi['accessGiven'] = (...call) => this.data.accessGiven(...call);
  readonly listConsents: EngineApi['listConsents'] = () => this.answer(() => this.data.listConsents());
  readonly grantConsent: EngineApi['grantConsent'] = (...call) => this.answer(() => this.data.grantConsent(...call));
  readonly revokeConsent: EngineApi['revokeConsent'] = (...call) => this.answer(() => this.data.revokeConsent(...call));
  readonly offerRows: EngineApi['offerRows'] = (pipelineId, ...call) => this.onHost(pipelineId, (host) => host.offerRows(...call));
  readonly readPort: EngineApi['readPort'] = (pipelineId, ...call) => this.onHost(pipelineId, async (host) => ok(host.readPort(...call)));
  readonly readRefused: EngineApi['readRefused'] = (pipelineId, ...call) => this.onHost(pipelineId, async (host) => ok(host.readRefused(...call)));
  readonly readState: EngineApi['readState'] = (pipelineId, query) => this.onHost(pipelineId, async (host) => ok(host.readState(query)));
  readonly removeKey: EngineApi['removeKey'] = (pipelineId, ...call) => this.onHost(pipelineId, (host) => host.removeKey(...call));

  // ---- beside the calls

  /** A file or a consent is there that was not, or is gone: here, and for the runs of other tabs. */
  private needsChanged(tell = true): void {
    for (const host of this.hosts.values()) void host.needsChanged();
    if (tell) this.announce('', 'needs');
  }

  private announce(pipelineId: PipelineId, what: News['what']): void {
    const news: News = { pipelineId, what, tabId: this.tab.id };
    this.channel.postMessage(news);
    if (what === 'list' || what === 'owner') this.send({ kind: 'pipelines-changed' });
  }

  private heard(news: News): void {
    if (news.tabId === this.tab.id) return;
    if (news.what === 'list' || news.what === 'owner') this.send({ kind: 'pipelines-changed' });
    if (news.what === 'needs') {
      this.send({ kind: 'consents-changed' });
      this.needsChanged(false);
      return;
    }
    if (news.what === 'draft') void this.tellDraft(news.pipelineId);
    void this.hosts.get(news.pipelineId)?.heard();
  }

  private async tellDraft(pipelineId: PipelineId): Promise<void> {
    const draft = await readDraft(this.storage.current(), pipelineId).catch(() => null);
    if (draft !== null) this.send({ kind: 'draft-changed', pipelineId, revision: draft.revision });
  }

  private superseded(): void {
    for (const host of this.hosts.values()) host.release();
    this.hosts.clear();
    this.send({ kind: 'superseded' });
  }

  private now(): number {
    return Math.trunc(this.surroundings.ports.nowMs());
  }

  private unknown(pipelineId: PipelineId): { readonly ok: false; readonly problems: readonly Problem[] } {
    return fail(problem('engine/unknown-pipeline', {}, { pipeline: pipelineId }));
  }

  /** Turns storage failures and carried Problems into answers; reopens a dead connection once and tries again. Bugs pass. */
  private async answer<T>(work: () => Promise<Result<T>>, again = true): Promise<Result<T>> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ProblemError) return fail(error.problem);
      if (!(error instanceof StorageError)) throw error;
      if (error.kind === 'closed' && again) {
        const reopened = await this.storage.reopen().catch(() => null);
        if (reopened !== null) return this.answer(work, false);
      }
      return fail(problemOfStorageError(error, { batch: null, usedBytes: this.storage.info().usedBytes }));
    }
  }
}
