// Words of the language that are keywords, in any case. Reserved words are never names without backticks; context words
// are keywords only where the grammar has a place for them, so `end`, `from` and `interval` stay usable as column names.
import * as terms from './expression.parser.terms.ts';

const reserved: ReadonlyMap<string, number> = new Map([
  ['and', terms.And],
  ['or', terms.Or],
  ['not', terms.Not],
  ['case', terms.Case],
  ['when', terms.When],
  ['then', terms.Then],
  ['else', terms.Else],
  ['cast', terms.Cast],
  ['try_cast', terms.TryCast],
  ['true', terms.True],
  ['false', terms.False],
  ['null', terms.Null],
]);

const contextual: ReadonlyMap<string, number> = new Map([
  ['array', terms.NestedType],
  ['map', terms.NestedType],
  ['struct', terms.NestedType],
  ['between', terms.Between],
  ['in', terms.In],
  ['like', terms.Like],
  ['ilike', terms.ILike],
  ['rlike', terms.RLike],
  ['regexp', terms.RLike],
  ['is', terms.Is],
  ['escape', terms.Escape],
  ['unknown', terms.Unknown],
  ['distinct', terms.Distinct],
  ['from', terms.From],
  ['for', terms.For],
  ['div', terms.Div],
  ['as', terms.As],
  ['end', terms.End],
  ['interval', terms.Interval],
  ['to', terms.To],
  ['filter', terms.Filter],
  ['where', terms.Where],
  ['both', terms.Both],
  ['leading', terms.Leading],
  ['trailing', terms.Trailing],
  ['placing', terms.Placing],
  ['ignore', terms.Ignore],
  ['respect', terms.Respect],
  ['nulls', terms.Nulls],
  ['within', terms.Within],
  ['group', terms.Group],
  ['order', terms.Order],
  ['by', terms.By],
  ['asc', terms.Asc],
  ['desc', terms.Desc],
]);

/**
 * For the parser: the term of a reserved word, or -1.
 * @public imported by the generated parser
 */
export function reservedWord(text: string, _stack?: unknown): number {
  return reserved.get(text.toLowerCase()) ?? -1;
}

/**
 * For the parser: the term of a word that is a keyword in its place, or -1.
 * @public imported by the generated parser
 */
export function contextWord(text: string, _stack?: unknown): number {
  return contextual.get(text.toLowerCase()) ?? -1;
}

export function isReservedWord(text: string): boolean {
  return reserved.has(text.toLowerCase());
}
