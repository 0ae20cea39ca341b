// Sample texts, as sources read them: one buffer of UTF-8 and where its lines lie. Lines are slices; nothing is copied.

export interface SampleText {
  readonly bytes: Uint8Array;
  /** Line i is bytes[starts[i], ends[i]), without its line end. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** The texts a run can read, by the name in the document. */
export interface Samples {
  text(name: string): SampleText | undefined;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Lines end with \n or \r\n; a last line without an end counts, an empty rest does not. A byte order mark is skipped. */
export function splitLines(bytes: Uint8Array): SampleText {
  const from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let count = 0;
  for (let i = from; i < bytes.length; i++) if (bytes[i] === LINE_FEED) count++;
  if (bytes.length > from && bytes[bytes.length - 1] !== LINE_FEED) count++;
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  let start = from;
  for (let line = 0; line < count; line++) {
    const at = bytes.indexOf(LINE_FEED, start);
    const end = at < 0 ? bytes.length : at;
    starts[line] = start;
    ends[line] = end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    start = end + 1;
  }
  return { bytes, starts, ends };
}
