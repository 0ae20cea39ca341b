// How far integers are looked up directly, by their value, instead of through a table of entries. Of number-keys.ts.

/** No integer from this on is. */
export const MOST_DIRECT = 2 ** 26;
/** A direct table costs no more than the other one while every so manieth of its places is taken. */
const DIRECT_PLACES = 4;

/**
 * How far the direct table reaches, a power of two and no less than `least`, when keys have these lengths in bits (an integer of
 * n bits is below 2^n); and how many keys are within.
 */
export function directRange(bits: Int32Array, least: number): { readonly limit: number; readonly within: number } {
  let limit = least;
  let within = 0;
  let below = 0;
  for (let length = 0; 2 ** length <= MOST_DIRECT; length++) {
    below += bits[length] as number;
    const reach = 2 ** length;
    if (reach > limit && below * DIRECT_PLACES >= reach) limit = reach;
    if (reach <= limit) within = below;
  }
  return { limit, within };
}
