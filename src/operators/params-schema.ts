// Zod schemas of an operator's params, derived from its fields. `typesOf` is what a draft must hold (a number may be out of
// range while it is typed); `valuesOf` is what a run needs, and what the published JSON Schema says.
import * as z from 'zod/mini';
import type { OperatorShape } from '../pipeline/schema.ts';
import { fileFormatSchema, fileSchema, parsedColumnsSchema } from './file-schemas.ts';
import type { OperatorDefinition, ParamField } from './operator-definition.ts';

const anyText = z.string().check(z.maxLength(100_000));

/** Rows in a document: up to a megabyte of text. */
const longText = () => z.string().check(z.maxLength(1_000_000));

// Made anew for each field, because the description of the field is attached to it.
const filledTextSchema = () => z.string().check(z.maxLength(100_000), z.regex(/\S/));
/** A column name. One of digits only would lose its place in the order of a JSON object. */
const nameSchema = () => z.string().check(z.maxLength(200), z.regex(/^(?!\d+$)[^\n\r`]*[^\s`][^\n\r`]*$/));

export function typesOf(definition: OperatorDefinition): z.ZodMiniType {
  return z.strictObject(Object.fromEntries(definition.fields.map((field) => [field.name, z.exactOptional(draftSchema(field))])));
}

export function valuesOf(definition: OperatorDefinition): z.ZodMiniType {
  const entries = definition.fields.map((field) => {
    const value = runSchema(field);
    z.globalRegistry.add(value, { description: field.help, ...(field.default === undefined ? {} : { default: field.default }) });
    return [field.name, isRequired(field) ? value : z.exactOptional(value)] as const;
  });
  return z.strictObject(Object.fromEntries(entries));
}

/** A field without a default must be set, unless it is optional. */
export function isRequired(field: ParamField): boolean {
  return field.optional !== true && field.default === undefined;
}

export function shapeOf(definition: OperatorDefinition): OperatorShape {
  return {
    params: typesOf(definition),
    paramNames: definition.fields.map((field) => field.name),
    inputs: new Map(definition.inputs.map((port) => [port.id, { many: port.many === true }])),
    outputs: new Set(definition.outputs.map((port) => port.id)),
  };
}

function draftSchema(field: ParamField): z.ZodMiniType {
  switch (field.kind) {
    case 'integer':
    case 'rate':
      return z.number();
    case 'keys':
    case 'order':
      return z.array(anyText);
    case 'expressions':
    case 'aggregates':
    case 'types':
      return z.record(z.string(), anyText);
    case 'lines':
      return longText();
    case 'file':
      return fileSchema();
    case 'file-format':
      return fileFormatSchema();
    case 'parsed-columns':
      return parsedColumnsSchema();
    default:
      return anyText;
  }
}

function runSchema(field: ParamField): z.ZodMiniType {
  switch (field.kind) {
    case 'integer':
    case 'rate':
      return z.int().check(z.gte(field.min), z.lte(field.max));
    case 'choice':
      return z.enum(field.options.map((option) => option.value));
    case 'name':
      return nameSchema();
    case 'keys':
    case 'order':
      return z.array(filledTextSchema());
    case 'expressions':
    case 'aggregates':
    case 'types':
      return z.record(nameSchema(), filledTextSchema());
    case 'lines':
      return longText();
    case 'file':
      return fileSchema();
    case 'file-format':
      return fileFormatSchema();
    case 'parsed-columns':
      return parsedColumnsSchema();
    default:
      return filledTextSchema();
  }
}
