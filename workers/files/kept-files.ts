// The user's files in this browser. A picked file is copied once into the area (unpacked, if it was gzip), hashed as it was
// picked, and from then on named by that hash; its manifest is written while the content is still held, so that no other tab
// takes an unfinished copy for a left-over. Whatever fails leaves nothing. Files too large to copy are kept as the browser's
// own reference to them, where it has such, and are hashed all the same.
import { Sha256 } from '../../src/columns/sha256.ts';
import type { FileReference } from '../../src/formats/record-format.ts';
import { fail, ok, type Problem, problem, type Result } from '../../src/problem/problem.ts';
import { BlockSums } from './block-sums.ts';
import { AreaError, type AreaWriter, type FileArea, readAll, writeAll } from './file-area.ts';
import { type FileHandles, isReadable, type PickedHandle } from './file-handles.ts';
import { decodeManifest, encodeManifest, type Keeping, type KeptFile, manifestName } from './kept-file.ts';
import { isGzip, MAX_UNPACK_RATIO, UnpackError, unpack } from './unpack.ts';

/** The most that is copied. */
export const MAX_COPY_BYTES = 500 * 1024 * 1024;

/** Up to this size the browser's own digest is asked, which is ten times faster and needs all bytes at once. */
const WHOLE_DIGEST_BYTES = 32 * 1024 * 1024;

const NEW_MS = 3_600_000;

export interface PickedContent {
  readonly name: string;
  readonly modifiedMs: number;
  readonly blob: Blob;
  /** The browser's reference to the file, where it has such. */
  readonly handle: PickedHandle | null;
}

export interface Importing {
  readonly signal: AbortSignal;
  /** Called often; the caller thins out. */
  progress(doneBytes: number, totalBytes: number): void;
}

export function sumsName(sha256: string): string {
  return `${sha256}.sums`;
}

/** Where the bytes of a kept file are now, or why they are not to be had. */
export type FoundContent = { readonly kind: 'found'; readonly blob: Blob } | { readonly kind: 'absent' } | { readonly kind: 'permission' };

export class KeptFiles {
  readonly area: FileArea;
  private readonly handles: FileHandles | null;
  private readonly newId: () => string;
  private readonly nowMs: () => number;
  private readonly maxCopyBytes: number;

  constructor(area: FileArea, handles: FileHandles | null, newId: () => string, nowMs: () => number, maxCopyBytes = MAX_COPY_BYTES) {
    this.area = area;
    this.handles = handles;
    this.newId = newId;
    this.nowMs = nowMs;
    this.maxCopyBytes = maxCopyBytes;
  }

  /** Keeps a file. `expected`: the very file it must be. A Problem when it cannot be kept; then nothing is. */
  async keep(picked: PickedContent, importing: Importing, expected: FileReference | null = null): Promise<Result<Keeping>> {
    try {
      if (expected !== null && expected.bytes !== picked.blob.size) return fail(otherContent(picked.name, expected, picked.blob.size, ''));
      const copied =
        picked.blob.size <= this.maxCopyBytes ? await this.copy(picked, importing, expected) : await this.refer(picked, importing, expected);
      return copied;
    } catch (error) {
      return fail(this.problemOf(error, picked));
    }
  }

  private async copy(picked: PickedContent, importing: Importing, expected: FileReference | null): Promise<Result<Keeping>> {
    const content = `${this.newId()}.content`;
    const writer = await this.area.create(content);
    let kept: Result<Keeping> | null = null;
    try {
      kept = await this.fill(picked, importing, content, writer, expected);
      return kept;
    } finally {
      await writer.close().catch(() => undefined);
      if (kept?.ok !== true || kept.value.file.place.kind !== 'copy' || kept.value.file.place.content !== content) await this.area.remove(content);
    }
  }

  private async fill(
    picked: PickedContent,
    importing: Importing,
    content: string,
    writer: AreaWriter,
    expected: FileReference | null,
  ): Promise<Result<Keeping>> {
    const { blob, name, modifiedMs } = picked;
    const digest = blob.size <= WHOLE_DIGEST_BYTES && hasDigest() ? null : new Sha256();
    const sums = new BlockSums();
    let doneBytes = 0;
    let contentBytes = 0;
    const unpacked = await unpack(blob, this.maxCopyBytes, importing.signal, {
      picked: (bytes) => {
        digest?.update(bytes);
        doneBytes += bytes.length;
        importing.progress(doneBytes, blob.size);
      },
      kept: async (bytes) => {
        contentBytes += bytes.length;
        sums.add(bytes);
        await writer.write(bytes);
      },
    });
    await writer.flush();
    const sha256 = digest === null ? await wholeDigest(blob) : digest.hex();
    if (expected !== null && expected.sha256 !== sha256) return fail(otherContent(name, expected, blob.size, sha256));
    if (importing.signal.aborted) throw new UnpackError('cancelled', 'cancelled');
    const before = await this.find(sha256);
    if (before !== null && (await this.content(before)).kind === 'found') return ok({ file: before, fresh: false });
    const kept: KeptFile = {
      name,
      sha256,
      bytes: blob.size,
      place: { kind: 'copy', content },
      contentBytes,
      truncated: unpacked.truncated,
      modifiedMs,
    };
    return this.publish(kept, sums);
  }

