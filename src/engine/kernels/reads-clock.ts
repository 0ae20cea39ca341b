import type { Term } from '../../sql/expression.ts';
import type { FunctionGroup } from '../../sql/functions/function-definition.ts';
import { functionNamed } from '../../sql/functions/library.ts';

/** Functions that answer the same at every time. Those of dates may ask what day it is: CAST('12:00' AS TIMESTAMP) is today. */
const TIMELESS: ReadonlySet<FunctionGroup> = new Set([
  'logic',
  'compare',
  'arithmetic',
  'math',
  'conditional',
  'string',
  'pattern',
  'array',
  'map',
  'struct',
  'hash',
  'binary',
]);

/** Whether the answer may depend on the time of the batch. False is certain. */
export function mayReadClock(term: Term): boolean {
  switch (term.kind) {
    case 'literal':
    case 'column':
      return false;
    case 'case':
      return mayReadClock(term.otherwise) || term.branches.some(({ when, then }) => mayReadClock(when) || mayReadClock(then));
    case 'call': {
      const group = functionNamed(term.name)?.group;
      const isTimeless = group !== undefined && (TIMELESS.has(group) || (group === 'cast' && isPlainCast(term)));
      return !isTimeless || term.args.some(mayReadClock);
    }
  }
}

const PLAIN: ReadonlySet<string> = new Set(['BOOLEAN', 'TINYINT', 'SMALLINT', 'INT', 'BIGINT', 'FLOAT', 'DOUBLE', 'DECIMAL', 'STRING']);

function isPlainCast({ type, args }: Term & { readonly kind: 'call' }): boolean {
  const from = args[0]?.type.kind ?? '';
  return PLAIN.has(type.kind) && PLAIN.has(from);
}
