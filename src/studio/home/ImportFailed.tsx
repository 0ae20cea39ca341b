// Why a file was not taken: each problem with its place and how to go on. Nothing was changed.
import { describeProblem, type Problem } from '../../problem/problem.ts';
import { openAsData } from '../files/open-any-file.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Icon } from '../ui/Icon.tsx';
import { closeOverlay } from '../ui/ui-store.ts';
import { chooseFile } from './choose-file.ts';

interface Props {
  /** null: it was pasted. */
  readonly file: File | null;
  readonly fileName: string;
  readonly problems: readonly Problem[];
}

export function ImportFailed({ file, fileName, problems }: Props) {
  return (
    <Dialog
      title={`“${fileName}” was not opened`}
      subtitle="Nothing was changed."
      width={560}
      onClose={closeOverlay}
      footer={
        <>
          <span className="grow" />
          {file !== null && (
            <Button kind="ghost" onClick={() => openAsData(file)}>
              Read it as data…
            </Button>
          )}
          <Button
            onClick={() => {
              closeOverlay();
              chooseFile();
            }}
          >
            Choose another file
          </Button>
          <Button kind="primary" onClick={closeOverlay}>
            Close
          </Button>
        </>
      }
    >
      <ul className="probs">
        {problems.map((problem) => {
          const { what, next } = describeProblem(problem);
          return (
            <li key={`${problem.code}${what}`} className="prob st-failed">
              <Icon name="st-failed" />
              <div>
                <b>{what}</b>
                <p>{next}</p>
              </div>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}
