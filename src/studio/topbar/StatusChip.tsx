// One chip says how the run stands: glyph, bold word, facts. The facts move; what a screen reader hears is the word, and the
// facts at most every 5 seconds.
import { useEffect, useState } from 'react';
import type { RunStatus } from '../../protocol/engine-api.ts';
import { useDocument } from '../store/document-store.ts';
import { useRunStatus } from '../store/live-store.ts';
import { showDockTab } from '../store/view-store.ts';
import { exactCount, formatDuration } from '../text/numbers.ts';
import { Icon } from '../ui/Icon.tsx';
import type { IconName } from '../ui/icons.ts';

interface ChipWords {
  readonly status: string;
  readonly icon: IconName;
  readonly word: string;
  readonly facts: readonly string[];
}

const SPOKEN_EVERY_MS = 5_000;

export function StatusChip() {
  const status = useRunStatus();
  const errors = useDocument((state) => state.check.problems.filter((problem) => problem.severity === 'error').length);
  const empty = useDocument((state) => state.document !== null && Object.keys(state.document.operators).length === 0);
  const words = chipWords(status, empty ? 0 : errors);
  return (
    <>
      <button
        type="button"
        className={`chip st-${words.status}`}
        aria-label={`${words.word}. ${words.facts.join(', ')}. Open ${errors > 0 ? 'Problems' : 'Batches'}`}
        onClick={() => showDockTab(errors > 0 || status?.state === 'failed' ? 'problems' : 'batches')}
      >
        <Icon name={words.icon} />
        <b>{words.word}</b>
        {words.facts.map((fact) => (
          <span key={fact.replace(/[\d.,]+/g, '#')} className="chip-fact">
            {fact}
          </span>
        ))}
      </button>
      <Spoken text={[words.word, ...words.facts].join(', ')} word={words.word} />
    </>
  );
}

function Spoken({ text, word }: { readonly text: string; readonly word: string }) {
  const [spoken, setSpoken] = useState(text);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new word is said at once, new facts wait for the rhythm
  useEffect(() => {
    setSpoken(text);
  }, [word]);
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(text), SPOKEN_EVERY_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <span className="visually-hidden" role="status" aria-live="polite">
      {spoken}
    </span>
  );
}

function chipWords(status: RunStatus | null, errors: number): ChipWords {
  const problems = errors === 0 ? [] : [`${errors} ${errors === 1 ? 'problem' : 'problems'}`];
  if (status === null) return { status: 'idle', icon: 'st-idle', word: 'Starting', facts: [] };
  const batch = status.lastBatch === null ? [] : [`batch ${exactCount(status.lastBatch.batchId)}`];
  switch (status.state) {
    case 'idle':
      return { status: 'idle', icon: 'st-idle', word: 'Idle', facts: problems.length > 0 ? problems : ['nothing runs'] };
    case 'starting':
      return { status: 'running', icon: 'st-running', word: 'Starting', facts: [] };
    case 'recovering':
      return { status: 'replayed', icon: 'st-replayed', word: 'Recovering', facts: recoveryFacts(status) };
    case 'running': {
      const late = status.queuedBatches > 1;
      const facts = [...batch, late ? `${status.queuedBatches} batches wait` : `lag ${formatDuration(status.lagMs)}`];
      return late
        ? { status: 'waiting', icon: 'st-waiting', word: 'Behind', facts }
        : { status: 'running', icon: 'st-running', word: 'Running', facts };
    }
    case 'paused':
      return { status: 'paused', icon: 'st-paused', word: 'Paused', facts: batch };
    case 'stopped':
      return { status: 'idle', icon: 'st-idle', word: 'Stopped', facts: [...batch, ...problems] };
    case 'failed':
      return { status: 'failed', icon: 'st-failed', word: 'Failed', facts: batch };
  }
}

function recoveryFacts({ recovery }: RunStatus): readonly string[] {
  if (recovery === null) return [];
  switch (recovery.phase) {
    case 'restore':
      return ['reading the checkpoint'];
    case 're-run':
      return recovery.rerun === null ? [] : [`${recovery.rerun.done} of ${recovery.rerun.to - recovery.rerun.from + 1} run again`];
    case 'pending':
      return recovery.pending === null ? [] : [`${recovery.pending.done} of ${recovery.pending.to - recovery.pending.from + 1} pending`];
    case 'catch-up':
      return recovery.caughtUp === null ? [] : [`${recovery.caughtUp.done} of ${recovery.caughtUp.count} caught up`];
    case 'live':
      return [];
  }
}
