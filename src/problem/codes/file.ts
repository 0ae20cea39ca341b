import { define } from '../define.ts';

/** Problems of files the user gives: copied, unpacked, found again, read. */
export const fileProblems = {
  'file/too-large': define<{ name: string; bytes: number; limitBytes: number }>(
    'error',
    (p) =>
      `"${p.name}" has ${amount(p.bytes)}. At most ${amount(p.limitBytes)} are copied into this browser, and this browser cannot keep a larger file by reference.`,
    () => 'Pick a smaller part of it, or drop the file on the page in Chrome or Edge, which read large files where they lie.',
  ),
  'file/unpacks-too-large': define<{ name: string; limitBytes: number }>(
    'error',
    (p) =>
      `"${p.name}" is packed, and unpacks to more than ${amount(p.limitBytes)}, the most that is copied into this browser. Nothing of it was kept.`,
    () => 'Unpack it, cut it into smaller files, and pick one of them.',
  ),
  'file/gzip-bomb': define<{ name: string; ratio: number; limitRatio: number }>(
    'error',
    (p) =>
      `"${p.name}" unpacks to more than ${p.ratio} times its size, which no real data does (the limit is ${p.limitRatio}). Nothing of it was kept.`,
    () => 'If it really is data, unpack it yourself and pick the unpacked file.',
  ),
  'file/gzip-truncated': define<{ name: string; records: number }>(
    'warning',
    (p) =>
      `"${p.name}" breaks off in the middle of its gzip data. ${p.records === 1 ? '1 row is' : `${p.records} rows are`} whole and can be used; what comes after is missing.`,
    () => 'Go on with the whole rows, or fetch the file again and pick it anew.',
  ),
  'file/gzip-damaged': define<{ name: string; detail: string }>(
    'error',
    (p) => `"${p.name}" begins like gzip and cannot be unpacked (${clause(p.detail)}). Nothing of it was kept.`,
    () => 'Fetch the file again, or unpack it and pick the unpacked file.',
  ),
  'file/unreadable': define<{ name: string; detail: string }>(
    'error',
    (p) =>
      `"${p.name}" could not be read to its end (${clause(p.detail)}). It may have been changed, moved or taken away meanwhile. Nothing of it was kept.`,
    () => 'Pick it again when nothing writes to it any more.',
  ),
  'file/no-room': define<{ name: string; bytes: number }>(
    'error',
    (p) => `There is no room in this browser for "${p.name}" (${amount(p.bytes)}). Nothing of it was kept.`,
    () => 'Remove files or pipelines that are no longer needed, or make room on the disk, and pick it again.',
  ),
  'file/not-kept': define<{ name: string; detail: string }>(
    'error',
    (p) => `This browser could not keep "${p.name}" (${clause(p.detail)}).`,
    () => 'Allow site data for this page, or use a window that is not private, and pick the file again.',
  ),
  'file/cancelled': define<{ name: string }>(
    'info',
    (p) => `Copying "${p.name}" was cancelled. Nothing of it was kept.`,
    () => 'Pick it again to start anew.',
  ),
  'file/absent': define<{ name: string }>(
    'error',
    (p) => `"${p.name}" is not in this browser. The run waits and no row is lost.`,
    () => 'Pick the file: it is checked to be the same, and the run goes on where it stood.',
  ),
  'file/changed': define<{ name: string; fromRecord: number; toRecord: number }>(
    'error',
    (p) =>
      `"${p.name}" is not the same any more: records ${p.fromRecord} to ${p.toRecord} differ from those that were read at first. Nothing of them was taken.`,
    () => 'Put the file back as it was and pick it again, or start over with the new one.',
  ),
  'file/no-permission': define<{ name: string }>(
    'error',
    (p) => `The browser may not read "${p.name}" at the moment. The run waits and no row is lost.`,
    () => 'Continue with the file: one click gives access again.',
  ),
  'file/other-content': define<{ name: string; expectedBytes: number; bytes: number; expected: string; got: string }>(
    'error',
    (p) =>
      p.bytes === p.expectedBytes
        ? `"${p.name}" is another file: it has the right size, but its content differs (SHA-256 ${p.got.slice(0, 12)} where ${p.expected.slice(0, 12)} is needed).`
        : `"${p.name}" is another file: it has ${p.bytes} bytes where ${p.expectedBytes} are needed.`,
    () => 'Pick the file that the pipeline was made with, or put the new file into the source and start over.',
  ),
};

function amount(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  const megabytes = bytes / (1024 * 1024);
  return megabytes < 1024 ? `${megabytes.toFixed(megabytes < 10 ? 1 : 0)} MB` : `${(megabytes / 1024).toFixed(1)} GB`;
}

/** Words of a browser, fit to stand inside a sentence of ours. */
function clause(detail: string): string {
  const text = detail.trim().replace(/[.\s]+$/, '');
  return text === '' ? 'it gives no reason' : text;
}
