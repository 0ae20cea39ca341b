// Texts made from texts: padded, repeated, translated, measured by letters.
import type { Column, StringColumn } from '../../columns/column.ts';
import { INT, STRING } from '../../columns/data-type.ts';
import { problem } from '../../problem/problem.ts';
import { fitOf } from '../coercion.ts';
import { bigValues } from '../columns-merge.ts';
import type { Frame } from '../frame.ts';
import { onlyTexts } from './argument-rules.ts';
import { bytesOf, takesBytesOrText } from './bytes-argument.ts';
import { buildBytes } from './encode.ts';
import type { CallShape, ColumnKernel, FunctionDefinition } from './function-definition.ts';
import { reversedArrays } from './list-rows.ts';
import { asText, buildBooleans, buildInts, buildText, intAt, textAt } from './text-bytes.ts';
import { titled } from './title-case.ts';

/** One text to another; NULL stays NULL. */
function ofText(
  name: string,
  aliases: readonly string[],
  help: string,
  example: FunctionDefinition['example'],
  make: (text: string) => string,
): FunctionDefinition {
  return {
    name,
    aliases,
    group: 'string',
    signatures: [`${name}(text STRING) -> STRING`],
    help,
    example,
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([text], frame) => {
          const column = asText(text);
          return buildText(frame, (row) => make(textAt(column, row)));
        },
    },
  };
}

function padFunction(name: 'lpad' | 'rpad', side: string, example: FunctionDefinition['example']): FunctionDefinition {
  return {
    name,
    group: 'string',
    signatures: [`${name}(text STRING, length INT) -> STRING`, `${name}(text STRING, length INT, padding STRING) -> STRING`],
    refuseTerms: ([text, , padding]) =>
      text?.type.kind === 'BINARY' && (padding === undefined || padding.type.kind === 'BINARY')
        ? problem('function/unsupported', text.span, { what: `${name} of a BINARY`, instead: `${name} of hex(..), with two digits a byte` })
        : null,
    help: `The text with the padding (spaces, if none is given) repeated at its ${side} up to that many characters; a longer text is cut.`,
    example,
    difference: 'A text of more than 256 MB fails, and a BINARY is refused.',
    raises: true,
    kernel: { kind: 'strict', make: () => (args, frame) => padded(args, frame, name === 'lpad') },
  };
}

function sizeFunction(name: 'bit_length' | 'octet_length', unit: number, help: string, expected: number): FunctionDefinition {
  return {
    name,
    group: 'string',
    signatures: [`${name}(text STRING) -> INT`],
    help,
    example: { text: `${name}('né')`, expected },
    typed: takesBytesOrText(INT),
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([value], frame) => {
          const { starts, ends } = bytesOf(value);
          return buildInts(frame, (row) => ((ends[row] as number) - (starts[row] as number)) * unit);
        },
    },
  };
}

