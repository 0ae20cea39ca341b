// Files too large to be copied are read where they lie, through the browser's own reference to them. Only some browsers have
// references, and a page gets one for a file that is dropped on it. After a reload the browser asks before it lets the page read
// again, and only inside a click.
import type { FileReference } from '../../formats/record-format.ts';
import type { PickedFileHandle } from '../../protocol/data-api.ts';
import { engine } from '../store/engine-link.ts';
import { showProblems } from '../ui/toast.ts';

const dropped = new WeakMap<File, Promise<PickedFileHandle | null>>();

/** To be called while the drop is handled: afterwards the browser gives no reference any more. */
export function rememberDropped(file: File, items: DataTransferItemList | undefined): void {
  const item = [...(items ?? [])].find((one) => one.kind === 'file');
  if (item === undefined || !('getAsFileSystemHandle' in item) || typeof item.getAsFileSystemHandle !== 'function') return;
  const asked: Promise<unknown> = item.getAsFileSystemHandle();
  dropped.set(
    file,
    asked.then(
      (handle) => (isFileHandle(handle) ? handle : null),
      () => null,
    ),
  );
}

/** The reference to a file that was dropped, undefined when there is none. */
export async function referenceTo(file: File): Promise<PickedFileHandle | undefined> {
  return (await dropped.get(file)) ?? undefined;
}

/** Asks the browser for access again; to be called in a click. The run that waits for the file goes on. */
export async function giveAccess(file: FileReference): Promise<void> {
  const found = await engine.fileHandle(file);
  if (!found.ok) return showProblems(found.problems);
  const handle = found.value;
  if (handle === null || !('requestPermission' in handle) || typeof handle.requestPermission !== 'function') return;
  const state: unknown = await handle.requestPermission({ mode: 'read' });
  if (state !== 'granted') return;
  const told = await engine.accessGiven(file);
  if (!told.ok) showProblems(told.problems);
}

function isFileHandle(value: unknown): value is PickedFileHandle {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'file' && 'name' in value;
}
