// The recovery strip under the top bar: what came back, in plain words with numbers that were counted, and a track that fills
// step by step. It folds away 8 seconds after the end (the Log keeps it) and stays when something needs to be seen.
import { useEffect, useState } from 'react';
import { describeProblem, type Problem } from '../../problem/problem.ts';
import type { RecoveryReport } from '../../protocol/engine-api.ts';
import { recordRun } from '../dock/run-record.ts';
import { useLive } from '../store/live-store.ts';
import { showDockTab } from '../store/view-store.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import type { IconName } from '../ui/icons.ts';
import {
  announceRecovery,
  describeRecovery,
  isWorthTelling,
  needsAttention,
  type RecoveryCourse,
  type RecoveryStep,
  recoveryCourse,
  recoveryEndMs,
  recoveryId,
  recoverySteps,
} from './recovery-sentence.ts';
import './strip.css';

/** Stays this long after the recovery has ended. */
const SHOWN_AFTER_MS = 8_000;

export function Strip() {
  // The strip is there with the editor, before the dock's code: the log begins here.
  useEffect(() => recordRun(), []);
  const report = useLive((live) => live.status?.recovery ?? null);
  const course = useLive((live) => (live.status === null ? 'going' : recoveryCourse(live.status)));
  const problem = useLive((live) => live.status?.problem ?? null);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const folded = useFolded(report, course);
  const shown = report !== null && isWorthTelling(report) && !folded && dismissed !== recoveryId(report) ? report : null;
  return (
    <>
      {shown !== null && <Told report={shown} course={course} problem={problem} onDismiss={() => setDismissed(recoveryId(shown))} />}
      <span className="visually-hidden" role="status" aria-live="polite">
        {shown === null ? '' : announceRecovery(shown, course)}
      </span>
    </>
  );
}

interface ToldProps {
  readonly report: RecoveryReport;
  readonly course: RecoveryCourse;
  readonly problem: Problem | null;
  readonly onDismiss: () => void;
}

function Told({ report, course, problem, onDismiss }: ToldProps) {
  const { lead, clauses, attention } = describeRecovery(report, course);
  const stopped = course === 'stopped' && !report.finished;
  const status = stopped ? 'failed' : attention ? 'waiting' : 'replayed';
  const why = stopped && problem !== null ? describeProblem(problem).what : null;
  return (
    <section className={`strip is-recovery st-${status}`} aria-label="Recovery" data-region="strip">
      <span className="strip-ic">
        <Icon name={status === 'waiting' ? 'warn' : `st-${status}`} />
      </span>
      <p title={why === null ? undefined : `${why} ${clauses.join(' · ')}`}>
        <b>{lead}</b> {[...(why === null ? [] : [why]), ...clauses].join('\u00a0· ')}
      </p>
      <span className="grow" />
      <ol className="track" aria-label="Steps of the recovery">
        {recoverySteps(report, course).map((step) => (
          <Step key={step.id} step={step} />
        ))}
      </ol>
      <Button kind="ghost" dense={true} link={true} onClick={() => showDockTab(stopped ? 'problems' : 'log')}>
        {stopped ? 'Problems' : 'Log'}
      </Button>
      <Button icon="close" kind="ghost" dense={true} label="Dismiss" onClick={onDismiss} />
    </section>
  );
}

/** Colours and glyph of a step; one to come has the empty ring, whatever it will be. */
const GLYPHS: Readonly<Record<RecoveryStep['kind'], { readonly status: string; readonly icon: IconName }>> = {
  checkpoint: { status: 'checkpoint', icon: 'st-checkpoint' },
  replayed: { status: 'replayed', icon: 'st-replayed' },
  committed: { status: 'committed', icon: 'st-committed' },
  'caught-up': { status: 'committed', icon: 'st-committed' },
  live: { status: 'running', icon: 'st-running' },
};

function Step({ step }: { readonly step: RecoveryStep }) {
  const own = GLYPHS[step.kind];
  const look =
    step.state === 'todo' ? { status: 'idle', icon: 'st-idle' as const } : step.state === 'warn' ? { status: 'waiting', icon: 'warn' as const } : own;
  return (
    <li className={`st-${look.status} is-${step.state}`}>
      <Icon name={step.state === 'now' ? 'st-running' : look.icon} />
      <b>{step.label}</b>
      <small>{step.note}</small>
    </li>
  );
}

/** True once a recovery is over for long enough. One that ended before this page looked is not told again. */
function useFolded(report: RecoveryReport | null, course: RecoveryCourse): boolean {
  const id = report === null ? null : recoveryId(report);
  const endMs = report === null ? null : recoveryEndMs(report);
  const stays = report === null || endMs === null || needsAttention(report, course);
  const [over, setOver] = useState<string | null>(null);
  useEffect(() => {
    if (id === null || endMs === null || stays) return;
    const old = Date.now() - endMs > SHOWN_AFTER_MS;
    const timer = setTimeout(() => setOver(id), old ? 0 : SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [id, endMs, stays]);
  return over !== null && over === id && !stays;
}
