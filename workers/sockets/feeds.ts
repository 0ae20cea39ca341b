// The network sources of one running pipeline. Only the tab that runs it has any: a viewer contacts nothing. A paused or stopped
// run keeps no connection: its batches stand still, so rows would pile up in the log without end, and a server would go on
// sending to somebody who does not count. SSE goes on at its last event afterwards; a WebSocket has a gap, as a tap
// that was closed. An edit that leaves a source as it is leaves its connection as it is.
import type { Plan } from '../../src/plan/plan.ts';
import type { FeedStatus } from '../../src/protocol/data-api.ts';
import type { BlockLog } from './feed-log.ts';
import { type FeedPorts, FeedRunner, type NetworkFeed } from './feed-runner.ts';

interface Wanted {
  readonly operatorId: string;
  readonly feed: NetworkFeed;
}

export class Feeds {
  private readonly ports: FeedPorts;
  private readonly log: (operatorId: string) => BlockLog;
  private readonly changed: () => void;
  private runners: readonly FeedRunner[] = [];
  private ended: readonly FeedStatus[] = [];
  private stopping: Promise<unknown> = Promise.resolve();

  constructor(ports: FeedPorts, log: (operatorId: string) => BlockLog, changed: () => void) {
    this.ports = ports;
    this.log = log;
    this.changed = changed;
  }

  /** Connects what the plan asks for, and leaves what it does not ask for any more. */
  run(plan: Plan): void {
    const wanted = feedsOf(plan);
    const kept = this.runners.filter((runner) => wanted.some((want) => isSame(runner, want)));
    const gone = this.runners.filter((runner) => !kept.includes(runner));
    const fresh = wanted.filter((want) => !kept.some((runner) => isSame(runner, want)));
    this.end(gone, '');
    const made = fresh.map(({ operatorId, feed }) => new FeedRunner(operatorId, feed, this.log(operatorId), this.ports, this.changed));
    this.runners = [...kept, ...made];
    this.ended = [];
    // One source has one writer: the old connection of an operator has logged its last row before a new one begins.
    void this.stopping.then(() => {
      for (const runner of made) if (this.runners.includes(runner)) runner.start();
    });
  }

  /** Ends all connections; resolves when what they had taken is logged. `words`: why, for the status. */
  stop(words: string): Promise<void> {
    const runners = this.runners;
    this.runners = [];
    this.end(runners, words);
    return this.settled();
  }

  async settled(): Promise<void> {
    await this.stopping;
  }

  private end(runners: readonly FeedRunner[], words: string): void {
    if (runners.length === 0) return;
    const ending = runners.map((runner) => runner.stop(words));
    this.ended = runners.map((runner) => runner.status());
    this.stopping = Promise.allSettled([this.stopping, ...ending]).then(() => {
      if (this.runners.length === 0) this.ended = runners.map((runner) => runner.status());
      this.changed();
    });
  }

  consentsChanged(): void {
    for (const runner of this.runners) void runner.consentsChanged();
  }

  statuses(): readonly FeedStatus[] {
    return this.runners.length > 0 ? this.runners.map((runner) => runner.status()) : this.ended;
  }
}

function isSame(runner: FeedRunner, wanted: Wanted): boolean {
  return runner.operatorId === wanted.operatorId && JSON.stringify(runner.feed) === JSON.stringify(wanted.feed);
}

function feedsOf(plan: Plan): readonly Wanted[] {
  return plan.nodes.flatMap((node) => {
    if (node.kind !== 'source' || node.source.kind !== 'live' || node.source.feed === undefined) return [];
    const { feed } = node.source;
    return feed.kind === 'keystrokes' || feed.kind === 'pointer' ? [] : [{ operatorId: node.operatorId, feed }];
  });
}
