// Keeps the Results tab supplied: reads ranking and rows of one sink when its ledger has grown, at most 4 times a second and
// one request of each at a time; pins them to a batch, or freezes them, when the user holds the view.
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { StreamType } from '../../../plan/stream-type.ts';
import type { RankingView, RowsPage, RowsQuery } from '../../../protocol/engine-api.ts';
import { engine } from '../../store/engine-link.ts';
import { readLive, subscribeFrames, TEXT_EVERY_MS, useLive } from '../../store/live-store.ts';
import { firingCandidates, missedFirings } from './results-words.ts';
import { RowsPager } from './rows-pager.ts';

export const TOP = 10;
const POINTS = 120;
/** Batches looked at one by one for a firing when its place is not known. */
const TRIES = 40;
/** Rows and ranking are read one after the other: a hold waits this often, and this long, until both are of one batch. */
const HOLD_TRIES = 6;
const HOLD_AGAIN_MS = 90;

/** live: follows the newest. past: the rows of one batch. frozen: the live answer as it was, for answers that no single batch holds. */
export type ResultsMode = { readonly kind: 'live' } | { readonly kind: 'past'; readonly batchId: number } | { readonly kind: 'frozen' };

export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

export interface Results {
  readonly mode: ResultsMode;
  readonly ranking: RankingView | null;
  /** The sink has nothing to rank: no numeric column, or it is not in the run. */
  readonly unranked: boolean;
  readonly pager: RowsPager;
  /** Changes with every answer of the pager. */
  readonly answer: number;
  readonly page: RowsPage | null;
  /** Firings since the view is held. */
  readonly missed: number;
  readonly sorting: Sorting | null;
  readonly search: string;
  sortBy(sorting: Sorting | null): void;
  searchFor(text: string): void;
  hold(): void;
  goLive(): void;
  /** To the firing before or after the one shown. */
  step(direction: -1 | 1): void;
  readonly canStepLater: boolean;
  /** While true nothing is read, so that nothing moves under a drag. */
  setBusy(busy: boolean): void;
}

const LIVE: ResultsMode = { kind: 'live' };