export const textShapeFunctions: readonly FunctionDefinition[] = [
  padFunction('lpad', 'start', { text: "lpad('7', 3, '0')", expected: '007' }),
  padFunction('rpad', 'end', { text: "rpad('ab', 4, '.')", expected: 'ab..' }),
  {
    name: 'repeat',
    group: 'string',
    signatures: ['repeat(text STRING, times INT) -> STRING'],
    help: "The text that many times; '' for zero and less.",
    example: { text: "repeat('ab', 3)", expected: 'ababab' },
    difference: 'A text of more than 256 MB fails.',
    raises: true,
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([text, times], frame) => {
          const column = asText(text);
          return buildText(frame, (row) => {
            const count = Math.max(intAt(times, row), 0);
            const size = (column.ends[row] as number) - (column.starts[row] as number);
            return withinSize(size * count, row, frame) ? textAt(column, row).repeat(size === 0 ? 0 : count) : null;
          });
        },
    },
  },
  {
    name: 'space',
    group: 'string',
    signatures: ['space(count INT) -> STRING'],
    help: 'That many spaces.',
    example: { text: "concat('a', space(2), 'b')", expected: 'a  b' },
    raises: true,
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([count], frame) =>
          buildText(frame, (row) => {
            const size = Math.max(intAt(count, row), 0);
            return withinSize(size, row, frame) ? ' '.repeat(size) : null;
          }),
    },
  },
  {
    name: 'translate',
    group: 'string',
    signatures: ['translate(text STRING, from STRING, to STRING) -> STRING'],
    help: 'The text with each character of `from` replaced by the one at the same place in `to`, or removed when `to` is shorter.',
    example: { text: "translate('AaBbCc', 'abc', '123')", expected: 'A1B2C3' },
    kernel: { kind: 'strict', make: () => translated },
  },
  ofText(
    'initcap',
    [],
    'The text with each word (between spaces) in lower case but for its first letter.',
    { text: "initcap('moby DICK')", expected: 'Moby Dick' },
    titled,
  ),
  {
    name: 'ascii',
    group: 'string',
    signatures: ['ascii(text STRING) -> INT'],
    help: "The number (code point) of the first character; 0 for ''.",
    example: { text: "ascii('A')", expected: 65 },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([text], frame) => {
          const column = asText(text);
          return buildInts(frame, (row) => textAt(column, row).codePointAt(0) ?? 0);
        },
    },
  },
  {
    name: 'chr',
    aliases: ['char'],
    group: 'string',
    signatures: ['chr(code BIGINT) -> STRING'],
    help: "The character of that number, of 0 to 255; larger numbers count modulo 256, negative ones give ''.",
    example: { text: 'chr(65)', expected: 'A' },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([code], frame) => {
          const codes = bigValues(code as Column);
          return buildText(frame, (row) => {
            const value = codes[row] as bigint;
            return value < 0n ? '' : String.fromCharCode(Number(value & 255n));
          });
        },
    },
  },
  {
    name: 'reverse',
    group: 'string',
    signatures: ['reverse(text STRING) -> STRING', 'reverse(array ARRAY<T>) -> ARRAY<T>', 'reverse(bytes BINARY) -> BINARY'],
    typed: ([value]) => {
      const type = value?.type;
      if (type === undefined || type.kind === 'ARRAY' || type.kind === 'BINARY') return type === undefined ? null : { params: [type], result: type };
      return fitOf(type, STRING) === 'none' ? null : { params: [STRING], result: STRING };
    },
    help: 'The characters, the elements of the ARRAY or the bytes in reverse order.',
    example: { text: "reverse('abc')", expected: 'cba' },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([value], frame) => {
          if (value?.kind === 'array') return reversedArrays(value, frame);
          const column = asText(value);
          if (column.type.kind === 'BINARY') return reversedBytes(column, frame);
          return buildText(frame, (row) => [...textAt(column, row)].reverse().join(''));
        },
    },
  },
  sizeFunction('octet_length', 1, 'How many bytes the text has in UTF-8, or the BINARY.', 3),
  sizeFunction('bit_length', 8, 'How many bits the text has in UTF-8, or the BINARY.', 24),
  {
    name: 'levenshtein',
    group: 'string',
    signatures: ['levenshtein(left STRING, right STRING) -> INT', 'levenshtein(left STRING, right STRING, limit INT) -> INT'],
    help: 'How many characters must be changed, added or removed to make one text of the other; -1 when it is more than the limit.',
    example: { text: "levenshtein('kitten', 'sitting')", expected: 3 },
    kernel: { kind: 'whole', make: distances },
  },
  {
    ...ofText('soundex', [], 'The Soundex code of an English word: how it sounds.', { text: "soundex('Miller')", expected: 'M460' }, soundex),
    refuseTerms: onlyTexts('soundex'),
  },
  {
    name: 'luhn_check',
    group: 'string',
    signatures: ['luhn_check(digits STRING) -> BOOLEAN'],
    help: 'TRUE when the digits pass the Luhn check of card numbers.',
    example: { text: "luhn_check('79927398713')", expected: true },
    kernel: {
      kind: 'strict',
      make:
        () =>
        ([digits], frame) => {
          const column = asText(digits);
          return buildBooleans(frame, (row) => passesLuhn(textAt(column, row)));
        },
    },
  },
  {
    name: 'mask',
    group: 'string',
    signatures: [1, 2, 3, 4, 5].map(
      (count) =>
        `mask(${['text', 'upper', 'lower', 'digit', 'other']
          .slice(0, count)
          .map((name) => `${name} STRING`)
          .join(', ')}) -> STRING`,
    ),
    help: "The text with upper-case letters replaced by `upper` ('X'), lower-case ones by `lower` ('x'), digits by `digit` ('n') and all else by `other` (NULL keeps it). Each is one literal character or NULL.",
    example: { text: "mask('AbCD123-@$#')", expected: 'XxXXnnn-@$#' },
    refuse: (shape, spans) => {
      const bad = shape.literals.findIndex(
        (literal, i) => i > 0 && literal?.kind !== 'null' && (literal?.kind !== 'string' || literal.value.length !== 1),
      );
      return bad < 0
        ? null
        : problem('function/literal', spans[bad] ?? shape.span, { name: 'mask', argument: 'replacement', takes: 'one character, or NULL' });
    },
    refuseTerms: onlyTexts('mask'),
    kernel: { kind: 'whole', make: masked },
  },
];

/** More text in one row than a column can hold fails like Spark's array of bytes. */
const MAX_ROW_BYTES = 256 * 1024 * 1024;

function withinSize(bytes: number, row: number, frame: Frame): boolean {
  if (bytes <= MAX_ROW_BYTES) return true;
  frame.fail(row, 'COLLECTION_SIZE_LIMIT_EXCEEDED', { size: bytes });
  return false;
}

function reversedBytes({ bytes, starts, ends }: StringColumn, frame: Frame): Column {
  return buildBytes(frame, (row, target) => {
    for (let i = (ends[row] as number) - 1; i >= (starts[row] as number); i--) target.push(bytes[i] as number);
    return true;
  });
}

