// Text functions of the oracle, on lists of code points.
import type { Value } from './row-values.ts';

/** null when the oracle has no such function. */
export function textFunction(name: string, values: readonly Value[]): Value {
  const [first, second, third] = values;
  if (typeof first !== 'string') return null;
  const letters = [...first];
  const n = typeof second === 'bigint' ? Number(second) : 0;
  switch (name) {
    case 'length':
      return BigInt(letters.length);
    case 'reverse':
      return letters.reverse().join('');
    case 'repeat':
      return first.repeat(Math.max(0, Math.min(n, 1000)));
    case 'left':
      return letters.slice(0, Math.max(0, n)).join('');
    case 'right':
      return n <= 0 ? '' : letters.slice(-n).join('');
    case 'substring':
      return substring(letters, n, typeof third === 'bigint' ? Number(third) : Number.POSITIVE_INFINITY);
    case 'contains':
      return first.includes(String(second));
    case 'startswith':
      return first.startsWith(String(second));
    case 'endswith':
      return first.endsWith(String(second));
    case 'btrim':
      return values.length === 1 ? first.replace(/^ +| +$/g, '') : null;
    case 'ltrim':
      return values.length === 1 ? first.replace(/^ +/, '') : null;
    case 'rtrim':
      return values.length === 1 ? first.replace(/ +$/, '') : null;
    case 'replace':
      return String(second) === '' ? first : first.split(String(second)).join(values.length > 2 ? String(third) : '');
    default:
      return null;
  }
}

/** Positions from 1; 0 is 1; below 0 from the end. */
function substring(letters: readonly string[], start: number, length: number): string {
  const from = start > 0 ? start - 1 : start === 0 ? 0 : letters.length + start;
  const to = from + length;
  return letters.slice(Math.max(0, from), Math.max(0, to)).join('');
}
