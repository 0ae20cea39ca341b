// A file that is no pipeline: it is copied into the browser with its progress, looked at, and shown with the guess explained and
// every part of it to be changed. "Make a pipeline" opens one that runs at once. Loaded when the first file is dropped.
import { useEffect, useState } from 'react';
import type { Sniffed } from '../../formats/sniffed.ts';
import type { FileUse } from '../../operators/pipeline-of-file.ts';
import { describeProblem, type Problem } from '../../problem/problem.ts';
import type { ImportedFile, ImportProgress } from '../../protocol/data-api.ts';
import { formatBytes } from '../text/numbers.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Icon } from '../ui/Icon.tsx';
import { closeOverlay, type ImportSource, type ImportTarget } from '../ui/ui-store.ts';
import { ColumnTable } from './ColumnTable.tsx';
import { useOf } from './file-choice.ts';
import { GuessForm } from './GuessForm.tsx';
import './import.css';
import { leaveImport, lookAgain, startImport, useImport } from './import-run.ts';
import { makeOfFile } from './make-of-file.ts';
import { PreviewRows } from './PreviewRows.tsx';

interface Props {
  readonly source: ImportSource;
  readonly target: ImportTarget;
}

export function ImportData({ source, target }: Props) {
  const run = useImport();
  useEffect(() => {
    void (source.kind === 'picked' ? startImport(source.file) : lookAgain(source.file, source.wishes));
    return leaveImport;
  }, [source]);
  const name = source.file.name;
  const bytes = source.kind === 'picked' ? source.file.size : source.file.bytes;
  const { imported, sniffed } = run;
  if (imported === null || sniffed === null)
    return run.problems.length > 0 ? <Refused name={name} problems={run.problems} /> : <Copying name={name} bytes={bytes} progress={run.progress} />;
  return <Preview imported={imported} guess={sniffed} first={source.kind === 'kept' ? source.choice : null} target={target} />;
}

interface CopyingProps {
  readonly name: string;
  readonly bytes: number;
  readonly progress: ImportProgress | null;
}

function Copying({ name, bytes, progress }: CopyingProps) {
  const total = progress?.totalBytes ?? bytes;
  const done = progress?.doneBytes ?? 0;
  const share = total === 0 ? 0 : Math.min(1, done / total);
  const what = progress?.phase === 'index' ? 'Finding its records' : 'Copying it into this browser';
  return (
    <Dialog
      title={name}
      subtitle={formatBytes(bytes)}
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

function Refused({ name, problems }: { readonly name: string; readonly problems: readonly Problem[] }) {
  return (
    <Dialog
      title={`“${name}” was not taken`}
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
  /** What was chosen before, for a file that is looked at again. */
  readonly first: Partial<FileUse> | null;
  readonly target: ImportTarget;
}

function Preview({ imported, guess, first, target }: PreviewProps) {
  const { wishes, looking, problems } = useImport();
  const [chosen, setChosen] = useState<Partial<FileUse>>(first ?? {});
  const [making, setMaking] = useState(false);
  const choice = useOf(imported.file, guess, chosen);
  const bad = guess.preview.filter((row) => row.values === null || row.note !== null).length;
  const cannot = problems.some((problem) => problem.severity === 'error') || guess.columns.length === 0;
  const make = async (wanted: ImportTarget): Promise<void> => {
    setMaking(true);
    const made = await makeOfFile({ imported, guess, use: choice, timeZone: wishes.timeZone ?? 'UTC', target: wanted });
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
          {target.kind === 'canvas' && (
            <Button disabled={cannot || making || looking} onClick={() => void make({ kind: 'pipeline' })}>
              Make a pipeline of its own
            </Button>
          )}
          <Button kind="primary" disabled={cannot || making || looking} onClick={() => void make(target)}>
            {ACTIONS[target.kind]}
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
            <PreviewRows guess={guess} timeZone={wishes.timeZone ?? 'UTC'} />
          </section>
        </div>
      </div>
    </Dialog>
  );
}

const ACTIONS: Readonly<Record<ImportTarget['kind'], string>> = {
  pipeline: 'Make a pipeline',
  canvas: 'Add as a source',
  operator: 'Use this file',
};

function seenWords({ recordsSeen, wholeFileSeen }: Sniffed): string {
  const records = recordsSeen.toLocaleString('en-US');
  return wholeFileSeen ? `all ${records} records looked at` : `the first ${records} records looked at`;
}
