// What an editor needs to know of the language: functions with signature, help and example, keywords, and what can be
// written at a place of a text.
import { formatType, type Schema } from '../columns/data-type.ts';
import { aggregateHelp } from './aggregate.ts';
import type { FunctionDefinition, FunctionGroup } from './functions/function-definition.ts';
import { library } from './functions/library.ts';

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
]);

/** "abs(value number) -> number": type variables in words. */
function readable(signature: string): string {
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

let infos: readonly FunctionInfo[] | null = null;

/** All functions and operators, by group and then as the library has them. */
export function functionInfos(): readonly FunctionInfo[] {
  infos ??= [...library.map(infoOf), caseInfo];
  return infos;
}

export function aggregateInfos(): readonly FunctionInfo[] {
  return aggregateHelp.map(({ name, signature, help, example }) => ({
    name,
    aliases: name === 'avg' ? ['mean'] : [],
    group: 'aggregate',
    signatures: [readable(signature)],
    help,
    example,
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

const types = ['BOOLEAN', 'INT', 'BIGINT', 'DOUBLE', 'STRING', 'DATE', 'TIMESTAMP', 'ARRAY<STRING>'];

/** What can be written at `offset`, best first; null inside quoted text and comments. `aggregates`: the field takes an aggregate call. */
export function completionsAt(text: string, offset: number, scope: Schema, aggregates = false): Completions | null {
  const before = text.slice(0, offset);
  if (inQuotes(before)) return null;
  const from = offset - (/[A-Za-z0-9_]*$/.exec(before)?.[0].length ?? 0);
  const lead = before.slice(0, from).trimEnd();
  const options = optionsAfter(lead, scope, aggregates);
  const word = before.slice(from).toLowerCase();
  return { from, options: ranked(options, word) };
}

function ranked(options: readonly Completion[], word: string): readonly Completion[] {
  if (word === '') return options;
  const rank = (label: string) => (label.startsWith(word) ? 0 : label.includes(word) ? 1 : 2);
  return options
    .map((option) => ({ option, rank: rank(option.label.toLowerCase()) }))
    .filter((ranking) => ranking.rank < 2)
    .sort((a, b) => a.rank - b.rank)
    .map((ranking) => ranking.option);
}

function optionsAfter(lead: string, scope: Schema, aggregates: boolean): readonly Completion[] {
  if (/\bAS$/i.test(lead) && /\b(?:TRY_)?CAST\s*\(/i.test(lead)) return types.map(typeCompletion);
  if (/\bIS(?:\s+NOT)?$/i.test(lead)) return ['NULL', ...(/\bIS$/i.test(lead) ? ['NOT NULL'] : []), 'TRUE', 'FALSE'].map(keyword);
  if (lead.endsWith('.')) return fieldsOf(lead, scope);
  if (needsValue(lead)) {
    const summed = aggregates && !lead.includes('(') ? aggregateInfos().map((info) => callCompletion(info, 'aggregate')) : [];
    return [...summed, ...scope.map(columnCompletion), ...callables(), ...['CASE', 'CAST', 'NOT', 'NULL', 'TRUE', 'FALSE'].map(keyword)];
  }
  const inCase = /\bCASE\b/i.test(lead) && !/\bEND\b/i.test(lead);
  return [...['AND', 'OR', 'IS', 'IN', 'BETWEEN', 'LIKE', 'RLIKE', 'NOT', 'DIV'], ...(inCase ? ['WHEN', 'THEN', 'ELSE', 'END'] : [])].map(keyword);
}

/** True when a value must follow: at the start, after an operator, a comma, a bracket or a keyword that asks for one. */
function needsValue(lead: string): boolean {
  if (lead === '') return true;
  if (/[-+*/%=<>!|&^~(,[]$/.test(lead)) return true;
  return /\b(?:AND|OR|NOT|IN|LIKE|ILIKE|RLIKE|BETWEEN|DIV|CASE|WHEN|THEN|ELSE|FROM|FOR|DISTINCT|WHERE)$/i.test(lead);
}

/** Whether the end of `before` lies in a text literal, a quoted name or a comment. */
function inQuotes(before: string): boolean {
  const token = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"|`[^`]*`|--[^\r\n]*[\r\n]|\/\*[\s\S]*?\*\/|[^'"`]/y;
  for (let at = 0; at < before.length; at = token.lastIndex) {
    token.lastIndex = at;
    const rest = before.slice(at, at + 2);
    const match = token.exec(before);
    if (match === null) return true;
    if ((rest === '--' || rest === '/*') && match[0].length === 1) return true;
  }
  return false;
}

function fieldsOf(lead: string, scope: Schema): readonly Completion[] {
  const path = /([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)\.$/.exec(lead)?.[1]?.toLowerCase().split('.') ?? [];
  let fields: Schema = scope;
  for (const name of path) {
    const field = fields.find((f) => f.name.toLowerCase() === name);
    if (field?.type.kind !== 'STRUCT') return [];
    fields = field.type.fields;
  }
  return fields.map(columnCompletion);
}

function columnCompletion(field: Schema[number]): Completion {
  const insert = /^[A-Za-z_]\w*$/.test(field.name) ? field.name : `\`${field.name.replaceAll('`', '``')}\``;
  return { label: field.name, kind: 'column', detail: formatType(field.type), help: '', insert, cursor: insert.length };
}

function callCompletion(info: FunctionInfo, kind: 'function' | 'aggregate'): Completion {
  const insert = `${info.name}()`;
  const takesNothing = info.signatures.every((signature) => signature.includes('()'));
  return {
    label: info.name,
    kind,
    detail: info.signatures[0] ?? '',
    help: info.help,
    insert,
    cursor: takesNothing ? insert.length : insert.length - 1,
  };
}

function callables(): readonly Completion[] {
  return functionInfos()
    .filter((info) => info.callable)
    .map((info) => callCompletion(info, 'function'));
}

function keyword(word: string): Completion {
  return { label: word, kind: 'keyword', detail: '', help: '', insert: word, cursor: word.length };
}

function typeCompletion(type: string): Completion {
  return { label: type, kind: 'type', detail: '', help: '', insert: type, cursor: type.length };
}
