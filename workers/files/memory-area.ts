// An area that is kept nowhere: for a browser that gives no file system, and for tests. Bounded, because it is this thread's memory.
import { AreaError, type AreaWriter, type FileArea } from './file-area.ts';

export const MEMORY_AREA_BYTES = 128 * 1024 * 1024;

export class MemoryArea implements FileArea {
  private readonly files = new Map<string, Uint8Array<ArrayBuffer>[]>();
  /** Made when a file is read for the first time after it was written. */
  private readonly blobs = new Map<string, Blob>();
  private readonly writing = new Set<string>();
  private readonly limitBytes: number;

  constructor(limitBytes = MEMORY_AREA_BYTES) {
    this.limitBytes = limitBytes;
  }

  async create(name: string): Promise<AreaWriter> {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    this.files.set(name, pieces);
    this.blobs.delete(name);
    this.writing.add(name);
    return {
      write: async (bytes) => {
        if (this.usedBytes() + bytes.length > this.limitBytes) throw new AreaError('full', `more than ${this.limitBytes} bytes in memory`);
        pieces.push(Uint8Array.from(bytes));
      },
      flush: async () => {},
      close: async () => {
        this.writing.delete(name);
      },
    };
  }

  async open(name: string): Promise<Blob | null> {
    const pieces = this.files.get(name);
    if (pieces === undefined) return null;
    const blob = this.blobs.get(name) ?? new Blob(pieces);
    if (!this.writing.has(name)) this.blobs.set(name, blob);
    return blob;
  }

  async list(): Promise<readonly string[]> {
    return [...this.files.keys()];
  }

  async remove(name: string): Promise<boolean> {
    if (this.writing.has(name)) return false;
    this.files.delete(name);
    this.blobs.delete(name);
    return true;
  }

  private usedBytes(): number {
    let bytes = 0;
    for (const pieces of this.files.values()) for (const piece of pieces) bytes += piece.length;
    return bytes;
  }
}
