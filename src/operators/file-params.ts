// The params of a file source and the values they stand for. Read back leniently: a draft that does not hold gives null or nothing.
import { formatType } from '../columns/data-type.ts';
import type { FileFormat } from '../formats/file-format.ts';
import type { FileReference, ParsedColumn, ValueForm } from '../formats/record-format.ts';
import type { Json } from '../problem/json.ts';
import { fail, ok, type Problem, type Result } from '../problem/problem.ts';
import { parseType } from '../sql/parse-type.ts';
import { fileFormatSchema, fileSchema, parsedColumnsSchema } from './file-schemas.ts';

type Params = { readonly [name: string]: Json };

const file = fileSchema();
const format = fileFormatSchema();
const columns = parsedColumnsSchema();

interface ColumnParam {
  readonly name: string;
  readonly type: string;
  readonly from: number | string;
  readonly form?: Exclude<ValueForm, { readonly kind: 'cast' }>;
}

/** The file a source names; null while none is chosen. */
export function fileOf(params: Params): FileReference | null {
  const parsed = file.safeParse(params['file']);
  return parsed.success ? (parsed.data as FileReference) : null;
}

export function fileFormatParam(params: Params): FileFormat | null {
  const parsed = format.safeParse(params['format']);
  return parsed.success ? (parsed.data as FileFormat) : null;
}

/** The columns with their types. Problems point at the column. */
export function parsedColumnsOf(params: Params, operator: string): Result<readonly ParsedColumn[]> {
  const parsed = columns.safeParse(params['columns']);
  const found: ParsedColumn[] = [];
  const problems: Problem[] = [];
  for (const { name, type: text, from, form } of parsed.success ? (parsed.data as readonly ColumnParam[]) : []) {
    const type = parseType(text);
    if (type.ok) found.push({ name, type: type.value, from, form: form ?? { kind: 'cast' } });
    else problems.push(...type.problems.map((p): Problem => ({ ...p, where: { ...p.where, operator, param: 'columns', column: name } })));
  }
  return problems.length === 0 ? ok(found) : fail(...problems);
}

/** Columns as a document holds them. */
export function columnParams(parsed: readonly ParsedColumn[]): Json {
  return parsed.map(({ name, type, from, form }): Json => {
    const plain = { name, type: formatType(type), from };
    return form.kind === 'cast' ? plain : { ...plain, form: { ...form } };
  });
}

export function fileParam({ name, sha256, bytes }: FileReference): Json {
  return { name, sha256, bytes };
}

export function fileFormatJson(value: FileFormat): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
