// The expression a run stopped on, found among an operator's settings, and the form of it that gives NULL where it had no value. Pure.
import type { Json } from '../../problem/json.ts';

type Params = { readonly [name: string]: Json };

export interface ExpressionPlace {
  readonly param: string;
  /** The name in a map, or the position in a list; null: the param is the text itself. */
  readonly entry: string | number | null;
}

export function placeOfExpression(params: Params, text: string): ExpressionPlace | null {
  for (const [param, value] of Object.entries(params)) {
    if (value === text) return { param, entry: null };
    if (Array.isArray(value)) {
      const index = value.findIndex((item: Json) => item === text || (typeof item === 'string' && item.startsWith(`${text} `)));
      if (index >= 0) return { param, entry: index };
    } else if (typeof value === 'object' && value !== null) {
      const entry = Object.entries(value).find(([, item]) => item === text)?.[0];
      if (entry !== undefined) return { param, entry };
    }
  }
  return null;
}

/** The param with another text at that place. */
export function withExpression(params: Params, { param, entry }: ExpressionPlace, before: string, text: string): Json {
  const value = params[param];
  if (entry === null) return text;
  if (typeof entry === 'number' && Array.isArray(value))
    return value.map((item: Json, i) => (i === entry && typeof item === 'string' ? item.replace(before, text) : item));
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value, [String(entry)]: text };
  return value ?? null;
}

export interface NullForm {
  readonly label: string;
  readonly text: string;
}

/** null: there is no such form that one could be sure of. */
export function nullForm(errorClass: string, text: string): NullForm | null {
  if (/^CAST_|^DATETIME_OVERFLOW/.test(errorClass)) {
    const casts = text.match(/(?<![\w.])cast\s*\(/gi) ?? [];
    return casts.length === 1 ? { label: 'Use TRY_CAST and go on', text: text.replace(/(?<![\w.])cast(\s*\()/i, 'TRY_CAST$1') } : null;
  }
  if (errorClass === 'DIVIDE_BY_ZERO' && text.split('/').length === 2 && /\/\s*[\w.]+/.test(text)) {
    return { label: 'Give NULL where it divides by 0 and go on', text: text.replace(/\/\s*([\w.]+)/, '/ nullif($1, 0)') };
  }
  return null;
}
