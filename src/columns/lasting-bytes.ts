// Buffers of text whose bytes never change once a column has pointed at them: a table's, a parser's dictionary. What somebody
// found out about a slice of such a buffer stays true in later batches. Other buffers are used again by whoever owns them.
const lasting = new WeakSet<ArrayBufferLike>();

/** A promise of the owner: bytes that a column points into are never overwritten. Appending behind them is allowed. */
export function markLasting({ buffer }: Uint8Array): void {
  lasting.add(buffer);
}

export function isLasting({ buffer }: Uint8Array): boolean {
  return lasting.has(buffer);
}
