// A file that is no pipeline: it is copied into the browser with its progress, looked at, and shown with the guess explained and
// every part of it to be changed. "Make a pipeline" opens one that runs at once. Loaded when the first file is dropped.
import { useEffect, useState } from 'react';
import type { Sniffed } from '../../formats/sniffed.ts';
import { describeProblem, type Problem } from '../../problem/problem.ts';
import type { ImportedFile, ImportProgress } from '../../protocol/data-api.ts';
import { formatBytes } from '../text/numbers.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Icon } from '../ui/Icon.tsx';
import { closeOverlay } from '../ui/ui-store.ts';
import { ColumnTable } from './ColumnTable.tsx';
import { choiceOf, type FileChoice } from './file-choice.ts';
import { GuessForm } from './GuessForm.tsx';
import './import.css';
import { leaveImport, startImport, useImport } from './import-run.ts';
import { makePipeline } from './make-pipeline.ts';
import { PreviewRows } from './PreviewRows.tsx';

interface Props {
  readonly file: File;
  /** Where on the canvas of the open pipeline its source goes; null: it becomes a pipeline. */
  readonly at: readonly [number, number] | null;
}

export function ImportData({ file, at }: Props) {
  const run = useImport();
  useEffect(() => {
    void startImport(file);
    return leaveImport;
  }, [file]);
  const { imported, sniffed } = run;
  if (imported === null || sniffed === null)
    return run.problems.length > 0 ? <Refused file={file} problems={run.problems} /> : <Copying file={file} progress={run.progress} />;
  return <Preview imported={imported} guess={sniffed} at={at} />;
}

function Copying({ file, progress }: { readonly file: File; readonly progress: ImportProgress | null }) {
  const total = progress?.totalBytes ?? file.size;
  const done = progress?.doneBytes ?? 0;
  const share = total === 0 ? 0 : Math.min(1, done / total);
  const what = progress?.phase === 'index' ? 'Finding its records' : 'Copying it into this browser';
  return (
    <Dialog
      title={file.name}
      subtitle={formatBytes(file.size)}
      width={460}
      onClose={closeOverlay}
      footer={
        <>
          <span className="grow" />
          <Button onClick={closeOverlay}>Cancel</Button>
        </>
      }
    >
      <div className="copying">
        <progress max={1} value={share} aria-label={what} />
        <p role="status">
          {what}: {formatBytes(done)} of {formatBytes(total)}
        </p>
        <p className="dim">It stays in this browser's own storage. Nothing is sent anywhere.</p>
      </div>
    </Dialog>
  );
}

function Refused({ file, problems }: { readonly file: File; readonly problems: readonly Problem[] }) {
  return (
    <Dialog
      title={`“${file.name}” was not taken`}
      subtitle="Nothing was kept."
      width={560}
      onClose={closeOverlay}
      footer={
        <>
          <span className="grow" />
          <Button kind="primary" onClick={closeOverlay}>
            Close
          </Button>
        </>
      }
    >
      <ProblemList problems={problems} />
    </Dialog>
  );
}

export function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  return (
    <ul className="probs">
      {problems.map((problem) => {
        const { what, next } = describeProblem(problem);
        const failed = problem.severity === 'error';
        return (
          <li key={`${problem.code}${what}`} className={`prob st-${failed ? 'failed' : problem.severity === 'warning' ? 'waiting' : 'idle'}`}>
            <Icon name={failed ? 'st-failed' : problem.severity === 'warning' ? 'warn' : 'info'} />
            <div>
              <b>{what}</b>
              <p>{next}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

interface PreviewProps {
  readonly imported: ImportedFile;
  readonly guess: Sniffed;
  readonly at: readonly [number, number] | null;
}

function Preview({ imported, guess, at }: PreviewProps) {
  const { wishes, looking, problems } = useImport();
  const [chosen, setChosen] = useState<Partial<FileChoice>>({});
  const [making, setMaking] = useState(false);
  const choice = choiceOf(guess, chosen);
  const bad = guess.preview.filter((row) => row.values === null || row.note !== null).length;
  const cannot = problems.some((problem) => problem.severity === 'error') || guess.columns.length === 0;
  const make = async (): Promise<void> => {
    setMaking(true);
    const made = await makePipeline({ imported, guess, choice, timeZone: wishes.timeZone ?? null, at });
    setMaking(false);
    if (made) closeOverlay();
  };
  return (
    <Dialog
      title={imported.file.name}
      subtitle={`${formatBytes(imported.file.bytes)}, ${seenWords(guess)}`}
      width={1120}
      className="import-dialog"
      onClose={closeOverlay}
      footer={
        <>
          <span className="grow dim">
            {looking
              ? 'Looking again'
              : bad > 0
                ? `${bad} of ${guess.preview.length} rows shown have something to say`
                : 'Kept in this browser; nothing is sent anywhere'}
          </span>
          <Button kind="ghost" onClick={closeOverlay}>
            Cancel
          </Button>
          <Button kind="primary" disabled={cannot || making || looking} onClick={() => void make()}>
            {at === null ? 'Make a pipeline' : 'Add as a source'}
          </Button>
        </>
      }
    >
      <div className="import">
        <div className="import-form">
          <GuessForm guess={guess} choice={choice} onChoose={(change) => setChosen((before) => ({ ...before, ...change }))} />
        </div>
        <div className="import-main">
          {[...problems, ...guess.problems].length > 0 && <ProblemList problems={[...problems, ...guess.problems]} />}
          <section aria-label="Columns">
            <h3>Columns</h3>
            <ColumnTable guess={guess} timeColumn={choice.timeColumn} />
          </section>
          <section aria-label="First rows" aria-busy={looking}>
            <h3>First rows</h3>
            <PreviewRows guess={guess} />
          </section>
        </div>
      </div>
    </Dialog>
  );
}

function seenWords({ recordsSeen, wholeFileSeen }: Sniffed): string {
  const records = recordsSeen.toLocaleString('en-US');
  return wholeFileSeen ? `all ${records} records looked at` : `the first ${records} records looked at`;
}
