// The bytes of a picked file in pieces, unpacked when they are gzip. What a gzip gives is bounded by size and by ratio before
// it is written anywhere. A gzip that breaks off gives what it holds and says so; one that is damaged fails.

/** How many times its size a file may unpack to. Deflate can reach 1,032; text that people keep stays below 100. */
export const MAX_UNPACK_RATIO = 250;
/** Ratios are not looked at before that much came out: a small file of blanks is no bomb. */
const RATIO_FROM_BYTES = 16 * 1024 * 1024;
/** Read at once; also the longest time until a cancellation is seen. */
const PIECE_BYTES = 1024 * 1024;

export class UnpackError extends Error {
  readonly kind: 'too-large' | 'bomb' | 'damaged' | 'unreadable' | 'cancelled';
  constructor(kind: UnpackError['kind'], detail: string) {
    super(detail);
    this.name = 'UnpackError';
    this.kind = kind;
  }
}

export interface UnpackSink {
  /** Bytes as they were picked, for the digest. */
  picked(bytes: Uint8Array): void;
  /** Bytes as they are kept. */
  kept(bytes: Uint8Array): Promise<void>;
}

export interface Unpacked {
  readonly packed: boolean;
  /** The gzip broke off: the last record may be half. */
  readonly truncated: boolean;
}

export async function isGzip(blob: Blob): Promise<boolean> {
  const head = new Uint8Array(await read(blob, 0, 3));
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

/** @throws UnpackError, and what the sink throws. */
export async function unpack(blob: Blob, limitBytes: number, signal: AbortSignal, sink: UnpackSink): Promise<Unpacked> {
  if (await isGzip(blob)) return { packed: true, truncated: await gunzip(blob, limitBytes, signal, sink) };
  for await (const piece of pieces(blob, signal)) {
    sink.picked(piece);
    await sink.kept(piece);
  }
  return { packed: false, truncated: false };
}

async function* pieces(blob: Blob, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < blob.size; from += PIECE_BYTES) {
    if (signal.aborted) throw new UnpackError('cancelled', 'cancelled');
    yield new Uint8Array(await read(blob, from, from + PIECE_BYTES));
  }
}

async function read(blob: Blob, from: number, to: number): Promise<ArrayBuffer> {
  try {
    return await blob.slice(from, to).arrayBuffer();
  } catch (error) {
    throw new UnpackError('unreadable', error instanceof Error ? error.message : String(error));
  }
}

/** Whether it broke off. */
async function gunzip(blob: Blob, limitBytes: number, signal: AbortSignal, sink: UnpackSink): Promise<boolean> {
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter();
  let ended = false;
  const feeding = (async () => {
    for await (const piece of pieces(blob, signal)) {
      sink.picked(piece);
      await writer.write(piece as Uint8Array<ArrayBuffer>);
    }
    // An error at the end would take what is still queued with it. This write is done when the queue is empty.
    await writer.write(new Uint8Array(0));
    ended = true;
    await writer.close();
  })();
  const reader = readable.getReader();
  let unpackedBytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      unpackedBytes += value.length;
      if (unpackedBytes > limitBytes) throw new UnpackError('too-large', `more than ${limitBytes} bytes`);
      if (unpackedBytes > RATIO_FROM_BYTES && unpackedBytes > blob.size * MAX_UNPACK_RATIO) throw new UnpackError('bomb', `${unpackedBytes} bytes`);
      await sink.kept(value);
    }
    await feeding;
    return false;
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    await writer.abort().catch(() => undefined);
    const fed = await feeding.then(
      () => null,
      (failure: unknown) => failure,
    );
    if (fed instanceof UnpackError) throw fed;
    if (!(error instanceof TypeError) && !isCutOff(error)) throw error;
    if (ended) return true;
    throw new UnpackError('damaged', error instanceof Error ? error.message : String(error));
  }
}

/** Node tells a gzip that breaks off by a code of zlib, browsers by a TypeError. */
function isCutOff(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}
