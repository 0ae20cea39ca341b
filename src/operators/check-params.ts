// Whether an operator's params hold: the defaults filled in, or Problems that name the field as the form names it.
import type * as z from 'zod/mini';
import type { Json } from '../problem/json.ts';
import { fail, ok, type Problem, problem, type Result } from '../problem/problem.ts';
import type { OperatorDefinition, ParamField } from './operator-definition.ts';
import { valuesOf } from './params-schema.ts';

type Params = { readonly [name: string]: Json };

const schemas = new WeakMap<OperatorDefinition, z.ZodMiniType>();

/** What held before, by the params as they came: those of a document are never changed in place. */
const held = new WeakMap<Params, { readonly definition: OperatorDefinition; readonly filled: Params }>();

export function checkParams(definition: OperatorDefinition, operatorId: string, label: string, params: Params): Result<Params> {
  const before = held.get(params);
  if (before?.definition === definition) return ok(before.filled);
  const filled = withDefaults(definition, params);
  const schema = schemas.get(definition) ?? valuesOf(definition);
  schemas.set(definition, schema);
  const checked = schema.safeParse(filled);
  if (checked.success) {
    held.set(params, { definition, filled });
    return ok(filled);
  }
  return fail(...checked.error.issues.flatMap((issue) => problemsOf(issue, definition, operatorId, label, filled)));
}

/** The params of a new operator, in the order of its form. Fields the user must set are left out. */
export function defaultParams(definition: OperatorDefinition): Params {
  return withDefaults(definition, {});
}

function withDefaults(definition: OperatorDefinition, params: Params): Params {
  const filled: { [name: string]: Json } = { ...params };
  for (const { name, default: value } of definition.fields) if (value !== undefined && !Object.hasOwn(filled, name)) filled[name] = value;
  return filled;
}

function problemsOf(issue: z.core.$ZodIssue, definition: OperatorDefinition, operator: string, label: string, params: Params): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = definition.fields.map((field) => field.name).join(', ') || 'none';
    return issue.keys.map((key) => problem('params/unknown', { operator, param: key }, { label, param: key, known }));
  }
  const field = definition.fields.find((f) => f.name === issue.path[0]);
  if (field === undefined) return [problem('params/unknown', { operator }, { label, param: String(issue.path[0] ?? ''), known: '' })];
  const entry = issue.path[1];
  const where = { operator, param: field.name, ...(typeof entry === 'string' ? { column: entry } : {}) };
  const value = Object.hasOwn(params, field.name) ? params[field.name] : undefined;
  if (value === undefined || value === '') return [problem('params/missing', where, { label, field: field.label })];
  if (issue.code === 'invalid_key') return [problem('params/column-name', where, { label, field: field.label, name: String(entry) })];
  if (field.kind === 'name') return [problem('params/column-name', where, { label, field: field.label, name: String(value) })];
  const named =
    field.kind === 'keys' || field.kind === 'order' || field.kind === 'expressions' || field.kind === 'aggregates' || field.kind === 'types';
  if (entry !== undefined && named) return [problem('params/empty-entry', where, { label, field: field.label, entry: entryName(entry) })];
  return [problem('params/value', where, { label, field: field.label, got: JSON.stringify(value).slice(0, 60), wants: wantsOf(field) })];
}

function entryName(entry: PropertyKey): string {
  return typeof entry === 'number' ? String(entry + 1) : String(entry);
}

function wantsOf(field: ParamField): string {
  switch (field.kind) {
    case 'integer':
    case 'rate':
      return `a whole number from ${field.min.toLocaleString('en-US')} to ${field.max.toLocaleString('en-US')}`;
    case 'choice':
      return field.options.map((option) => JSON.stringify(option.value)).join(' or ');
    case 'keys':
      return 'a list of column names or expressions';
    case 'expressions':
    case 'aggregates':
      return 'new column names with an expression each';
    case 'types':
      return 'names with a type each';
    case 'order':
      return 'a list of expressions to order by';
    case 'lines':
      return 'a text of at most a million letters';
    case 'file':
      return 'a file with its name, its SHA-256 and its size';
    case 'file-format':
      return 'a format: csv, json, log or text, with all that belongs to it';
    case 'parsed-columns':
      return 'a list of columns, each with name, type and where it is read from';
    default:
      return 'a text that is not empty';
  }
}
