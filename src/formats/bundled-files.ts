// The files that come with the studio, for its templates. A document names a file by its content, so a template's file is
// recognised by its hash and fetched from this site when it is not kept in the browser yet: nobody has to pick it.
import type { FileReference } from './record-format.ts';

export interface BundledFile extends FileReference {
  /** Below the folder of the page. */
  readonly path: string;
  /** When it was last changed, for times without a year: epoch milliseconds. */
  readonly modifiedMs: number;
}

function bundled(name: string, bytes: number, sha256: string): BundledFile {
  return { name, sha256, bytes, path: `samples/${name}`, modifiedMs: 1_718_064_000_000 };
}

/** Every twenty-fifth of three million flights of 2001, in the order of their departure. */
export const FLIGHTS = bundled('flights.csv.gz', 1_029_790, '91e7f381c7eee8b6fd63ee82b9a06cb1dec6cf83e8a34e558763160d7f630319');
/** Requests to a made-up shop. */
export const ACCESS_LOG = bundled('access-log.log.gz', 154_488, '2d774edd8f3ef3db7117d4e1c5bfc75fe7e365d05da84f7ff41133869a0aaf6b');
/** Made-up readings with errors in them. */
export const SENSOR_READINGS = bundled('sensor-readings.csv', 389_684, 'be1d33ef3bb68aa3bd4f230b6a6d3b437a85f0ced8297767c35c8d4664171e0c');

const FILES: readonly BundledFile[] = [FLIGHTS, ACCESS_LOG, SENSOR_READINGS];

/** The bundled file of that content, if there is one. */
export function bundledFile(sha256: string): BundledFile | undefined {
  return FILES.find((file) => file.sha256 === sha256);
}
