// Gathers what changed in one pipeline and lets it out as a frame, at most 10 a second.
import type { FeedStatus } from '../src/protocol/data-api.ts';
import type { BatchInfo, Frame, OperatorMetrics, RunStatus } from '../src/protocol/engine-api.ts';

const FRAME_EVERY_MS = 100;
const MOST_BATCHES = 200;

export interface FrameSource {
  status(): RunStatus;
  operators(): readonly OperatorMetrics[];
  feeds(): readonly FeedStatus[];
}

export class FrameOutlet {
  private readonly source: FrameSource;
  private readonly send: (frame: Frame) => void;
  private batches = new Map<number, BatchInfo>();
  private sinks = new Map<string, Frame['sinks'][number]>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private sentMs = 0;
  private busyMs = 0;

  constructor(source: FrameSource, send: (frame: Frame) => void) {
    this.source = source;
    this.send = send;
  }

  batch(info: BatchInfo): void {
    this.batches.set(info.batchId, info);
    if (this.batches.size > MOST_BATCHES) this.batches.delete(this.batches.keys().next().value ?? 0);
    if (info.status !== 'queued' && info.status !== 'running') this.busyMs += info.processingMs + info.commitMs;
    this.changed();
  }

  sink(sink: Frame['sinks'][number]): void {
    this.sinks.set(sink.operatorId, sink);
    this.changed();
  }

  changed(): void {
    this.timer ??= setTimeout(() => this.flush(), Math.max(0, FRAME_EVERY_MS - (performance.now() - this.sentMs)));
  }

  /** Sends what has gathered now, with the status as it is. */
  flush(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const now = performance.now();
    const elapsed = Math.max(FRAME_EVERY_MS, now - this.sentMs);
    this.sentMs = now;
    const frame: Frame = {
      pipelineId: this.source.status().pipelineId,
      status: this.source.status(),
      operators: this.source.operators(),
      batches: [...this.batches.values()],
      sinks: [...this.sinks.values()],
      feeds: this.source.feeds(),
      workerBusy: Math.min(1, this.busyMs / elapsed),
    };
    this.batches = new Map();
    this.sinks = new Map();
    this.busyMs = 0;
    this.send(frame);
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
