// What an editor needs to know of the language: functions with signature, help and example, keywords, and what can be
// written at a place of a text.
import type { PlainValue } from '../columns/build.ts';
import { type DataType, formatType, quotedIfNeeded, type Schema } from '../columns/data-type.ts';
import { aggregates as aggregateLibrary } from './aggregates/library.ts';
import type { FunctionDefinition, FunctionGroup } from './functions/function-definition.ts';
import { library } from './functions/library.ts';
import { placeAt } from './language-place.ts';
import { rankerAt, resultOfSignature } from './wanted-type.ts';

export interface FunctionInfo {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly group: FunctionGroup | 'aggregate';
  /** How it is written, with types: "substring(text STRING, start INT) -> STRING". One entry an overload. */
  readonly signatures: readonly string[];
  readonly help: string;
  readonly example: string;
  /** Called by name; else an operator or a form of its own. */
  readonly callable: boolean;
}

const typeWords: ReadonlyMap<string, string> = new Map([
  ['N', 'number'],
  ['A', 'any'],
  ['B', 'any'],
  ['C', 'any'],
  ['T', 'any'],
  ['S', 'any'],
  ['K', 'any'],
  ['V', 'any'],
]);

/** "abs(value number) -> number": type variables in words. */
export function readable(signature: string): string {
  return signature.replace(/\b[A-Z]\b/g, (letter) => typeWords.get(letter) ?? letter);
}

function infoOf(definition: FunctionDefinition): FunctionInfo {
  const word = /^[a-z]\w*$/;
  const formsOfTheirOwn = new Set(['and', 'or', 'not', 'between', 'in', 'div', 'cast', 'try_cast', 'like', 'ilike', 'rlike', 'negative', 'positive']);
  return {
    name: definition.name,
    aliases: definition.aliases ?? [],
    group: definition.group,
    signatures: definition.written === undefined ? definition.signatures.map(readable) : [definition.written],
    help: definition.help,
    example: definition.example.text,
    callable: word.test(definition.name) && !formsOfTheirOwn.has(definition.name),
  };
}

/** CASE is a form of the grammar, without an entry of the library. */
const caseInfo: FunctionInfo = {
  name: 'case',
  aliases: [],
  group: 'conditional',
  signatures: ['CASE WHEN condition THEN value .. ELSE value END', 'CASE value WHEN other THEN result .. ELSE result END'],
  help: 'The value of the first branch whose condition is TRUE; NULL when there is none and no ELSE. Only that value is computed.',
  example: "CASE WHEN 3 > 2 THEN 'more' ELSE 'less' END",
  callable: false,
};

/** The example of a function and what it gives, in words. */
export function exampleOf({ example }: FunctionDefinition): { readonly text: string; readonly expected: string } {
  return { text: example.text, expected: example.expected === null ? 'NULL' : JSON.stringify(example.expected) };
}

export interface FunctionEntry {
  readonly info: FunctionInfo;
  readonly expected: PlainValue;
  readonly difference: string;
}

/** For the reference: what the infos leave out. */
export function functionEntries(): readonly FunctionEntry[] {
  const entries = listed().map((definition) => ({
    info: infoOf(definition),
    expected: definition.example.expected,
    difference: definition.difference ?? '',
  }));
  return [...entries, { info: caseInfo, expected: 'more', difference: '' }];
}

/** Definitions that are written by people; the others are what those are written out as. */
function listed(): readonly FunctionDefinition[] {
  return library.filter(({ name, written }) => written !== undefined || /^(?:[a-z_]\w*|\W{1,3})$/.test(name));
}

let infos: readonly FunctionInfo[] | null = null;

/** All functions and operators, by group and then as the library has them. */
export function functionInfos(): readonly FunctionInfo[] {
  infos ??= [...listed().map(infoOf), caseInfo];
  return infos;
}