  /** The manifest comes last: with it the file exists. */
  private async publish(kept: KeptFile, sums: BlockSums): Promise<Result<Keeping>> {
    const numbers = sums.finish();
    await writeAll(this.area, sumsName(kept.sha256), new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
    await writeAll(this.area, manifestName(kept.sha256), encodeManifest(kept));
    return ok({ file: kept, fresh: true });
  }

  private async refer(picked: PickedContent, importing: Importing, expected: FileReference | null): Promise<Result<Keeping>> {
    const { blob, name, modifiedMs, handle } = picked;
    const { handles } = this;
    if (handles === null || handle === null || (await isGzip(blob)))
      return fail(problem('file/too-large', {}, { name, bytes: blob.size, limitBytes: this.maxCopyBytes }));
    const digest = new Sha256();
    const sums = new BlockSums();
    let doneBytes = 0;
    await unpack(blob, Number.POSITIVE_INFINITY, importing.signal, {
      picked: (bytes) => {
        digest.update(bytes);
        sums.add(bytes);
        doneBytes += bytes.length;
        importing.progress(doneBytes, blob.size);
      },
      kept: async () => {},
    });
    const sha256 = digest.hex();
    if (expected !== null && expected.sha256 !== sha256) return fail(otherContent(name, expected, blob.size, sha256));
    const kept: KeptFile = { name, sha256, bytes: blob.size, place: { kind: 'reference' }, contentBytes: blob.size, truncated: false, modifiedMs };
    await handles.put(sha256, handle);
    return this.publish(kept, sums);
  }

  async find(sha256: string): Promise<KeptFile | null> {
    const bytes = await readAll(this.area, manifestName(sha256));
    return bytes === null ? null : decodeManifest(bytes);
  }

  /** Checksums of its blocks; null: they are gone, and the file has to be given again. */
  async sums(sha256: string): Promise<Uint32Array | null> {
    const bytes = await readAll(this.area, sumsName(sha256));
    return bytes === null ? null : new Uint32Array(bytes.slice().buffer);
  }

  /** The bytes of a kept file, as they lie there now. */
  async content(kept: KeptFile): Promise<FoundContent> {
    if (kept.place.kind === 'copy') {
      const blob = await this.area.open(kept.place.content);
      return blob === null || blob.size !== kept.contentBytes ? { kind: 'absent' } : { kind: 'found', blob };
    }
    const handle = await this.handle(kept.sha256);
    if (handle === null) return { kind: 'absent' };
    if (!(await isReadable(handle))) return { kind: 'permission' };
    try {
      return { kind: 'found', blob: await handle.getFile() };
    } catch (error) {
      return { kind: error instanceof DOMException && error.name === 'NotAllowedError' ? 'permission' : 'absent' };
    }
  }

  /** The browser's reference to a file that is kept by reference, for the page to ask for access with. */
  async handle(sha256: string): Promise<PickedHandle | null> {
    return (await this.handles?.get(sha256)) ?? null;
  }

  async list(): Promise<readonly KeptFile[]> {
    const kept: KeptFile[] = [];
    for (const name of await this.area.list()) {
      if (!name.endsWith('.json')) continue;
      const file = await this.find(name.slice(0, -'.json'.length));
      if (file !== null) kept.push(file);
    }
    return kept.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  /** The manifest goes first: a removal that is cut off leaves a left-over, not a file without content. */
  async remove(sha256: string): Promise<void> {
    const kept = await this.find(sha256);
    await this.area.remove(manifestName(sha256));
    if (kept?.place.kind === 'copy') await this.area.remove(kept.place.content);
    for (const name of await this.area.list()) if (name.startsWith(`${sha256}.`)) await this.area.remove(name);
    if (kept?.place.kind === 'reference') await this.handles?.remove(sha256);
  }

  /**
   * Takes away what killed imports left. Contents that somebody writes at the moment refuse to go; what lies beside a content is
   * written just before it is named, so it stays for an hour.
   */
  async sweep(): Promise<void> {
    const names = await this.area.list();
    const kept = await this.list();
    const contents = new Set(kept.flatMap((file) => (file.place.kind === 'copy' ? [file.place.content] : [])));
    const hashes = new Set(kept.map((file) => file.sha256));
    for (const name of names) {
      const [stem = ''] = name.split('.');
      const isOrphan = name.endsWith('.content') ? !contents.has(name) : !hashes.has(stem);
      if (isOrphan && (name.endsWith('.content') || !(await this.isNew(name)))) await this.area.remove(name);
    }
  }

  private async isNew(name: string): Promise<boolean> {
    const blob = await this.area.open(name);
    return blob instanceof File && this.nowMs() - blob.lastModified < NEW_MS;
  }

  private problemOf(error: unknown, { name, blob }: PickedContent): Problem {
    if (error instanceof UnpackError) {
      switch (error.kind) {
        case 'cancelled':
          return problem('file/cancelled', {}, { name });
        case 'too-large':
          return problem('file/unpacks-too-large', {}, { name, limitBytes: this.maxCopyBytes });
        case 'bomb':
          return problem('file/gzip-bomb', {}, { name, ratio: MAX_UNPACK_RATIO, limitRatio: MAX_UNPACK_RATIO });
        case 'damaged':
          return problem('file/gzip-damaged', {}, { name, detail: error.message });
        case 'unreadable':
          return problem('file/unreadable', {}, { name, detail: error.message });
      }
    }
    if (error instanceof AreaError)
      return error.kind === 'full'
        ? problem('file/no-room', {}, { name, bytes: blob.size })
        : problem('file/not-kept', {}, { name, detail: error.message });
    throw error;
  }
}

/** Pages that are neither encrypted nor local have no digest of the browser's. */
function hasDigest(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

async function wholeDigest(blob: Blob): Promise<string> {
  let bytes: ArrayBuffer;
  try {
    bytes = await blob.arrayBuffer();
  } catch (error) {
    throw new UnpackError('unreadable', error instanceof Error ? error.message : String(error));
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function otherContent(name: string, expected: FileReference, bytes: number, got: string): Problem {
  return problem('file/other-content', {}, { name, expectedBytes: expected.bytes, bytes, expected: expected.sha256, got });
}
