// What an editor says about the piece of an expression under the pointer: a column and its type, a function and its rule, the type of
// a literal or bracket.
import { type DataType, fieldIndex, formatType, type Schema } from '../columns/data-type.ts';
import type { Ast } from './ast.ts';
import { checkParsed } from './check.ts';
import { aggregateInfos, functionInfos } from './language-info.ts';
import { parseExpression } from './parse.ts';

export interface Hover {
  /** What it is about, as offsets into the text. */
  readonly from: number;
  readonly to: number;
  /** "word STRING", "lower(text STRING) -> STRING", "1.5". */
  readonly title: string;
  /** The type of the piece; '' when it has none on its own. */
  readonly type: string;
  /** The rule of a function; '' for anything else. */
  readonly help: string;
}

/** null where nothing stands, or nothing is known about it. */
export function hoverAt(text: string, offset: number, scope: Schema): Hover | null {
  const parsed = parseExpression(text);
  if (!parsed.ok) return wordAt(text, offset, scope);
  const node = innermost(parsed.value, offset);
  if (node === null) return null;
  const type = typeOf(text, node, scope);
  if (node.kind === 'call' && offset <= node.nameSpan.to) return functionHover(node.name, node.nameSpan, type);
  const { from, to } = node.span;
  const piece = text.slice(from, to);
  const title = node.kind === 'column' && type !== '' ? `${piece} ${type}` : piece;
  return { from, to, title: title.length > 120 ? `${title.slice(0, 117)}...` : title, type, help: '' };
}

function functionHover(name: string, span: { readonly from: number; readonly to: number }, type: string): Hover | null {
  const wanted = name.toLowerCase();
  const info = [...functionInfos(), ...aggregateInfos()].find((each) => each.name === wanted || each.aliases.includes(wanted));
  return info === undefined ? null : { ...span, title: info.signatures.join('\n'), type, help: info.help };
}

/** In a text that does not parse: the column or function named by the word. */
function wordAt(text: string, offset: number, scope: Schema): Hover | null {
  const from = offset - (/\w*$/.exec(text.slice(0, offset))?.[0].length ?? 0);
  const to = offset + (/^\w*/.exec(text.slice(offset))?.[0].length ?? 0);
  const word = text.slice(from, to);
  if (word === '') return null;
  const field = scope[fieldIndex(scope, word)];
  if (field !== undefined) return { from, to, title: `${field.name} ${formatType(field.type)}`, type: formatType(field.type), help: '' };
  return functionHover(word, { from, to }, '');
}

function typeOf(text: string, node: Ast, scope: Schema): string {
  const checked = checkParsed(text, node, scope);
  const type: DataType | null = checked.ok ? checked.value.type : null;
  return type === null ? '' : formatType(type);
}

/** The smallest node that the offset touches. */
export function innermost(ast: Ast, offset: number): Ast | null {
  if (offset < ast.span.from || offset > ast.span.to) return null;
  for (const child of childrenOf(ast)) {
    const found = innermost(child, offset);
    if (found !== null) return found;
  }
  return ast;
}

/** The operands of a node, in the order of the text. */
export function childrenOf(ast: Ast): readonly Ast[] {
  switch (ast.kind) {
    case 'field':
      return [ast.base];
    case 'subscript':
      return [ast.base, ast.index];
    case 'row':
      return ast.values;
    case 'call':
      return ast.filter === null ? ast.args : [...ast.args, ast.filter];
    case 'lambda':
      return [ast.body];
    case 'named':
      return [ast.value];
    case 'unary':
    case 'is':
    case 'cast':
      return [ast.operand];
    case 'arithmetic':
    case 'compare':
    case 'logic':
    case 'distinct':
      return [ast.left, ast.right];
    case 'between':
      return [ast.operand, ast.low, ast.high];
    case 'in':
      return [ast.operand, ...ast.options];
    case 'match':
      return ast.escape === null ? [ast.operand, ast.pattern] : [ast.operand, ast.pattern, ast.escape];
    case 'case': {
      const branches = ast.branches.flatMap((branch) => [branch.when, branch.then]);
      return [ast.operand, ...branches, ast.otherwise].filter((part) => part !== null);
    }
    default:
      return [];
  }
}
