/** A record that is longer is refused, with its number: 16 MB as it lies in the file. */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024;
