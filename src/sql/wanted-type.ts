// Which types suit the place where something is being written, so that what fits is offered first.
import { BOOLEAN, type DataType, DOUBLE, INT, isNumericType, type Schema, STRING } from '../columns/data-type.ts';
import { fitOf } from './coercion.ts';
import { functionNamed, signaturesOf } from './functions/library.ts';
import { parameterAt } from './functions/signature.ts';
import type { Place } from './language-place.ts';
import { typeOfText } from './type-of-text.ts';

/** 0: just what is wanted; 1: fits after a cast that nobody sees; 2: does not fit. */
export type Rank = 0 | 1 | 2;

/** How well a type suits; null when nothing is known of the place. `whole`: the type the whole expression should have. */
export function rankerAt(place: Place, scope: Schema, whole: DataType | null): ((type: DataType) => Rank) | null {
  const { lead, call } = place;
  if (/(?:\b(?:AND|OR|NOT|WHEN|WHERE)|!)$/i.test(lead)) return forType(BOOLEAN);
  if (/\b(?:LIKE|RLIKE|ILIKE)$|\|\|$/i.test(lead)) return forType(STRING);
  if (/(?:[-+*/%]|\bDIV)$/i.test(lead)) return forNumbers;
  const compared = /^([\s\S]*?)(?:<=>|<>|!=|<=|>=|==|=|<|>|\bBETWEEN|\bIN\s*\()$/i.exec(lead);
  if (compared !== null) {
    const left = (compared[1] ?? '').split(/\b(?:AND|OR|NOT|WHEN|CASE|THEN|ELSE)\b/i).at(-1) ?? '';
    const type = typeOfText(left, scope);
    return type === null ? null : forType(type);
  }
  if (lead !== '') return null;
  if (call !== null) return forArgument(call.name, call.argument);
  return whole === null ? null : forType(whole);
}

function forType(wanted: DataType): (type: DataType) => Rank {
  return (type) => {
    const fit = fitOf(type, wanted);
    return fit === 'same' || fit === 'wider' ? 0 : fit === 'cast' ? 1 : 2;
  };
}

function forNumbers(type: DataType): Rank {
  return isNumericType(type) ? 0 : type.kind === 'STRING' ? 1 : 2;
}

function forArgument(name: string, argument: number): ((type: DataType) => Rank) | null {
  const definition = functionNamed(name);
  if (definition === undefined) return /^(?:sum|avg|mean|stddev\w*|var\w*)$/i.test(name) ? forNumbers : null;
  const ranks = signaturesOf(definition).flatMap((signature) => {
    const parameter = argument < signature.parameters.length || signature.variadic ? parameterAt(signature, argument) : undefined;
    const pattern = parameter?.pattern;
    if (pattern === undefined) return [];
    if (pattern.kind === 'type') return [forType(pattern.type)];
    if (pattern.kind === 'array') return [(type: DataType): Rank => (type.kind === 'ARRAY' ? 0 : 2)];
    if (pattern.kind === 'map') return [(type: DataType): Rank => (type.kind === 'MAP' ? 0 : 2)];
    return pattern.name === 'N' ? [forNumbers] : [];
  });
  if (ranks.length === 0) return null;
  return (type) => Math.min(...ranks.map((rank) => rank(type))) as Rank;
}

const stand: ReadonlyMap<string, DataType> = new Map([
  ['N', DOUBLE],
  ['number', DOUBLE],
]);

/** The type a call gives, as far as its first signature says; null when it follows from the arguments. */
export function resultOfSignature(signature: string): DataType | null {
  const result = signature.slice(signature.lastIndexOf(' -> ') + 4);
  const known = stand.get(result);
  if (known !== undefined) return known;
  return simple.get(result) ?? null;
}

const simple: ReadonlyMap<string, DataType> = new Map(
  (['BOOLEAN', 'INT', 'BIGINT', 'DOUBLE', 'STRING', 'DATE', 'TIMESTAMP', 'BINARY'] as const).map((kind) => [kind, kind === 'INT' ? INT : { kind }]),
);
