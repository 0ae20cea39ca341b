// Lines of Apache's common and combined log formats, as servers write them: host, ident, user, [time], "request", status, bytes,
// "referer", "agent". Quotes within a quoted part have a backslash before them and stay as they are. A request that is no
// request leaves method, path and protocol NULL, and the line is kept.
import type { PartSlots } from './part-slots.ts';

const SPACE = 0x20;
const QUOTE = 0x22;
const MINUS = 0x2d;
const OPEN = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE = 0x5d;

const HOST = 0;
const IDENT = 1;
const USER = 2;
const TIME = 3;
const REQUEST = 4;
const METHOD = 5;
const PROTOCOL = 7;
const STATUS = 8;
const BYTES = 9;
const REFERER = 10;
const AGENT = 11;

export function matchAccessLine(bytes: Uint8Array, from: number, to: number, slots: PartSlots): boolean {
  slots.fill(-1);
  let at = word(bytes, from, to, slots, HOST);
  at = word(bytes, at, to, slots, IDENT);
  // A user may have blanks in it: the time's bracket ends it.
  const open = find(bytes, OPEN, at, to);
  const close = open < 0 ? -1 : find(bytes, CLOSE, open, to);
  if (open <= at + 1 || bytes[open - 1] !== SPACE || close < 0 || close === open + 1) return false;
  if (bytes[at] === QUOTE && bytes[at + 1] === QUOTE && open === at + 3) put(bytes, slots, USER, at + 1, at + 1);
  else put(bytes, slots, USER, at, open - 1);
  put(bytes, slots, TIME, open + 1, close);
  at = quoted(bytes, close + 2, to, slots, REQUEST);
  if (at < 0) return false;
  splitRequest(bytes, slots);
  at = word(bytes, at, to, slots, STATUS);
  if (!isNumberOrNothing(bytes, slots, STATUS)) return false;
  at = word(bytes, at, to, slots, BYTES);
  if (!isNumberOrNothing(bytes, slots, BYTES)) return false;
  if (at < to && bytes[at] === QUOTE) {
    at = quoted(bytes, at, to, slots, REFERER);
    if (at < 0) return false;
    if (at < to && bytes[at] === QUOTE) at = quoted(bytes, at, to, slots, AGENT);
  }
  return at >= 0;
}

/** Positions behind the next part. */
function word(bytes: Uint8Array, from: number, to: number, slots: PartSlots, part: number): number {
  let at = from;
  while (at < to && bytes[at] !== SPACE) at++;
  if (at > from) put(bytes, slots, part, from, at);
  return Math.min(to, at + 1);
}

/** A part in quotes; -1: it is not, or it is not closed. */
function quoted(bytes: Uint8Array, from: number, to: number, slots: PartSlots, part: number): number {
  if (from >= to || bytes[from] !== QUOTE) return -1;
  let at = from + 1;
  while (at < to && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  if (at >= to) return -1;
  put(bytes, slots, part, from + 1, at);
  return Math.min(to, at + 2);
}

function put(bytes: Uint8Array, slots: PartSlots, part: number, from: number, to: number): void {
  if (part * 2 >= slots.length || (to === from + 1 && bytes[from] === MINUS)) return;
  slots[part * 2] = from;
  slots[part * 2 + 1] = to;
}

/** "GET /path HTTP/1.1": three words, the first of capital letters, the last HTTP and a version. */
function splitRequest(bytes: Uint8Array, slots: PartSlots): void {
  const from = slots[REQUEST * 2] as number;
  const to = slots[REQUEST * 2 + 1] as number;
  if (from < 0) return;
  let first = from;
  while (first < to && (bytes[first] as number) >= 0x41 && (bytes[first] as number) <= 0x5a) first++;
  let last = to;
  while (last > from && bytes[last - 1] !== SPACE) last--;
  const http = bytes[last] === 0x48 && bytes[last + 1] === 0x54 && bytes[last + 2] === 0x54 && bytes[last + 3] === 0x50 && bytes[last + 4] === 0x2f;
  if (first === from || bytes[first] !== SPACE || last <= first + 2 || !http) return;
  put(bytes, slots, METHOD, from, first);
  slots[(METHOD + 1) * 2] = first + 1;
  slots[(METHOD + 1) * 2 + 1] = last - 1;
  put(bytes, slots, PROTOCOL, last, to);
}

function isNumberOrNothing(bytes: Uint8Array, slots: PartSlots, part: number): boolean {
  for (let at = slots[part * 2] as number; at >= 0 && at < (slots[part * 2 + 1] as number); at++) {
    const byte = bytes[at] as number;
    if (byte < 0x30 || byte > 0x39) return false;
  }
  return true;
}

function find(bytes: Uint8Array, wanted: number, from: number, to: number): number {
  for (let at = from; at < to; at++) if (bytes[at] === wanted) return at;
  return -1;
}
