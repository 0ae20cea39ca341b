// The form of a document as zod definitions: the parser validates with them and the published JSON Schema is made from
// them. What an operator's params may be is not known here; the catalogue hands it in.
import * as z from 'zod/mini';

// A strict Content-Security-Policy has no place for code made from strings, which zod would otherwise try.
z.config({ jitless: true });

export const FORMAT = 'millrace';
export const FORMAT_VERSION = 1;

/** "constructor" is what every JavaScript object already has. */
export const OPERATOR_ID = /^(?!constructor$)[a-z][a-z0-9-]{0,79}$/;
const EDGE = /^([a-z][a-z0-9-]*)\.([a-z][a-z0-9-]*) -> ([a-z][a-z0-9-]*)\.([a-z][a-z0-9-]*)$/;

/** Far beyond any drawing, well inside what every canvas can compute with. */
export const MAX_COORDINATE = 1_000_000;

const name = z.string().check(z.maxLength(200));
const duration = z.string().check(z.minLength(1), z.maxLength(100));
const coordinate = z.number().check(z.gte(-MAX_COORDINATE), z.lte(MAX_COORDINATE));
const length = z.number().check(z.gte(1), z.lte(MAX_COORDINATE));
const operatorId = z.string().check(z.regex(OPERATOR_ID));

export const settingsSchema = z.strictObject({
  batchInterval: z.exactOptional(duration),
  durability: z.exactOptional(z.enum(['relaxed', 'strict'])),
  timeZone: z.exactOptional(z.string().check(z.minLength(1), z.maxLength(100))),
  watermarkPolicy: z.exactOptional(z.enum(['min', 'max'])),
  downtime: z.exactOptional(z.enum(['catch-up', 'skip'])),
  checkpointInterval: z.exactOptional(duration),
  backpressure: z.exactOptional(z.boolean()),
});

/** One operator. `type` and `params` tell apart what the catalogue knows; the parser takes any. */
export function boxSchema<T extends z.ZodMiniType<string>, P extends z.ZodMiniType>(type: T, params: P) {
  return z.strictObject({ type, name: z.exactOptional(name), disabled: z.exactOptional(z.boolean()), params });
}

export const anyBoxSchema = boxSchema(z.string().check(z.minLength(1), z.maxLength(100)), z.record(z.string(), z.unknown()));

export const noteSchema = z.strictObject({
  text: z.string().check(z.maxLength(10_000)),
  at: z.tuple([coordinate, coordinate]),
  size: z.tuple([length, length]),
});

const uiSchema = z.strictObject({
  positions: z.exactOptional(z.record(operatorId, z.tuple([coordinate, coordinate]))),
  notes: z.exactOptional(z.array(noteSchema)),
});

export function documentSchema<B extends z.ZodMiniType>(box: B) {
  return z.strictObject({
    format: z.literal(FORMAT),
    formatVersion: z.literal(FORMAT_VERSION),
    name,
    settings: z.exactOptional(settingsSchema),
    operators: z.record(operatorId, box),
    edges: z.array(z.string().check(z.regex(EDGE))),
    ui: z.exactOptional(uiSchema),
  });
}

/** The endpoints of "a.out -> b.in", or null when the text has another form. */
export function parseEdge(text: string) {
  const [, fromOperator, fromPort, toOperator, toPort] = EDGE.exec(text) ?? [];
  if (fromOperator === undefined || fromPort === undefined || toOperator === undefined || toPort === undefined) return null;
  return { from: { operator: fromOperator, port: fromPort }, to: { operator: toOperator, port: toPort } };
}

/** What the parser needs to know of an operator of the catalogue. */
export interface OperatorShape {
  /** Types of the params only: a draft may hold a number out of range, never a list where a text belongs. */
  readonly params: z.ZodMiniType;
  readonly paramNames: readonly string[];
  readonly inputs: ReadonlyMap<string, { readonly many: boolean }>;
  readonly outputs: ReadonlySet<string>;
}

export type KnownOperators = ReadonlyMap<string, OperatorShape>;
