// Lines of syslog as RFC 3164 describes them and daemons write them: "<34>Oct 11 22:14:15 host program[pid]: message", the priority
// optional, the day padded with a blank or not, or an ISO time in place of the old one.
import type { PartSlots } from './part-slots.ts';

const SPACE = 0x20;
const LESS = 0x3c;
const GREATER = 0x3e;
const COLON = 0x3a;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const PRIORITY = 0;
const TIME = 1;
const HOST = 2;
const PROGRAM = 3;
const PID = 4;
const MESSAGE = 5;

export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH_CODES = MONTHS.map((name) => (name.charCodeAt(0) << 16) | (name.charCodeAt(1) << 8) | name.charCodeAt(2));

export function matchSyslogLine(bytes: Uint8Array, from: number, to: number, slots: PartSlots): boolean {
  slots.fill(-1);
  let at = from;
  if (bytes[at] === LESS) {
    const start = at + 1;
    do at++;
    while (at < to && isDigit(bytes[at]));
    if (at === start || at - start > 3 || bytes[at] !== GREATER) return false;
    put(slots, PRIORITY, start, at);
    at++;
  }
  const time = at;
  at = timeEnd(bytes, at, to);
  if (at < 0 || at >= to || bytes[at] !== SPACE) return false;
  put(slots, TIME, time, at);
  const host = at + 1;
  at = host;
  while (at < to && bytes[at] !== SPACE) at++;
  if (at === host || at >= to) return false;
  put(slots, HOST, host, at);
  message(bytes, at + 1, to, slots);
  return true;
}

/** "program[pid]: message", or a message alone. */
function message(bytes: Uint8Array, from: number, to: number, slots: PartSlots): void {
  let at = from;
  while (at < to && bytes[at] !== SPACE && bytes[at] !== COLON && bytes[at] !== OPEN) at++;
  const program = at;
  if (bytes[at] === OPEN) {
    const pid = at + 1;
    while (at < to && bytes[at] !== CLOSE && bytes[at] !== SPACE) at++;
    if (bytes[at] === CLOSE && bytes[at + 1] === COLON) {
      if (at > pid) put(slots, PID, pid, at);
      at++;
    }
  }
  if (at < to && bytes[at] === COLON && program > from) {
    put(slots, PROGRAM, from, program);
    at++;
    put(slots, MESSAGE, Math.min(to, bytes[at] === SPACE ? at + 1 : at), to);
  } else put(slots, MESSAGE, from, to);
}

/** Behind "Oct 11 22:14:15" or "2024-06-10T06:13:20.5+02:00"; -1: there is no time. */
function timeEnd(bytes: Uint8Array, from: number, to: number): number {
  if (isDigit(bytes[from])) {
    let at = from;
    while (at < to && isOfTime(bytes[at])) at++;
    return at - from >= 19 && (bytes[from + 10] === 0x54 || bytes[from + 10] === 0x74) ? at : -1;
  }
  if (monthAt(bytes, from) < 0) return -1;
  let at = from + 4;
  if (bytes[at] === SPACE) at++;
  while (at < to && isDigit(bytes[at])) at++;
  return bytes[at] === SPACE && bytes[at + 3] === COLON && bytes[at + 6] === COLON && at + 9 <= to ? at + 9 : -1;
}

/** Digits, and what stands between the parts of an ISO time. Another letter, or a comma, and it is a field of something else. */
function isOfTime(byte: number | undefined): boolean {
  return isDigit(byte) || (byte !== undefined && '-:.+TtZz'.includes(String.fromCharCode(byte)));
}

/** 0 to 11, or -1. */
export function monthAt(bytes: Uint8Array, at: number): number {
  return MONTH_CODES.indexOf((((bytes[at] as number) & 0xff) << 16) | (((bytes[at + 1] as number) & 0xff) << 8) | ((bytes[at + 2] as number) & 0xff));
}

function put(slots: PartSlots, part: number, from: number, to: number): void {
  slots[part * 2] = from;
  slots[part * 2 + 1] = to;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
