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
  if (await isGzip(blob)) return { packed: true, truncated: await new Gunzip(blob, limitBytes, signal, sink).run() };
  for await (const piece of pieces(blob, 0, blob.size, signal)) {
    sink.picked(piece);
    await sink.kept(piece);
  }
  return { packed: false, truncated: false };
}

async function* pieces(blob: Blob, from: number, to: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to; at += PIECE_BYTES) {
    if (signal.aborted) throw new UnpackError('cancelled', 'cancelled');
    yield new Uint8Array(await read(blob, at, Math.min(to, at + PIECE_BYTES)));
  }
}

async function read(blob: Blob, from: number, to: number): Promise<ArrayBuffer> {
  try {
    return await blob.slice(from, to).arrayBuffer();
  } catch (error) {
    throw new UnpackError('unreadable', error instanceof Error ? error.message : String(error));
  }
}

/**
 * A gzip of any number of members, one after another, as log rotation and parallel packers make them. The browser unpacks one
 * member and does not tell where it ended, so places that look like the beginning of a member are found first and tried in turn: a
 * member that is cut off there goes on to the next such place, and what it gave already is not given again.
 */
class Gunzip {
  private readonly blob: Blob;
  private readonly limitBytes: number;
  private readonly signal: AbortSignal;
  private readonly sink: UnpackSink;
  private unpackedBytes = 0;
  /** Up to here the picked bytes were told. */
  private pickedTo = 0;

  constructor(blob: Blob, limitBytes: number, signal: AbortSignal, sink: UnpackSink) {
    this.blob = blob;
    this.limitBytes = limitBytes;
    this.signal = signal;
    this.sink = sink;
  }

  /** Whether it breaks off. */
  async run(): Promise<boolean> {
    const ends = [...(await this.memberStarts()), this.blob.size];
    let start = 0;
    let given = 0;
    for (const end of ends) {
      const member = await this.member(start, end, given);
      given = member.whole ? 0 : member.bytes;
      if (member.whole) start = end;
    }
    return start < this.blob.size;
  }

  /** Places behind the first byte that read as the beginning of a member. By chance one in many megabytes does. */
  private async memberStarts(): Promise<readonly number[]> {
    const found: number[] = [];
    let before = new Uint8Array(0);
    let base = 0;
    for await (const piece of pieces(this.blob, 0, this.blob.size, this.signal)) {
      const bytes = new Uint8Array(before.length + piece.length);
      bytes.set(before);
      bytes.set(piece, before.length);
      for (let at = bytes.indexOf(0x1f); at >= 0 && at + 3 < bytes.length; at = bytes.indexOf(0x1f, at + 1))
        if (base + at > 0 && bytes[at + 1] === 0x8b && bytes[at + 2] === 8 && ((bytes[at + 3] ?? 0xff) & 0xe0) === 0) found.push(base + at);
      before = bytes.slice(-3);
      base += bytes.length - before.length;
    }
    return found;
  }

  /** Unpacks the bytes of the range as one member. `given`: bytes of it that the sink has from a try before. */
  private async member(from: number, to: number, given: number): Promise<{ readonly whole: boolean; readonly bytes: number }> {
    const { readable, writable } = new DecompressionStream('gzip');
    const writer = writable.getWriter();
    const fed = { all: false };
    const feeding = this.feed(writer, from, to, fed).then(
      () => null,
      (failure: unknown) => failure,
    );
    const reader = readable.getReader();
    let bytes = 0;
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        await this.give(value.subarray(Math.max(0, given - bytes)));
        bytes += value.length;
      }
    } catch (error) {
      await reader.cancel().catch(() => undefined);
      await writer.abort().catch(() => undefined);
      const failure = await feeding;
      if (failure instanceof UnpackError) throw failure;
      if (!isOfGzip(error)) throw error;
      if (!fed.all) throw new UnpackError('damaged', error instanceof Error ? error.message : String(error));
      return { whole: false, bytes: Math.max(bytes, given) };
    }
    const failure = await feeding;
    if (failure instanceof Error) throw failure;
    return { whole: true, bytes };
  }

  private async feed(writer: WritableStreamDefaultWriter<BufferSource>, from: number, to: number, fed: { all: boolean }): Promise<void> {
    let at = from;
    for await (const piece of pieces(this.blob, from, to, this.signal)) {
      const fresh = Math.max(0, this.pickedTo - at);
      if (fresh < piece.length) this.sink.picked(piece.subarray(fresh));
      at += piece.length;
      this.pickedTo = Math.max(this.pickedTo, at);
      await writer.write(piece as Uint8Array<ArrayBuffer>);
    }
    // An error at the end would take what is still queued with it. This write is done when the queue is empty.
    await writer.write(new Uint8Array(0));
    fed.all = true;
    await writer.close();
  }

  private async give(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    this.unpackedBytes += bytes.length;
    const { unpackedBytes, limitBytes } = this;
    if (unpackedBytes > limitBytes) throw new UnpackError('too-large', `more than ${limitBytes} bytes`);
    if (unpackedBytes > RATIO_FROM_BYTES && unpackedBytes > this.blob.size * MAX_UNPACK_RATIO)
      throw new UnpackError('bomb', `${unpackedBytes} bytes`);
    await this.sink.kept(bytes);
  }
}

/** Browsers tell a gzip that is damaged or breaks off by a TypeError, Node by a code of zlib. */
function isOfGzip(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_'));
}