function padded([text, length, padding]: readonly Column[], frame: Frame, before: boolean): Column {
  const texts = asText(text);
  const paddings = padding === undefined ? null : asText(padding);
  return buildText(frame, (row) => {
    const wanted = intAt(length, row);
    if (wanted <= 0) return '';
    const letters = [...textAt(texts, row)];
    if (letters.length >= wanted) return letters.slice(0, wanted).join('');
    const pad = paddings === null ? [' '] : [...textAt(paddings, row)];
    if (pad.length === 0) return letters.join('');
    const missing = wanted - letters.length;
    if (!withinSize(missing * 4, row, frame)) return null;
    const whole = pad.join('').repeat(Math.floor(missing / pad.length)) + pad.slice(0, missing % pad.length).join('');
    return before ? whole + letters.join('') : letters.join('') + whole;
  });
}

function translated([text, from, to]: readonly Column[], frame: Frame): Column {
  const texts = asText(text);
  const froms = asText(from);
  const tos = asText(to);
  let known = '';
  let map = new Map<string, string>();
  return buildText(frame, (row) => {
    const key = `${textAt(froms, row)}\0${textAt(tos, row)}`;
    if (key !== known || map.size === 0) {
      known = key;
      const replacements = [...textAt(tos, row)];
      map = new Map();
      for (const [i, letter] of [...textAt(froms, row)].entries()) if (!map.has(letter)) map.set(letter, replacements[i] ?? '');
    }
    let result = '';
    for (const letter of textAt(texts, row)) result += map.get(letter) ?? letter;
    return result;
  });
}

/** A limit that is NULL counts as 0 in Spark, unless the call says NULL itself. */
function distances(shape: CallShape): ColumnKernel {
  const none = shape.literals[2]?.kind === 'null';
  return ([left, right, limit], frame) => {
    const a = asText(left);
    const b = asText(right);
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      if (none || a.nulls?.[row] === 1 || b.nulls?.[row] === 1) frame.setNull(row);
    }
    return buildInts(frame, (row) => {
      const distance = levenshtein([...textAt(a, row)], [...textAt(b, row)]);
      const most = limit === undefined ? distance : limit.nulls?.[row] === 1 ? 0 : intAt(limit, row);
      return distance > most ? -1 : distance;
    });
  };
}

/** Two rows of the table of edit distances at a time (Wagner and Fischer). */
function levenshtein(a: readonly string[], b: readonly string[]): number {
  let previous = Int32Array.from({ length: b.length + 1 }, (_, j) => j);
  let current = new Int32Array(b.length + 1);
  for (let i = 0; i < a.length; i++) {
    current[0] = i + 1;
    const letter = a[i];
    for (let j = 0; j < b.length; j++) {
      const changed = (previous[j] as number) + (letter === b[j] ? 0 : 1);
      current[j + 1] = Math.min(changed, (previous[j + 1] as number) + 1, (current[j] as number) + 1);
    }
    [previous, current] = [current, previous];
  }
  return previous[b.length] as number;
}

/** The code of each letter from A; 7 is passed over. */
const soundexCodes = '01230127022455012623017202';

function soundex(text: string): string {
  const first = text.charCodeAt(0) & ~32;
  if (text === '' || text.charCodeAt(0) > 127 || first < 65 || first > 90) return text;
  let result = String.fromCharCode(first);
  let last = soundexCodes[first - 65];
  for (const letter of text.slice(1)) {
    const code = letter.charCodeAt(0) & ~32;
    if (letter.charCodeAt(0) > 127 || code < 65 || code > 90) {
      last = '0';
      continue;
    }
    const digit = soundexCodes[code - 65];
    if (digit === '7') continue;
    if (digit !== '0' && digit !== last) result += digit;
    if (result.length === 4) return result;
    last = digit;
  }
  return result.padEnd(4, '0');
}

function passesLuhn(digits: string): boolean {
  if (!/^\d+$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]) * (i % 2 === 1 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

function masked(shape: CallShape): ColumnKernel {
  const [upper, lower, digit, other] = ['X', 'x', 'n', null].map((standard, i) => {
    const literal = shape.literals[i + 1];
    return literal === undefined || literal === null ? standard : literal.kind === 'string' ? literal.value : null;
  });
  return ([text], frame) => {
    const column = asText(text);
    return buildText(frame, (row) => {
      if (column.nulls?.[row] === 1) return null;
      let result = '';
      // By UTF-16 units, as Java's characters are: the two halves of a pair are each something else.
      for (const unit of textAt(column, row).split('')) {
        const replacement = /\p{Lu}/u.test(unit) ? upper : /\p{Ll}/u.test(unit) ? lower : /\p{Nd}/u.test(unit) ? digit : other;
        result += replacement ?? unit;
      }
      return result;
    });
  };
}
