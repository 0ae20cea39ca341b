import type { OperatorId } from './document.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const RANDOM_LETTERS = 6;

/**
 * An id for a new operator: its type and a random part of 36^6 values, so that no id comes back after a delete. `random`
 * gives numbers in [0, 1); ids in `taken` are not given again.
 */
export function newOperatorId(type: string, random: () => number, taken: { readonly [id: OperatorId]: unknown } = {}): OperatorId {
  const stem = /^[a-z][a-z0-9-]{0,59}$/.test(type) ? type : 'operator';
  for (;;) {
    let id = `${stem}-`;
    for (let i = 0; i < RANDOM_LETTERS; i++) id += LETTERS[Math.floor(random() * LETTERS.length)] ?? '0';
    if (!Object.hasOwn(taken, id)) return id;
  }
}