export interface AggregateInfo extends FunctionInfo {
  /** Where this build answers otherwise than Spark 4; '' when nowhere. */
  readonly difference: string;
}

export function aggregateInfos(): readonly AggregateInfo[] {
  return aggregateLibrary.map(({ name, aliases = [], signatures, help, example, difference = '' }) => ({
    name,
    aliases,
    group: 'aggregate',
    signatures: signatures.map(readable),
    help,
    example,
    difference,
    callable: true,
  }));
}

export const keywords: readonly string[] = [
  'AND',
  'OR',
  'NOT',
  'IS',
  'NULL',
  'TRUE',
  'FALSE',
  'UNKNOWN',
  'IN',
  'BETWEEN',
  'LIKE',
  'ILIKE',
  'RLIKE',
  'ESCAPE',
  'CASE',
  'WHEN',
  'THEN',
  'ELSE',
  'END',
  'CAST',
  'TRY_CAST',
  'AS',
  'DIV',
  'DISTINCT',
  'FILTER',
  'WHERE',
  'FROM',
  'DATE',
  'TIMESTAMP',
  'INTERVAL',
];

export interface Completion {
  readonly label: string;
  readonly kind: 'column' | 'function' | 'aggregate' | 'keyword' | 'type';
  /** The type of a column, the signature of a function. */
  readonly detail: string;
  readonly help: string;
  /** What replaces the text from `from` to the offset. */
  readonly insert: string;
  /** Where the cursor belongs in `insert`: between the brackets of a function that takes arguments. */
  readonly cursor: number;
}

export interface Completions {
  /** Offset of the word that is being written. */
  readonly from: number;
  readonly options: readonly Completion[];
}

const types = [
  'BOOLEAN',
  'INT',
  'BIGINT',
  'DOUBLE',
  'DECIMAL(10,2)',
  'STRING',
  'DATE',
  'TIMESTAMP',
  'TINYINT',
  'SMALLINT',
  'FLOAT',
  'BINARY',
  'ARRAY<STRING>',
  'MAP<STRING, STRING>',
];

export interface CompletionRequest {
  /** The field takes an aggregate call. */
  readonly aggregates?: boolean;
  /** The type the whole expression should have: BOOLEAN for a condition. */
  readonly wanted?: DataType;
}

/** What can be written at `offset`, what fits the place first; null inside quoted text and comments. */
export function completionsAt(text: string, offset: number, scope: Schema, request: boolean | CompletionRequest = {}): Completions | null {
  const place = placeAt(text, offset);
  if (place === null) return null;
  const { aggregates = false, wanted = null } = typeof request === 'boolean' ? { aggregates: request } : request;
  const { wordFrom, word } = place;
  const before = text.slice(0, wordFrom).trimEnd();
  const rank = rankerAt(place, scope, wanted);
  const options = optionsAfter(before, scope, aggregates);
  const fitting = rank === null ? options : byRank(options, (option) => (option.type === null ? 1 : rank(option.type)));
  return { from: wordFrom, options: ranked(fitting, word.toLowerCase()).map(({ type: _, ...option }) => option) };
}

/** A completion and the type it gives, when that is known. */
interface Option extends Completion {
  readonly type: DataType | null;
}

function byRank<T>(options: readonly T[], rank: (option: T) => number): readonly T[] {
  return options
    .map((option) => ({ option, rank: rank(option) }))
    .sort((a, b) => a.rank - b.rank)
    .map((ranking) => ranking.option);
}

function ranked(options: readonly Option[], word: string): readonly Option[] {
  if (word === '') return options;
  const rank = (label: string) => (label.startsWith(word) ? 0 : label.includes(word) ? 1 : 2);
  const matching = options.filter((option) => rank(option.label.toLowerCase()) < 2);
  return byRank(matching, (option) => rank(option.label.toLowerCase()));
}

