// Reads params that have passed their schema; of any others gives what is harmless, because summaries read drafts.

import type { NamedText } from '../plan/node-request.ts';
import type { Json } from '../problem/json.ts';
import { fail, ok, type Problem, problem, type Result } from '../problem/problem.ts';
import { parseInterval } from '../sql/interval.ts';
import type { LoweringContext } from './lowering-context.ts';

type Params = { readonly [name: string]: Json };

function own(params: Params, name: string): Json | undefined {
  return Object.hasOwn(params, name) ? params[name] : undefined;
}

export function textOf(params: Params, name: string): string {
  const value = own(params, name);
  return typeof value === 'string' ? value : '';
}

export function numberOf(params: Params, name: string): number {
  const value = own(params, name);
  return typeof value === 'number' ? value : 0;
}

export function listOf(params: Params, name: string): readonly string[] {
  const value = own(params, name);
  return Array.isArray(value) ? value.filter((item: Json): item is string => typeof item === 'string') : [];
}

/** Entries of a map from new column name to text, in order. */
export function entriesOf(params: Params, name: string): readonly (readonly [string, string])[] {
  const value = own(params, name);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}

export function namedTexts(params: Params, param: string): readonly NamedText[] {
  return entriesOf(params, param).map(([name, text]) => ({ name, text, param }));
}

/** A duration in whole milliseconds, or the problem at its param. */
export function durationMs(context: LoweringContext, param: string): Result<number> {
  const { operatorId: operator, label } = context;
  const text = textOf(context.params, param);
  const parsed = parseInterval(text);
  if (!parsed.ok) return fail(...parsed.problems.map((p): Problem => ({ ...p, where: { ...p.where, operator, param } })));
  const ms = parsed.value.micros / 1000;
  if (Number.isSafeInteger(ms)) return ok(ms);
  return fail(problem('params/not-milliseconds', { operator, param }, { label, got: text }));
}
