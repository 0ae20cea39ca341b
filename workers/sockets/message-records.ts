// A message of a live source as records. Most messages are short and are one record each: those cost no framer.
import type { StringColumn } from '../../src/columns/column.ts';
import { STRING } from '../../src/columns/data-type.ts';
import { RecordFramer } from '../../src/formats/framing/record-framer.ts';
import type { Framing } from '../../src/formats/record-format.ts';

const SHORT_CHARS = 16 * 1024;
const BYTE_ORDER_MARK = '\ufeff';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The records of a message that is whole. */
export function messageRecords(framing: Framing, message: string | Uint8Array): StringColumn {
  if (framing.kind !== 'message' || message.length > SHORT_CHARS)
    return new RecordFramer(framing).all(typeof message === 'string' ? encoder.encode(message) : message).column;
  // What is no text becomes U+FFFD, and a byte order mark is left out, as the framer has it.
  const text = typeof message === 'string' ? withoutMark(message) : decoder.decode(message);
  const bytes = encoder.encode(text);
  return { kind: 'string', type: STRING, length: 1, nulls: null, bytes, starts: Int32Array.of(0), ends: Int32Array.of(bytes.length) };
}

function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}
