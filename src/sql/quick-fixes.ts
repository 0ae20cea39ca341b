// Changes that would mend a problem of an expression: the name that was meant, a missing cast, quotes or backticks. Each fix is tried
// first and offered only when fewer problems are left.
import { type DataType, fieldIndex, formatType, isNumericType, quotedIfNeeded, type Schema, STRING } from '../columns/data-type.ts';
import type { Problem } from '../problem/problem.ts';
import type { Ast } from './ast.ts';
import { checkAggregate, checkExpression } from './check.ts';
import { canCast, fitOf } from './coercion.ts';
import { childrenOf } from './expression-hover.ts';
import { functionNamed, signaturesOf } from './functions/library.ts';
import { parameterAt, takes } from './functions/signature.ts';
import { parseExpression } from './parse.ts';
import { typeOfText } from './type-of-text.ts';

export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

export interface QuickFix {
  /** "Change to length", "Cast n to STRING". */
  readonly title: string;
  /** In the order of the text, not overlapping. */
  readonly changes: readonly TextChange[];
}

/** The fixes of one problem of `text`, best first. `aggregates`: the text is an aggregate call. */
export function quickFixes(found: Problem, text: string, scope: Schema, aggregates = false): readonly QuickFix[] {
  const from = found.where.from ?? 0;
  const to = found.where.to ?? text.length;
  const before = problemCount(text, scope, aggregates);
  const isRuntime = before === 0;
  return candidates(found, text, from, to, scope).filter((fix) => {
    const after = problemCount(applied(text, fix), scope, aggregates);
    return isRuntime ? after === 0 : after < before;
  });
}

/** The text with the fix made. */
export function applied(text: string, fix: QuickFix): string {
  return [...fix.changes].reverse().reduce((made, { from, to, insert }) => made.slice(0, from) + insert + made.slice(to), text);
}

function problemCount(text: string, scope: Schema, aggregates: boolean): number {
  const checked = aggregates ? checkAggregate(text, scope) : checkExpression(text, scope);
  // A text that does not parse tells of its first problem only; anything is better.
  return checked.ok ? 0 : checked.problems.some((p) => p.code === 'sql/syntax' || p.code === 'sql/unclosed') ? 1000 : checked.problems.length;
}

function candidates(found: Problem, text: string, from: number, to: number, scope: Schema): readonly QuickFix[] {
  const piece = text.slice(from, to);
  const replaced = (title: string, insert: string): QuickFix => ({ title, changes: [{ from, to, insert }] });
  const suggestion = String(found.params['suggestion'] ?? '');
  const meant = suggestion === '' ? [] : [replaced(`Change to ${suggestion}`, quotedIfNeeded(suggestion))];
  switch (found.code) {
    case 'sql/unknown-function':
    case 'sql/unknown-field':
      return meant;
    case 'sql/unknown-column':
      return [...meant, replaced('Make it a text', `'${piece.replaceAll("'", "''")}'`)];
    case 'sql/unknown-type':
      return suggestion === '' ? [] : [replaced(`Change to ${suggestion}`, suggestion)];
    case 'sql/unsupported-type':
      return [replaced(`Change to ${String(found.params['instead'])}`, String(found.params['instead']))];
    case 'sql/unclosed':
      return [
        {
          title: `Add ${String(found.params['quote'])} at the end`,
          changes: [{ from: text.length, to: text.length, insert: String(found.params['quote']) }],
        },
      ];
    case 'sql/foreign-letter':
      return backticks(text, from);
    case 'sql/not-a-struct':
      return dotted(text, to, scope);
    case 'sql/condition-type':
      return comparedWith(text, from, to, scope);
    case 'sql/argument-types':
      return castArguments(text, from, to, scope);
    case 'sql/operand-types':
    case 'sql/operand-type':
    case 'sql/branch-types':
      return castOperands(text, from, to, scope);
    case 'sql/cast-value':
      return [tryCast(piece, from, to, String(found.params['type'] ?? ''))];
    case 'sql/overflow':
      return tried(text, from, to);
    case 'sql/index':
      return got(text, from, to);
    case 'sql/divide-by-zero':
      return nullInstead(text, from, to);
    default:
      return [];
  }
}

/** The whole name around a letter that a bare name cannot have. */
function backticks(text: string, at: number): readonly QuickFix[] {
  const start = at - (/[\p{L}\p{N}_]*$/u.exec(text.slice(0, at))?.[0].length ?? 0);
  const end = at + (/^[\p{L}\p{N}_]*/u.exec(text.slice(at))?.[0].length ?? 0);
  return end === start
    ? []
    : [{ title: 'Put the name between backticks', changes: [{ from: start, to: end, insert: `\`${text.slice(start, end)}\`` }] }];
}

/** a.b is a column of that name. */
function dotted(text: string, end: number, scope: Schema): readonly QuickFix[] {
  const name = /[\w.]+$/.exec(text.slice(0, end))?.[0] ?? '';
  if (fieldIndex(scope, name) < 0) return [];
  return [{ title: 'Put the name between backticks', changes: [{ from: end - name.length, to: end, insert: `\`${name}\`` }] }];
}

function comparedWith(text: string, from: number, to: number, scope: Schema): readonly QuickFix[] {
  const type = typeOfText(text.slice(from, to), scope);
  if (type === null) return [];
  const test = isNumericType(type) ? ' <> 0' : type.kind === 'STRING' ? " <> ''" : ' IS NOT NULL';
  return [{ title: `Compare:${test}`, changes: [{ from: to, to, insert: test }] }];
}

function nodeAt(ast: Ast, from: number, to: number): Ast | null {
  if (ast.span.from === from && ast.span.to === to && childrenOf(ast).length > 0) return ast;
  for (const child of childrenOf(ast)) {
    const node = nodeAt(child, from, to);
    if (node !== null) return node;
  }
  return null;
}

