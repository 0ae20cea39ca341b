import type { StorageInfo } from '../../protocol/engine-api.ts';
import { formatBytes } from '../text/numbers.ts';

/** Where pipelines are kept, as one line: "Storage 6.2 MB, kept by the browser". */
export function storageWords(storage: StorageInfo | null): string {
  if (storage === null) return 'Opening the storage';
  if (storage.kind === 'memory') return 'Nothing is kept after this tab closes';
  const used = storage.usedBytes === null ? 'Storage' : `Storage ${formatBytes(storage.usedBytes)}`;
  return storage.persisted === true ? `${used}, kept by the browser` : `${used}, in this browser`;
}
