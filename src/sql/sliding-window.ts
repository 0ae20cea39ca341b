// An expression with a window that slides gives several rows a row, one for each window its time lies in. As Spark does, the window
// is taken out and becomes a column: the time it is of, its shape, and the rest of the expression over that column.
import type { Schema } from '../columns/data-type.ts';
import { ok, type Result } from '../problem/problem.ts';
import type { Ast } from './ast.ts';
import { checkExpression } from './check.ts';
import type { Expression, Literal, Span } from './expression.ts';
import { WINDOW, type WindowShape, windowShape } from './functions/window.ts';
import { parseExpression } from './parse.ts';

export interface SlidingWindow {
  /** What the windows are of, over the scope. A row without a time gives no row. */
  readonly time: Expression;
  readonly shape: WindowShape;
  /** Over the scope and, last, the column of the window. */
  readonly rest: Expression;
}

/** Not a name that an expression could use. */
export const WINDOW_COLUMN = '#window';

/** The sliding window in `text`; null when there is none, or the text does not parse: checkExpression says why. Problems carry offsets. */
export function checkSlidingWindow(text: string, scope: Schema): Result<SlidingWindow> | null {
  const parsed = parseExpression(text);
  const call = parsed.ok ? slidingCall(parsed.value) : null;
  if (call === null) return null;
  const [timeAst, ...lengths] = call.args as [Ast, ...Ast[]];
  const shape = windowShape(
    lengths.map(literalOf),
    lengths.map(({ span }) => span),
    call.span,
  );
  if ('code' in shape || shape.slide >= shape.size) return null;
  const cut = ({ from, to }: Span) => text.slice(from, to);
  const time = checkExpression(`timestamp(${cut(timeAst.span)})`, scope);
  const rest = checkExpression(`${text.slice(0, call.span.from)}\`${WINDOW_COLUMN}\`${text.slice(call.span.to)}`, [
    ...scope,
    { name: WINDOW_COLUMN, type: WINDOW },
  ]);
  if (!time.ok) return time;
  return rest.ok ? ok({ time: time.value, shape, rest: rest.value }) : rest;
}

type Call = Ast & { readonly kind: 'call' };

/** The first call of window with a slide. */
function slidingCall(node: unknown): Call | null {
  if (Array.isArray(node)) {
    for (const child of node) {
      const found = slidingCall(child);
      if (found !== null) return found;
    }
    return null;
  }
  if (typeof node !== 'object' || node === null) return null;
  const ast = node as Ast;
  if (ast.kind === 'call' && ast.name.toLowerCase() === 'window' && ast.args.length >= 3) return ast;
  return slidingCall(Object.values(node));
}

function literalOf(ast: Ast): Literal | null {
  if (ast.kind === 'string') return { kind: 'string', value: ast.value };
  return ast.kind === 'number' && /^-?\d+$/.test(ast.text) ? { kind: 'number', value: Number(ast.text) } : null;
}