function castOf(text: string, { span }: Ast, type: DataType): QuickFix {
  const piece = text.slice(span.from, span.to);
  const name = formatType(type);
  return {
    title: `Cast ${piece.length > 30 ? `${piece.slice(0, 27)}...` : piece} to ${name}`,
    changes: [
      { from: span.from, to: span.from, insert: 'CAST(' },
      { from: span.to, to: span.to, insert: ` AS ${name})` },
    ],
  };
}

/** A cast for each argument that does not fit its parameter. */
function castArguments(text: string, from: number, to: number, scope: Schema): readonly QuickFix[] {
  const parsed = parseExpression(text);
  const node = parsed.ok ? nodeAt(parsed.value, from, to) : null;
  if (node === null) return [];
  const args = childrenOf(node);
  const name = node.kind === 'call' ? node.name : node.kind === 'match' ? node.operator : '';
  const definition = functionNamed(name);
  if (definition === undefined) return castOperands(text, from, to, scope);
  const fixes = signaturesOf(definition).flatMap((signature) => {
    if (!takes(signature, args.length)) return [];
    const casts = args.flatMap((arg, i) => {
      const pattern = parameterAt(signature, i)?.pattern;
      const type = typeOfText(text.slice(arg.span.from, arg.span.to), scope);
      if (pattern?.kind !== 'type' || type === null || fitOf(type, pattern.type) !== 'none' || !canCast(type, pattern.type)) return [];
      return [castOf(text, arg, pattern.type)];
    });
    const [first] = casts;
    if (first === undefined) return [];
    return [{ title: casts.map((fix) => fix.title).join(', '), changes: casts.flatMap((fix) => fix.changes) }];
  });
  // Arguments that must have one type, whichever.
  return fixes.length > 0 ? fixes : castOperands(text, from, to, scope);
}

/** One side cast to the type of another, a text to a number, or anything to text. */
function castOperands(text: string, from: number, to: number, scope: Schema): readonly QuickFix[] {
  const parsed = parseExpression(text);
  const node = parsed.ok ? (nodeAt(parsed.value, from, to) ?? parentOf(parsed.value, from, to)) : null;
  if (node === null) return [];
  const sides = childrenOf(node).map((side) => ({ side, type: typeOfText(text.slice(side.span.from, side.span.to), scope) }));
  const fixes: QuickFix[] = [];
  for (const { side, type } of sides) {
    const others = sides.filter((other) => other.side !== side).flatMap((other) => (other.type === null ? [] : [other.type]));
    const wanted = [...others, ...(node.kind === 'arithmetic' || node.kind === 'unary' ? [{ kind: 'DOUBLE' } as const] : []), STRING];
    for (const target of wanted) if (type !== null && fitOf(type, target) !== 'same' && canCast(type, target)) fixes.push(castOf(text, side, target));
  }
  return fixes.filter((fix, i) => fixes.findIndex((other) => other.title === fix.title) === i).slice(0, 4);
}

function parentOf(ast: Ast, from: number, to: number): Ast | null {
  for (const child of childrenOf(ast)) {
    if (child.span.from === from && child.span.to === to) return ast;
    const found = parentOf(child, from, to);
    if (found !== null) return found;
  }
  return null;
}

/** The CAST that is written, or one around what is cast without a word. */
function tryCast(piece: string, from: number, to: number, type: string): QuickFix {
  const title = 'Use TRY_CAST, which gives NULL';
  if (/^cast\s*\(/i.test(piece)) return { title, changes: [{ from, to: from + 4, insert: 'TRY_CAST' }] };
  return {
    title,
    changes: [
      { from, to: from, insert: 'TRY_CAST(' },
      { from: to, to, insert: ` AS ${type})` },
    ],
  };
}

const attempts: Readonly<Partial<Record<string, string>>> = { '+': 'try_add', '-': 'try_subtract', '*': 'try_multiply' };

/** a + b as try_add(a, b). */
function tried(text: string, from: number, to: number): readonly QuickFix[] {
  const parsed = parseExpression(text);
  const node = parsed.ok ? nodeAt(parsed.value, from, to) : null;
  const name = node?.kind === 'arithmetic' ? attempts[node.operator] : undefined;
  if (node?.kind !== 'arithmetic' || name === undefined) return [];
  const [left, right] = [node.left, node.right].map(({ span }) => text.slice(span.from, span.to));
  return [{ title: `Use ${name}, which gives NULL`, changes: [{ from, to, insert: `${name}(${left}, ${right})` }] }];
}

/** list[i] as get(list, i). */
function got(text: string, from: number, to: number): readonly QuickFix[] {
  const parsed = parseExpression(text);
  const node = parsed.ok ? nodeAt(parsed.value, from, to) : null;
  if (node?.kind !== 'subscript') return [];
  const [list, index] = [node.base, node.index].map(({ span }) => text.slice(span.from, span.to));
  return [{ title: 'Use get, which gives NULL', changes: [{ from, to, insert: `get(${list}, ${index})` }] }];
}

/** a / b as a / nullif(b, 0). */
function nullInstead(text: string, from: number, to: number): readonly QuickFix[] {
  const parsed = parseExpression(text);
  const node = parsed.ok ? nodeAt(parsed.value, from, to) : null;
  if (node?.kind !== 'arithmetic') return [];
  const { span } = node.right;
  return [
    {
      title: 'Give NULL where the divisor is 0',
      changes: [
        { from: span.from, to: span.from, insert: 'nullif(' },
        { from: span.to, to: span.to, insert: ', 0)' },
      ],
    },
  ];
}
