// The line at the bottom: whose run it is, where things are kept, and how the worker does.
import { useStore } from 'zustand';
import { performCommand } from '../commands/command-context.ts';
import { keptThingsCommand } from '../commands/view/kept-things.ts';
import { shortcutsCommand } from '../commands/view/shortcuts.ts';
import { useDocument } from '../store/document-store.ts';
import { linkStore } from '../store/engine-link.ts';
import { useFrameField, useRunStatus } from '../store/live-store.ts';
import { formatBytes } from '../text/numbers.ts';
import { Icon } from '../ui/Icon.tsx';
import { storageWords } from './storage-words.ts';

export function StatusBar({ editor }: { readonly editor: boolean }) {
  const storage = useStore(linkStore, (link) => link.storage);
  return (
    <footer className="statusbar" data-region="statusbar">
      {editor && <OwnerWords />}
      <button
        type="button"
        className={storage?.problem == null ? undefined : 'st-failed is-loud'}
        title="Files and hosts"
        onClick={() => performCommand(keptThingsCommand)}
      >
        <Icon name={storage?.problem == null ? 'layers' : 'warn'} />
        {storageWords(storage)}
      </button>
      {editor && <SaveWords />}
      <span className="grow" />
      {editor && <WorkerWords />}
      <span>Batch times in UTC</span>
      <button type="button" onClick={() => performCommand(shortcutsCommand)}>
        <Icon name="help" />
        Keys <kbd>?</kbd>
      </button>
    </footer>
  );
}

function OwnerWords() {
  const status = useRunStatus();
  const state = useStore(linkStore, (link) => link.state);
  if (state === 'restarting') {
    return (
      <span className="st-waiting is-loud">
        <Icon name="st-waiting" />
        The engine starts again
      </span>
    );
  }
  if (status?.role === 'viewer') {
    return (
      <span>
        <Icon name="layers" />
        {status.ownerTab === null ? 'Another tab' : `The ${status.ownerTab}`} runs the pipeline
      </span>
    );
  }
  return (
    <span>
      <Icon name="check" />
      {status?.state === 'running' || status?.state === 'recovering' ? 'This tab runs the pipeline' : 'This tab has the pipeline'}
    </span>
  );
}

function SaveWords() {
  const save = useDocument((state) => state.save);
  if (save !== 'failed') return null;
  return (
    <span className="st-failed is-loud">
      <Icon name="st-failed" />
      Last change not saved
    </span>
  );
}

function WorkerWords() {
  const busy = useFrameField((frame) => Math.round(frame.workerBusy * 100));
  const heap = useStore(linkStore, (link) => link.heapBytes);
  return (
    <>
      {busy !== null && <span>{busy === 0 ? 'Worker idle' : `Worker ${busy}% busy`}</span>}
      {heap !== null && <span>{formatBytes(heap)}</span>}
    </>
  );
}
