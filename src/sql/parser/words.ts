// Names and numbers share their letters in Spark SQL (`1e5` is a number, `1e5x` a name), so one tokenizer reads both: the
// longest match wins, a number wins a tie.
import { ExternalTokenizer, type InputStream } from '@lezer/lr';
import { Identifier, Number as NumberTerm } from './expression.parser.terms.ts';

const DOT = 46;

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isWordCode(code: number): boolean {
  return isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
}

// DIGITS, DIGITS.DIGITS, .DIGITS, each with an optional exponent and an optional type suffix.
const integer = /^\d+(?:[lsy]|bd|[fd])?$/i;
const withExponent = /^\d+e\d*(?:bd|[fd])?$/i;

/** Length of the run of word characters from `from`. */
function wordLength(input: InputStream, from: number): number {
  let length = 0;
  while (isWordCode(input.peek(from + length))) length++;
  return length;
}

function textAt(input: InputStream, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += String.fromCharCode(input.peek(i));
  return text;
}

/** Length of a number that starts here, or 0. */
function numberLength(input: InputStream): number {
  if (!isDigit(input.next) && !(input.next === DOT && isDigit(input.peek(1)))) return 0;
  const whole = wordLength(input, 0);
  const head = textAt(input, whole);
  if (input.peek(whole) === DOT && /^\d*$/.test(head)) return fractionLength(input, whole);
  if (integer.test(head)) return whole;
  return withExponent.test(head) ? exponentLength(input, 0, head) : 0;
}

/** `whole` digits, then a dot at that place. */
function fractionLength(input: InputStream, whole: number): number {
  const fraction = wordLength(input, whole + 1);
  const tail = textAt(input, whole + 1 + fraction).slice(whole + 1);
  if (/^\d*(?:bd|[fd])?$/i.test(tail)) return whole + 1 + fraction;
  if (/^\d*e\d*(?:bd|[fd])?$/i.test(tail)) return exponentLength(input, whole + 1, tail);
  return 0;
}

/** `tail` starts at `at` and has an exponent; its sign and digits may follow. 0 when the exponent has no digits. */
function exponentLength(input: InputStream, at: number, tail: string): number {
  const end = at + tail.length;
  if (/e\d/i.test(tail)) return end;
  if (!/e$/i.test(tail)) return 0;
  const sign = input.peek(end);
  if (sign !== 43 && sign !== 45) return 0;
  const digits = wordLength(input, end + 1);
  const exponent = textAt(input, end + 1 + digits).slice(end + 1);
  return /^\d+(?:bd|[fd])?$/i.test(exponent) ? end + 1 + digits : 0;
}

/** @public imported by the generated parser */
export const words = new ExternalTokenizer(
  (input, stack) => {
    const quote = input.peek(1);
    // r'..' is a raw string, not a name.
    if ((input.next === 82 || input.next === 114) && (quote === 39 || quote === 34)) return;
    const number = stack.canShift(NumberTerm) ? numberLength(input) : 0;
    const word = wordLength(input, 0);
    if (number > 0 && number >= word) input.acceptToken(NumberTerm, number);
    else if (word > 0) input.acceptToken(Identifier, word);
  },
  { contextual: true },
);
