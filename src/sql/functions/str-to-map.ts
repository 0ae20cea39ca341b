// str_to_map: text such as 'a:1,b:2' to a map. The separators are regular expressions.
import { StringBuilder } from '../../columns/build.ts';
import type { Column } from '../../columns/column.ts';
import type { Frame } from '../frame.ts';
import { type CompiledRegex, matchesOf, type Regex } from '../regex/regex.ts';
import type { CallShape, ColumnKernel } from './function-definition.ts';
import { buildMaps } from './map-rows.ts';
import { compiledOnce, regexSource, withinLimit } from './regex-source.ts';
import { asText, textAt } from './text-bytes.ts';

const SYNTAX = 'java.util.regex.PatternSyntaxException';

export function strToMap(shape: CallShape): ColumnKernel {
  const cache = new Map<string, CompiledRegex>();
  const sourceOf = (column: Column | undefined, index: number, standard: string, frame: Frame): ((row: number) => Regex | null) => {
    if (column !== undefined) return regexSource(shape, index, asText(column), frame, cache, SYNTAX);
    const compiled = compiledOnce(standard, cache);
    return () => (compiled.ok ? compiled.regex : null);
  };
  return ([text, pairSeparator, keySeparator], frame) => {
    const texts = asText(text);
    const pairRegex = sourceOf(pairSeparator, 1, ',', frame);
    const keyRegex = sourceOf(keySeparator, 2, ':', frame);
    const keys: string[] = [];
    const values: (string | null)[] = [];
    const ranges: { readonly from: number; readonly to: number }[] = [];
    for (let k = 0; k < frame.count; k++) {
      const row = frame.rowAt(k);
      const from = keys.length;
      if (!frame.isNull(row)) {
        const pairs = pairRegex(row);
        const pair = keyRegex(row);
        const value = textAt(texts, row);
        if (pairs !== null && pair !== null && withinLimit(pairs, value, row, frame)) {
          for (const entry of withoutEmptyEnd(pairs, value)) {
            const [key = '', rest] = cut(pair, entry, 2);
            keys.push(key);
            values.push(rest ?? null);
          }
        }
      }
      ranges[row] = { from, to: keys.length };
    }
    return buildMaps(shape.type, textColumn(keys), textColumn(values), frame, (row, keyAt, valueAt) => {
      const range = ranges[row] ?? { from: 0, to: 0 };
      for (let i = range.from; i < range.to; i++) {
        keyAt.push(i);
        valueAt.push(i);
      }
      return true;
    });
  };
}

/** A separator that matches nothing cuts after every character, and leaves nothing behind the last. */
function withoutEmptyEnd(regex: Regex, text: string): string[] {
  const parts = cut(regex, text, -1);
  return regex.literal === '' && text !== '' ? parts.slice(0, -1) : parts;
}

/** The parts of the text between matches, at most `limit` of them when it is above 0. */
function cut(regex: Regex, text: string, limit: number): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const match of matchesOf(regex, text)) {
    if (limit > 0 && parts.length === limit - 1) break;
    if (match.end === 0) continue;
    parts.push(text.slice(from, match.start));
    from = match.end;
  }
  parts.push(text.slice(from));
  return parts;
}

function textColumn(texts: readonly (string | null)[]): Column {
  const builder = new StringBuilder(texts.length);
  for (const [i, text] of texts.entries()) builder.set(i, text ?? '');
  return builder.finish(texts.includes(null) ? Uint8Array.from(texts, (text) => (text === null ? 1 : 0)) : null);
}
