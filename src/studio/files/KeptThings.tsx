// What this browser keeps for pipelines beside their own state: files with their sizes, and the hosts that may be contacted. Each
// can be taken away again.
import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { FileReference } from '../../formats/record-format.ts';
import type { Result } from '../../problem/problem.ts';
import { showBug } from '../commands/with-pipeline.ts';
import { storageWords } from '../statusbar/storage-words.ts';
import { engine, linkStore, subscribeEngineEvents } from '../store/engine-link.ts';
import { exactCount, formatBytes } from '../text/numbers.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Icon } from '../ui/Icon.tsx';
import { showProblems } from '../ui/toast.ts';
import { closeOverlay } from '../ui/ui-store.ts';

export function KeptThings() {
  const storage = useStore(linkStore, (link) => link.storage);
  return (
    <Dialog
      title="Files and hosts"
      subtitle={storageWords(storage)}
      width={620}
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
      <div className="kept">
        <KeptFiles />
        <AllowedHosts />
      </div>
    </Dialog>
  );
}

/** What an answer of the engine brings, read again when `again` is called or the engine says that it changed. */
function useAnswer<T>(read: () => Promise<Result<readonly T[]>>, changed: string | null): readonly [readonly T[] | null, () => void] {
  const [list, setList] = useState<readonly T[] | null>(null);
  const again = useCallback((): void => {
    void read()
      .then((answer) => (answer.ok ? setList(answer.value) : showProblems(answer.problems)))
      .catch(showBug);
  }, [read]);
  useEffect(() => {
    again();
    return subscribeEngineEvents((event) => {
      if (event.kind === changed) again();
    });
  }, [again, changed]);
  return [list, again];
}

const readFiles = (): Promise<Result<readonly FileReference[]>> => engine.listFiles();
const readHosts = (): Promise<Result<readonly string[]>> => engine.listConsents();

function KeptFiles() {
  const [files, again] = useAnswer<FileReference>(readFiles, null);
  const total = files?.reduce((sum, file) => sum + file.bytes, 0) ?? 0;
  const remove = (file: FileReference): void => {
    void engine
      .removeFile(file)
      .then((answer) => (answer.ok ? again() : showProblems(answer.problems)))
      .catch(showBug);
  };
  return (
    <section aria-labelledby="kept-files">
      <h3 id="kept-files">
        Files{files !== null && files.length > 0 && <small className="dim"> {`${exactCount(files.length)}, ${formatBytes(total)}`}</small>}
      </h3>
      {files !== null && files.length === 0 && <p className="dim">No file is kept. One that is dropped on the page is copied here under its hash.</p>}
      {files !== null && files.length > 0 && (
        <ul aria-labelledby="kept-files">
          {files.map((file) => (
            <li key={file.sha256}>
              <Icon name="file" />
              <span className="kept-name" title={`SHA-256 ${file.sha256}`}>
                {file.name}
              </span>
              <span className="dim num">{formatBytes(file.bytes)}</span>
              <Button icon="trash" kind="ghost" dense={true} label={`Remove ${file.name}`} onClick={() => remove(file)} />
            </li>
          ))}
        </ul>
      )}
      {files !== null && files.length > 0 && <p className="help">A pipeline that reads a removed file waits until the file is given again.</p>}
    </section>
  );
}

function AllowedHosts() {
  const [hosts, again] = useAnswer<string>(readHosts, 'consents-changed');
  const revoke = (host: string): void => {
    void engine
      .revokeConsent(host)
      .then((answer) => (answer.ok ? again() : showProblems(answer.problems)))
      .catch(showBug);
  };
  return (
    <section aria-labelledby="allowed-hosts">
      <h3 id="allowed-hosts">Hosts that may be contacted</h3>
      {hosts !== null && hosts.length === 0 && <p className="dim">None. A pipeline that wants to contact a host asks first, on its source.</p>}
      {hosts !== null && hosts.length > 0 && (
        <ul aria-labelledby="allowed-hosts">
          {hosts.map((host) => (
            <li key={host}>
              <Icon name="link" />
              <span className="kept-name">{host}</span>
              <Button kind="ghost" dense={true} onClick={() => revoke(host)} aria-label={`Take back the permission for ${host}`}>
                Take back
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
