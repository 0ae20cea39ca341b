// Everything of Spark SQL that expressions refuse on purpose, in one list, with why and what to use instead: what the documentation
// shows and what golden cases may leave out. A refusal is a Problem when it is written, never another answer.
import { refusedAggregates } from './aggregates/library.ts';
import { refusedFunctions } from './functions/refused.ts';
import { missingTypes } from './parse-type.ts';

export interface Refusal {
  readonly area: 'mode' | 'type' | 'value' | 'form' | 'pattern' | 'function' | 'aggregate';
  /** In the words of the language. */
  readonly what: string;
  readonly reason: string;
  readonly instead: string;
}

const language: readonly Refusal[] = [
  {
    area: 'mode',
    what: 'spark.sql.ansi.enabled = false',
    reason: 'a value that overflows or cannot be read would turn into NULL or another number without a word',
    instead: 'TRY_CAST, try_add, try_divide and their kin where NULL is wanted',
  },
  {
    area: 'value',
    what: 'CAST of BINARY that is not UTF-8 to STRING',
    reason: 'text is always valid Unicode here; each wrong byte becomes U+FFFD',
    instead: 'hex or base64',
  },
  { area: 'form', what: 'DISTINCT, FILTER and OVER after a function of one row', reason: 'they belong to aggregates', instead: 'a window operator' },
  {
    area: 'form',
    what: 'subqueries, EXISTS (SELECT ..) and parameters (:name, ?)',
    reason: 'an expression sees one row',
    instead: 'a join operator',
  },
  {
    area: 'form',
    what: 'intervals that mix months with shorter units',
    reason: 'Spark refuses the literal too; a month has no fixed length',
    instead: 'two intervals, added one after the other',
  },
  {
    area: 'pattern',
    what: 'regular expressions with \\G, \\X, \\N{name}, (?U), blocks of Unicode (\\p{InGreek}), a repeated group that can match nothing, possessive repetition or atomic groups of more than one set of characters, or a reference to a group that may not have matched',
    reason: 'they cannot be matched exactly as Java does with bounded time',
    instead: 'the same pattern without them',
  },
  {
    area: 'pattern',
    what: 'lookaround or references to groups where matching could take very long',
    reason: 'a row must never stop a run for minutes',
    instead: 'a pattern without them, or a shorter text',
  },
  {
    area: 'pattern',
    what: 'patterns of dates with v, and names of zones (z) other than those of UTC, GMT and the best known zones',
    reason: 'the platform has other names than Java',
    instead: 'VV for the zone, or xxx for its offset',
  },
];

/** By area, and then as each list has them. */
export function refusals(): readonly Refusal[] {
  const types = [...missingTypes].map(([what, instead]): Refusal => ({ area: 'type', what, reason: 'this build does not compute with it', instead }));
  const functions = refusedFunctions.map(({ names, reason, instead }): Refusal => ({ area: 'function', what: names.join(', '), reason, instead }));
  const aggregates = refusedAggregates.map(({ names, reason, instead }): Refusal => ({ area: 'aggregate', what: names.join(', '), reason, instead }));
  return [...language, ...types, ...functions, ...aggregates];
}
