// Reads signature texts and chooses the overload that arguments fit.
import { type DataType, DOUBLE, sameType, VOID } from '../../columns/data-type.ts';
import { arithmeticType, commonType, commonTypeOf, comparedType, type Fit, fitOf, tightFloatType, tightType, widerType } from '../coercion.ts';
import { parseType } from '../parse-type.ts';

/** A parameter's type before the call is known. */
type Pattern =
  | { readonly kind: 'type'; readonly type: DataType }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'array'; readonly element: Pattern }
  | { readonly kind: 'map'; readonly key: Pattern; readonly value: Pattern };

interface Parameter {
  readonly name: string;
  readonly pattern: Pattern;
}

export interface Signature {
  readonly text: string;
  readonly parameters: readonly Parameter[];
  /** The last parameter may repeat. */
  readonly variadic: boolean;
  readonly result: Pattern;
}

const form = /^[^(]*\((.*)\) -> (.+)$/;

/** @throws Error when the text is not a signature: a bug in the library, found by its test. */
export function parseSignature(text: string): Signature {
  const match = form.exec(text);
  if (match === null) throw new Error(`Not a signature: ${text}`);
  const list = (match[1] as string).trim();
  const parts = list === '' ? [] : splitTopLevel(list);
  const variadic = list.endsWith('...');
  const parameters = parts.map((part) => {
    const [name = '', ...type] = part
      .trim()
      .replace(/\.\.\.$/, '')
      .split(' ');
    return { name, pattern: parsePattern(type.join(' ')) };
  });
  return { text, parameters, variadic, result: parsePattern(match[2] as string) };
}

function splitTopLevel(list: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < list.length; i++) {
    const c = list[i];
    if (c === '<' || c === '(') depth++;
    if (c === '>' || c === ')') depth--;
    if (c === ',' && depth === 0) {
      parts.push(list.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(list.slice(start));
  return parts;
}

/** "ARRAY<T>", "MAP<K, V>" and nests of them; anything else is a type. */
function parsePattern(text: string): Pattern {
  if (/^[A-Z]$/.test(text)) return { kind: 'variable', name: text };
  // A type without variables stays whole.
  const nested = /\b[A-Z]\b/.test(text) ? /^(ARRAY|MAP)<(.*)>$/.exec(text) : null;
  if (nested?.[1] === 'ARRAY') return { kind: 'array', element: parsePattern(nested[2] as string) };
  if (nested?.[1] === 'MAP') {
    const [key = '', value = ''] = splitTopLevel(nested[2] as string).map((part) => part.trim());
    return { kind: 'map', key: parsePattern(key), value: parsePattern(value) };
  }
  const type = parseType(text);
  if (!type.ok) throw new Error(`Not a type in a signature: ${text}`);
  return { kind: 'type', type: type.value };
}

export interface Overload {
  /** One type an argument: what it is cast to. */
  readonly params: readonly DataType[];
  readonly result: DataType;
}

export function takes(signature: Signature, count: number): boolean {
  return signature.variadic ? count >= signature.parameters.length : count === signature.parameters.length;
}

const order: readonly Fit[] = ['same', 'wider', 'cast'];

/** The first signature that fits best, or null when none does. */
export function chooseOverload(signatures: readonly Signature[], argTypes: readonly DataType[]): Overload | null {
  for (const worst of order) {
    for (const signature of signatures) {
      const overload = takes(signature, argTypes.length) ? bind(signature, argTypes, worst) : null;
      if (overload !== null) return overload;
    }
  }
  return null;
}

/** The parameter for the i-th argument. */
export function parameterAt(signature: Signature, i: number): Parameter | undefined {
  return signature.parameters[Math.min(i, signature.parameters.length - 1)];
}

function bind(signature: Signature, argTypes: readonly DataType[], worst: Fit): Overload | null {
  const variables = new Map<string, DataType[]>();
  for (const [i, type] of argTypes.entries()) collect(parameterAt(signature, i)?.pattern, type, variables);
  const bound = new Map<string, DataType>();
  for (const [name, types] of variables) {
    const type = unify(name, types);
    if (type === null) return null;
    bound.set(name, type);
  }
  const params: DataType[] = [];
  for (const [i, type] of argTypes.entries()) {
    const pattern = parameterAt(signature, i)?.pattern;
    if (pattern === undefined) return null;
    const param = substitute(pattern, bound);
    if (pattern.kind !== 'type') {
      // Types that were unified fit by the rule of their variable; an array takes no scalar.
      if (!hasShape(type, pattern)) return null;
      if (pattern.kind === 'variable' && worst === 'same' && !sameType(type, param)) return null;
    } else if (order.indexOf(fitOf(type, param)) === -1 || order.indexOf(fitOf(type, param)) > order.indexOf(worst)) {
      return null;
    }
    params.push(param);
  }
  return { params, result: substitute(signature.result, bound) };
}

/** Arrays stand where arrays are wanted, maps where maps are; a bare NULL anywhere. */
function hasShape(type: DataType, pattern: Pattern): boolean {
  if (type.kind === 'VOID' || pattern.kind === 'variable') return true;
  if (pattern.kind === 'type') return fitOf(type, pattern.type) !== 'none';
  if (pattern.kind === 'array') return type.kind === 'ARRAY' && hasShape(type.element, pattern.element);
  return type.kind === 'MAP' && hasShape(type.key, pattern.key) && hasShape(type.value, pattern.value);
}

function collect(pattern: Pattern | undefined, type: DataType, variables: Map<string, DataType[]>): void {
  if (pattern === undefined || pattern.kind === 'type') return;
  if (pattern.kind === 'array') {
    collect(pattern.element, type.kind === 'ARRAY' ? type.element : VOID, variables);
    return;
  }
  if (pattern.kind === 'map') {
    collect(pattern.key, type.kind === 'MAP' ? type.key : VOID, variables);
    collect(pattern.value, type.kind === 'MAP' ? type.value : VOID, variables);
    return;
  }
  variables.set(pattern.name, [...(variables.get(pattern.name) ?? []), type]);
}

/** How the types of a variable meet; of any other letter as commonType says. */
const meets: Readonly<Record<string, typeof commonType>> = { S: widerType, Q: comparedType, E: tightType, F: tightFloatType };

function unify(variable: string, types: readonly DataType[]): DataType | null {
  if (variable === 'N') return arithmeticType(types);
  return commonTypeOf(types, meets[variable] ?? commonType);
}

function substitute(pattern: Pattern, bound: ReadonlyMap<string, DataType>): DataType {
  switch (pattern.kind) {
    case 'type':
      return pattern.type;
    case 'variable':
      return bound.get(pattern.name) ?? DOUBLE;
    case 'array':
      return { kind: 'ARRAY', element: substitute(pattern.element, bound) };
    case 'map':
      return { kind: 'MAP', key: substitute(pattern.key, bound), value: substitute(pattern.value, bound) };
  }
}
