// Arguments that are bytes: a BINARY, or a STRING for its UTF-8. Both are slices of bytes in their columns, so nothing is cast.
import type { Column, StringColumn } from '../../columns/column.ts';
import { BINARY, type DataType, formatType, STRING } from '../../columns/data-type.ts';
import { fitOf } from '../coercion.ts';
import type { Term } from '../expression.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { buildText } from './text-bytes.ts';

export function bytesOf(column: Column | undefined): StringColumn {
  if (column?.kind !== 'string') throw new Error(`Not a STRING or BINARY column: ${column === undefined ? 'none' : formatType(column.type)}`);
  return column;
}

/** The kernel of a function from bytes to a text of them: `print` is given the slice bytes[from, to). */
export function printsBytes(print: (bytes: Uint8Array, from: number, to: number) => string): FunctionDefinition['kernel'] {
  return {
    kind: 'strict',
    make:
      () =>
      ([value], frame) => {
        const { bytes, starts, ends } = bytesOf(value);
        return buildText(frame, (row) => print(bytes, starts[row] as number, ends[row] as number));
      },
  };
}

/** As takesBytes, but numbers, dates and the like become text first. */
export function takesBytesOrText(result: DataType): NonNullable<FunctionDefinition['typed']> {
  const direct = takesBytes(result);
  return (args) => direct(args) ?? (args.length === 1 && fitOf(args[0]?.type ?? result, STRING) !== 'none' ? { params: [STRING], result } : null);
}

/** `typed` of a function whose first argument is bytes and whose others are of the given types; those at the end may be missing. */
export function takesBytes(result: DataType, others: readonly DataType[] = []): NonNullable<FunctionDefinition['typed']> {
  return (args) => {
    const bytes = bytesType(args[0]);
    if (bytes === null || args.length > others.length + 1) return null;
    const rest = args.slice(1).map((term, i) => (fitOf(term.type, others[i] ?? term.type) === 'none' ? null : (others[i] ?? term.type)));
    if (rest.includes(null)) return null;
    return { params: [bytes, ...rest.filter((type) => type !== null)], result };
  };
}

/** What the term is as bytes: itself, or BINARY for a bare NULL; null when it is neither text nor bytes. */
function bytesType(term: Term | undefined): DataType | null {
  if (term === undefined) return null;
  if (term.type.kind === 'STRING' || term.type.kind === 'BINARY') return term.type;
  return term.type.kind === 'VOID' ? BINARY : null;
}