function optionsAfter(lead: string, scope: Schema, aggregates: boolean): readonly Option[] {
  if (/\bAS$/i.test(lead) && /\b(?:TRY_)?CAST\s*\(/i.test(lead)) return types.map(typeCompletion);
  if (lead.endsWith('::')) return types.map(typeCompletion);
  if (/\bIS(?:\s+NOT)?$/i.test(lead)) return ['NULL', ...(/\bIS$/i.test(lead) ? ['NOT NULL'] : []), 'TRUE', 'FALSE'].map(keyword);
  if (lead.endsWith('.')) return fieldsOf(lead, scope);
  if (needsValue(lead)) {
    const summed = aggregates && !lead.includes('(') ? aggregateInfos().map((info) => callCompletion(info, 'aggregate')) : [];
    return [...summed, ...scope.map(columnCompletion), ...callables(), ...['CASE', 'CAST', 'NOT', 'NULL', 'TRUE', 'FALSE'].map(keyword)];
  }
  const inCase = /\bCASE\b/i.test(lead) && !/\bEND\b/i.test(lead);
  const afterCall = aggregates && lead.endsWith(')') ? [filterCompletion, keyword('IGNORE NULLS')] : [];
  const words = ['AND', 'OR', 'IS', 'IN', 'BETWEEN', 'LIKE', 'RLIKE', 'NOT', 'DIV', ...(inCase ? ['WHEN', 'THEN', 'ELSE', 'END'] : [])];
  return [...afterCall, ...words.map(keyword)];
}

const filterCompletion: Option = {
  label: 'FILTER',
  kind: 'keyword',
  detail: 'FILTER (WHERE condition)',
  help: 'Only the rows for which the condition is TRUE are seen by the aggregate before it.',
  insert: 'FILTER (WHERE )',
  cursor: 'FILTER (WHERE '.length,
  type: null,
};

/** True when a value must follow: at the start, after an operator, a comma, a bracket or a keyword that asks for one. */
function needsValue(lead: string): boolean {
  if (lead === '') return true;
  if (/[-+*/%=<>!|&^~(,[]$/.test(lead)) return true;
  return /\b(?:AND|OR|NOT|IN|LIKE|ILIKE|RLIKE|BETWEEN|DIV|CASE|WHEN|THEN|ELSE|FROM|FOR|DISTINCT|WHERE)$/i.test(lead);
}

function fieldsOf(lead: string, scope: Schema): readonly Option[] {
  const path = /([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)\.$/.exec(lead)?.[1]?.toLowerCase().split('.') ?? [];
  let fields: Schema = scope;
  for (const name of path) {
    const field = fields.find((f) => f.name.toLowerCase() === name);
    if (field?.type.kind !== 'STRUCT') return [];
    fields = field.type.fields;
  }
  return fields.map(columnCompletion);
}

function columnCompletion(field: Schema[number]): Option {
  const insert = quotedIfNeeded(field.name);
  return { label: field.name, kind: 'column', detail: formatType(field.type), help: '', insert, cursor: insert.length, type: field.type };
}

function callCompletion(info: FunctionInfo, kind: 'function' | 'aggregate'): Option {
  const insert = `${info.name}()`;
  const takesNothing = info.signatures.every((signature) => signature.includes('()'));
  return {
    label: info.name,
    kind,
    detail: info.signatures[0] ?? '',
    help: info.help,
    insert,
    cursor: takesNothing ? insert.length : insert.length - 1,
    type: resultOfSignature(info.signatures[0] ?? ''),
  };
}

function callables(): readonly Option[] {
  return functionInfos()
    .filter((info) => info.callable)
    .map((info) => callCompletion(info, 'function'));
}

function keyword(word: string): Option {
  return { label: word, kind: 'keyword', detail: '', help: '', insert: word, cursor: word.length, type: null };
}

function typeCompletion(type: string): Option {
  return { label: type, kind: 'type', detail: '', help: '', insert: type, cursor: type.length, type: null };
}
