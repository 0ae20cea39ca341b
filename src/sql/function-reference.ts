// The function reference: every function and operator with its ways to call it, the rule in words, an example that a test runs, and
// where Spark does otherwise. Drawn and searched by the studio.
import type { PlainValue } from '../columns/build.ts';
import { type FunctionInfo, functionEntries } from './language-info.ts';

export interface FunctionReference {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly group: FunctionInfo['group'];
  /** With types in words: "abs(value number) -> number". */
  readonly signatures: readonly string[];
  /** The rule. */
  readonly help: string;
  readonly example: {
    /** An expression without columns, to try. */
    readonly text: string;
    /** Plain value as of columns/build.ts. */
    readonly expected: PlainValue;
    /** The same as people write it: 'b', [1, 2], NULL. */
    readonly expectedText: string;
  };
  /** Where this build answers otherwise than Spark 4; '' when nowhere. */
  readonly difference: string;
  /** Called by name; else an operator or a form of its own. */
  readonly callable: boolean;
}

/** All, by group and then as the library has them. */
export function functionReference(): readonly FunctionReference[] {
  return functionEntries().map(({ info, expected, difference }) => ({
    name: info.name,
    aliases: info.aliases,
    group: info.group,
    signatures: info.signatures,
    help: info.help,
    example: { text: info.example, expected, expectedText: plainText(expected) },
    difference,
    callable: info.callable,
  }));
}

/** A plain value as it is written: 'b', [1, 2], NULL. */
function plainText(value: PlainValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'object') return `[${value.map(plainText).join(', ')}]`;
  return typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
}
