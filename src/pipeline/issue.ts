// Turns what zod found into Problems with place, line, what was got and what would do.
import type { core } from 'zod/mini';
import type { Json } from '../problem/json.ts';
import { type Problem, problem } from '../problem/problem.ts';
import { type FindLine, shown } from './json-text.ts';

export interface DescribedIssue {
  readonly problem: Problem;
  /** The part to leave out so that the rest can be read. */
  readonly path: readonly PropertyKey[];
}

export function describeIssue(
  issue: core.$ZodIssue,
  under: readonly PropertyKey[],
  root: Json,
  find: FindLine,
  paramNames: readonly string[] = [],
): readonly DescribedIssue[] {
  const path = [...under, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(path, paramNames).join(', ') || 'none';
    return issue.keys.map((key) => {
      const { line, from, to } = find(path, key);
      return {
        problem: problem('pipeline/unknown-key', where(path, from, to), { key: shown(key), place: placeName(path), line, known }),
        path: [...path, key],
      };
    });
  }
  return [{ problem: describeValue(issue, path, root, find), path: removable(path) }];
}

function describeValue(issue: core.$ZodIssue, path: readonly PropertyKey[], root: Json, find: FindLine): Problem {
  const value = valueAt(root, path);
  const { line, from, to } = find(path);
  const at = where(path, from, to);
  const key = String(path.at(-1) ?? '');
  if (value === undefined) return problem('pipeline/missing-key', at, { key, place: placeName(path.slice(0, -1)), line });
  if (issue.code === 'invalid_key') {
    const place = find(path.slice(0, -1), key);
    return problem(
      'pipeline/operator-id',
      { from: place.from, to: place.to },
      { id: shown(key), place: placeName(path.slice(0, -1)), line: place.line },
    );
  }
  if (issue.code === 'invalid_format' && path[0] === 'edges') return problem('pipeline/edge-form', at, { got: shown(String(value)), line });
  return problem('pipeline/wrong-value', at, { place: placeName(path), line, got: describeGot(value), wants: wants(issue) });
}

function wants(issue: core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPE_WORDS[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.map((v) => JSON.stringify(v)).join(' or ');
    case 'too_big':
      if (issue.origin === 'array') return `a list of ${issue.maximum} numbers`;
      return issue.origin === 'string' ? `at most ${issue.maximum} characters` : `a number of at most ${issue.maximum}`;
    case 'too_small':
      if (issue.origin === 'array') return `a list of ${issue.minimum} numbers`;
      return issue.origin === 'string' ? 'a text that is not empty' : `a number of at least ${issue.minimum}`;
    default:
      return 'a value of another form';
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list of two numbers',
  object: 'an object',
  record: 'an object',
};

function describeGot(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  return shown(JSON.stringify(value));
}

/** "operators.lines-7f3a.params", "edges[2]"; the whole file is "the document". */
export function placeName(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the document';
  return path.reduce<string>(
    (name, step) => (typeof step === 'number' ? `${name}[${step}]` : `${name}${name === '' ? '' : '.'}${shown(String(step))}`),
    '',
  );
}

function where(path: readonly PropertyKey[], from: number, to: number): Problem['where'] {
  const [section, id, inBox, param] = path;
  if (section !== 'operators' || typeof id !== 'string') return { from, to };
  return inBox === 'params' && typeof param === 'string' ? { operator: id, param } : { operator: id };
}

function valueAt(root: Json, path: readonly PropertyKey[]): Json | undefined {
  let at: Json | undefined = root;
  for (const step of path) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, step)) return undefined;
    at = (at as { readonly [key: PropertyKey]: Json })[step];
  }
  return at;
}

/** An operator, an edge, a note, a position, a setting, a param: smaller parts make no sense alone. */
function removable(path: readonly PropertyKey[]): readonly PropertyKey[] {
  const [section, ...rest] = path;
  if (section === 'operators') return rest[1] === 'params' && rest.length > 2 ? path.slice(0, 4) : path.slice(0, 2);
  if (section === 'ui') return path.slice(0, 3);
  return path.slice(0, 2);
}

function knownKeys(path: readonly PropertyKey[], paramNames: readonly string[]): readonly string[] {
  switch (path[0]) {
    case undefined:
      return ['format', 'formatVersion', 'name', 'settings', 'operators', 'edges', 'ui'];
    case 'settings':
      return ['batchInterval', 'durability', 'timeZone', 'watermarkPolicy', 'downtime', 'checkpointInterval', 'backpressure'];
    case 'operators':
      return path.length === 2 ? ['type', 'name', 'disabled', 'params'] : paramNames;
    default:
      return path.length === 1 ? ['positions', 'notes'] : ['text', 'at', 'size'];
  }
}