/** Give the component a key of the sink: another sink is another view. */
export function useResults(operatorId: string, stream: StreamType | null): Results {
  const pipelineId = useLive((live) => live.status?.pipelineId ?? null);
  const runId = useLive((live) => live.status?.runId ?? null);
  const applied = useLive((live) => live.status?.applied ?? null);
  const intervalMs = useLive((live) => live.status?.batchIntervalMs ?? 1_000);
  const [mode, setMode] = useState<ResultsMode>(LIVE);
  const [ranking, setRanking] = useState<RankingView | null>(null);
  const [unranked, setUnranked] = useState(false);
  const [answer, setAnswer] = useState(0);
  /** Firings seen while held. */
  const [seen, setSeen] = useState(0);
  const [chosen, setChosen] = useState<Sorting | null | undefined>(undefined);
  const [search, setSearch] = useState('');
  const busy = useRef(false);

  const pager = useMemo(() => {
    const read = async (query: RowsQuery): Promise<RowsPage | null> => {
      if (pipelineId === null) return null;
      const result = await engine.readRows(pipelineId, query).catch(() => null);
      return result?.ok === true ? result.value : null;
    };
    return new RowsPager(read, () => setAnswer((count) => count + 1));
  }, [pipelineId]);
  const page = pager.page;

  // Rows come newest first by themselves; an answer of keys is read by its largest value first.
  const value = ranking?.value ?? null;
  const emits = page?.emits ?? stream?.emits ?? null;
  const sorting = chosen !== undefined ? chosen : value === null || emits === 'rows' ? null : { column: value, descending: true };
  const at = mode.kind === 'past' ? mode.batchId : 'live';
  const sortColumn = sorting?.column ?? null;
  const sortDescending = sorting?.descending ?? false;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new run or plan is a new answer to the same question
  useEffect(() => {
    if (mode.kind === 'frozen') return;
    pager.show({ operatorId, at, sort: sortColumn === null ? null : { column: sortColumn, descending: sortDescending }, search });
  }, [pager, operatorId, at, sortColumn, sortDescending, search, runId, applied]);

  const reading = useRef({ now: false, again: false });
  const readRanking = useEffectEvent(async () => {
    const state = reading.current;
    if (pipelineId === null) return;
    if (state.now) {
      state.again = true;
      return;
    }
    state.now = true;
    // Of a stream of rows the newest batch is ranked, not all that is kept.
    const newest = readLive().sinks.get(operatorId)?.batchId;
    const asked = at === 'live' && emits === 'rows' && newest !== undefined ? newest : at;
    const result = await engine.readRanking(pipelineId, { operatorId, at: asked, value: null, top: TOP, points: POINTS }).catch(() => null);
    state.now = false;
    if (result?.ok === true) setRanking(result.value);
    setUnranked(result !== null && !result.ok);
    if (state.again) {
      state.again = false;
      void readRanking();
    }
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these asks for another ranking
  useEffect(() => {
    if (mode.kind !== 'frozen') void readRanking();
  }, [pipelineId, operatorId, at, runId, applied, emits === 'rows']);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new run has no past to show
  useEffect(() => {
    setMode(LIVE);
    setSeen(0);
  }, [runId]);

  const grew = useEffectEvent(() => {
    if (mode.kind !== 'live') {
      setSeen((count) => count + 1);
      return;
    }
    if (busy.current || document.visibilityState === 'hidden') return;
    pager.refresh();
    void readRanking();
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lastMs = 0;
    const run = (): void => {
      timer = undefined;
      lastMs = performance.now();
      grew();
    };
    const stop = subscribeFrames((frame) => {
      if (!frame.sinks.some((grown) => grown.operatorId === operatorId)) return;
      timer ??= setTimeout(run, Math.max(0, TEXT_EVERY_MS - (performance.now() - lastMs)));
    });
    const shown = (): void => {
      if (document.visibilityState === 'visible') run();
    };
    document.addEventListener('visibilitychange', shown);
    return () => {
      stop();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', shown);
    };
  }, [operatorId]);

  const begin = useCallback((next: ResultsMode) => {
    setSeen(0);
    setMode(next);
  }, []);
  const goLive = useCallback(() => {
    pager.thaw();
    begin(LIVE);
  }, [begin, pager]);
  const hold = useEffectEvent((tries: number): void => {
    const shown = pager.page;
    if (shown === null || shown.batchId === null || mode.kind !== 'live') return;
    if (shown.emits === 'closed' || shown.emits === 'all') {
      begin({ kind: 'past', batchId: shown.batchId });
      return;
    }
    if (tries > 0 && ranking !== null && ranking.batchId !== shown.batchId) {
      holding.current = setTimeout(() => hold(tries - 1), HOLD_AGAIN_MS);
      return;
    }
    begin({ kind: 'frozen' });
    void pager.freeze();
  });
  const holding = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(holding.current), []);

  const newest = useLive((live) => live.sinks.get(operatorId) ?? null);
  const missed = mode.kind === 'live' || newest === null ? 0 : missedFirings(page?.timeMs ?? null, newest.timeMs, stream?.slideMs ?? null, seen);
  const step = (direction: -1 | 1): void => {
    const shown = pager.page;
    if (pipelineId === null || shown === null || shown.batchId === null) return;
    void findFiring(
      pipelineId,
      operatorId,
      shown.batchId,
      direction,
      batchesToFiring(shown, ranking, stream, direction, intervalMs),
      newest?.batchId ?? null,
    ).then((found) => {
      pager.thaw();
      if (found === 'live') begin(LIVE);
      else if (found !== null) begin({ kind: 'past', batchId: found });
    });
  };

  return {
    mode,
    ranking,
    unranked,
    pager,
    answer,
    page,
    missed,
    sorting,
    search,
    sortBy: setChosen,
    searchFor: setSearch,
    hold: () => hold(HOLD_TRIES),
    goLive,
    step,
    canStepLater: mode.kind !== 'live',
    setBusy: (now) => {
      busy.current = now;
    },
  };
}

/** How many batches lie between the firing shown and its neighbour: as the ranking knows, else by the slide. */
function batchesToFiring(
  shown: RowsPage,
  ranking: RankingView | null,
  stream: StreamType | null,
  direction: -1 | 1,
  intervalMs: number,
): number | null {
  if (shown.batchId === null) return null;
  const ids = ranking?.batchIds ?? [];
  const at = ids.indexOf(shown.batchId);
  const neighbour = at < 0 ? undefined : ids[at + direction];
  if (neighbour !== undefined) return Math.abs(neighbour - shown.batchId);
  return stream === null ? null : Math.max(1, Math.round(stream.slideMs / intervalMs));
}

/** The batch id of the neighbouring firing that the ledger still has; "live" when it is the newest; null when there is none. */
async function findFiring(
  pipelineId: string,
  operatorId: string,
  batchId: number,
  direction: -1 | 1,
  between: number | null,
  newest: number | null,
): Promise<number | 'live' | null> {
  for (const at of firingCandidates(batchId, direction, between, TRIES)) {
    if (newest !== null && at >= newest) return direction === 1 ? 'live' : null;
    const answer = await engine.readRows(pipelineId, { operatorId, at, sort: null, search: '', offset: 0, limit: 0 }).catch(() => null);
    if (answer === null || !answer.ok) return null;
    if (answer.value.timeMs !== null) return at;
  }
  return direction === 1 ? 'live' : null;
}
