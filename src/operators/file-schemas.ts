// What a document may hold for a file, its format and its columns. Made anew for each field, because a description is attached to it.
import * as z from 'zod/mini';

const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;

export function fileSchema(): z.ZodMiniType {
  return z.strictObject({
    name: z.string().check(z.minLength(1), z.maxLength(1000)),
    sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    bytes: z.int().check(z.gte(0)),
  });
}

export function fileFormatSchema(): z.ZodMiniType {
  const lines = { encoding: z.enum(encodings), skip: z.int().check(z.gte(0), z.lte(1_000_000)) };
  const character = z.string().check(z.maxLength(8));
  return z.union([
    z.strictObject({ kind: z.literal('text'), ...lines }),
    z.strictObject({
      kind: z.literal('csv'),
      ...lines,
      delimiter: character,
      quote: character,
      escape: character,
      trim: z.boolean(),
      fields: z.int().check(z.gte(1), z.lte(10_000)),
      nullWords: z.array(z.string().check(z.maxLength(200))).check(z.maxLength(1000)),
    }),
    z.strictObject({ kind: z.literal('json'), records: z.enum(['lines', 'values']), ...lines }),
    z.strictObject({
      kind: z.literal('log'),
      pattern: z.string().check(z.minLength(1), z.maxLength(10_000)),
      startYear: z.nullable(z.int().check(z.gte(1), z.lte(9999))),
      ...lines,
    }),
  ]);
}

export function parsedColumnsSchema(): z.ZodMiniType {
  const form = z.union([
    z.strictObject({ kind: z.literal('epoch'), unit: z.enum(['s', 'ms', 'us', 'ns']) }),
    z.strictObject({ kind: z.literal('pattern'), pattern: z.string().check(z.minLength(1), z.maxLength(200)) }),
    z.strictObject({ kind: z.literal('decimal-comma') }),
  ]);
  const column = z.strictObject({
    name: z.string().check(z.maxLength(200), z.regex(/^(?!\d+$)[^\n\r`]*[^\s`][^\n\r`]*$/)),
    type: z.string().check(z.minLength(1), z.maxLength(10_000)),
    from: z.union([z.int().check(z.gte(0)), z.string().check(z.maxLength(10_000))]),
    form: z.exactOptional(form),
  });
  return z.array(column).check(z.maxLength(1000));
}
