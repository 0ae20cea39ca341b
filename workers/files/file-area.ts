// A flat folder of immutable files, as little as the store of files needs: the browser's private file system, or memory
// where there is none. Contents are written once, front to back, and then only read; so readers of any number of tabs never
// wait for each other.

/** Why an area could not do something. full: no room. unavailable: there is no such file system here. */
export class AreaError extends Error {
  readonly kind: 'full' | 'unavailable' | 'unknown';
  constructor(kind: AreaError['kind'], detail: string) {
    super(detail);
    this.name = 'AreaError';
    this.kind = kind;
  }
}

export interface AreaWriter {
  /** Appends. The bytes may be used again afterwards. @throws AreaError */
  write(bytes: Uint8Array): Promise<void>;
  /** Everything written so far is on disk as far as the browser promises. @throws AreaError */
  flush(): Promise<void>;
  /** Lets the file go. Until then nobody can remove it. */
  close(): Promise<void>;
}

/** Every method rejects with AreaError and with nothing else. */
export interface FileArea {
  /** A new empty file, in the place of one with that name. */
  create(name: string): Promise<AreaWriter>;
  /** The content as it is now; null when there is none. Reading a slice does not lock the file. */
  open(name: string): Promise<Blob | null>;
  list(): Promise<readonly string[]>;
  /** False: somebody writes it at the moment. True also when there was none. */
  remove(name: string): Promise<boolean>;
}

/** A file with all its bytes, small enough to be read at once. */
export async function readAll(area: FileArea, name: string): Promise<Uint8Array | null> {
  const blob = await area.open(name);
  if (blob === null) return null;
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (error) {
    throw areaError(error);
  }
}

export async function writeAll(area: FileArea, name: string, bytes: Uint8Array): Promise<void> {
  const writer = await area.create(name);
  try {
    await writer.write(bytes);
    await writer.flush();
  } finally {
    await writer.close();
  }
}

/** What a browser's exception means for an area. */
export function areaError(error: unknown): AreaError {
  if (error instanceof AreaError) return error;
  const name = error instanceof Error ? error.name : '';
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (name === 'QuotaExceededError') return new AreaError('full', detail);
  if (name === 'SecurityError' || name === 'InvalidStateError' || name === 'NotAllowedError') return new AreaError('unavailable', detail);
  return new AreaError('unknown', detail);
}
