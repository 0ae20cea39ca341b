// What is written beside a kept file: the manifest `<sha256>.json`. It is written last, so a content without one does not exist.
import { crc32c } from '../../src/columns/checksum.ts';
import type { FileReference } from '../../src/formats/record-format.ts';

const MANIFEST_FORMAT = 1;

/** copy: the bytes lie in the area under `content`, unpacked. reference: they stay where the user has them. */
export type KeptPlace = { readonly kind: 'copy'; readonly content: string } | { readonly kind: 'reference' };

export interface KeptFile extends FileReference {
  readonly place: KeptPlace;
  /** Size of what is read: of the unpacked content, or of the file itself. */
  readonly contentBytes: number;
  /** The gzip broke off: a record that the end of the file ends is not whole. */
  readonly truncated: boolean;
  /** Epoch milliseconds, as the file system said. */
  readonly modifiedMs: number;
}

/** `fresh`: it was not here before. */
export interface Keeping {
  readonly file: KeptFile;
  readonly fresh: boolean;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function manifestName(sha256: string): string {
  return `${sha256}.json`;
}

export function encodeManifest(file: KeptFile): Uint8Array {
  const text = JSON.stringify({ format: MANIFEST_FORMAT, ...file });
  return encoder.encode(`${text}\n${crc32c(encoder.encode(text))}\n`);
}

/** null: cut off, damaged, or of a newer build. Then the file does not exist for this one. */
export function decodeManifest(bytes: Uint8Array): KeptFile | null {
  const [text = '', sum = ''] = decoder.decode(bytes).split('\n');
  if (Number(sum) !== crc32c(encoder.encode(text))) return null;
  const found: unknown = JSON.parse(text);
  if (typeof found !== 'object' || found === null || !('format' in found) || found.format !== MANIFEST_FORMAT) return null;
  // The checksum shows that it is what encodeManifest wrote in this format.
  return found as unknown as KeptFile;
}
