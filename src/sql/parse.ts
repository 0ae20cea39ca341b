// Text to Ast. Never throws and never hangs, whatever the text: its length and its nesting are bounded, and the parser
// behind it is a table-driven one that reads each character a bounded number of times.
import type { SyntaxNode } from '@lezer/common';
import { fail, ok, type Problem, problem, type Result } from '../problem/problem.ts';
import type { ArithmeticOperator, Ast, CompareOperator, IntervalPart } from './ast.ts';
import type { Span } from './expression.ts';
import { parser } from './parser/expression.parser.ts';
import { describeSyntaxError } from './syntax-error.ts';
import { quotedName, rawLiteral, unescapeLiteral } from './unescape.ts';

export const MAX_EXPRESSION_LENGTH = 20_000;
const MAX_DEPTH = 200;

const strictParser = parser.configure({ strict: true });

/** Trees are never changed, and the same texts come again at every keystroke in a document; long ones are few. */
const MOST_REMEMBERED = 5_000;
const LONGEST_REMEMBERED = 500;
const remembered = new Map<string, Result<Ast>>();

/** The expression that stands in `text`. Problems have code 'sql/syntax', 'sql/too-long' or 'sql/too-deep' and offsets into it. */
export function parseExpression(text: string): Result<Ast> {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const parsed = parse(text);
  if (text.length > LONGEST_REMEMBERED) return parsed;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(text, parsed);
  return parsed;
}

function parse(text: string): Result<Ast> {
  if (text.length > MAX_EXPRESSION_LENGTH) {
    return fail(problem('sql/too-long', { from: 0, to: text.length }, { length: text.length, limit: MAX_EXPRESSION_LENGTH }));
  }
  let root: SyntaxNode | null;
  try {
    root = firstOperand(strictParser.parse(text).topNode);
  } catch (error) {
    if (error instanceof SyntaxError) return fail(describeSyntaxError(text, failedAt(error, text)));
    throw error;
  }
  if (root === null) return fail(describeSyntaxError(text, text.length));
  const builder = new AstBuilder(text);
  const ast = builder.build(root, 0);
  return builder.problems.length > 0 ? fail(...builder.problems) : ok(ast);
}

/** The strict parser says where it stopped only in its message. */
function failedAt(error: SyntaxError, text: string): number {
  const at = /\d+$/.exec(error.message);
  return at === null ? text.length : Number(at[0]);
}

const comments = new Set(['LineComment', 'BlockComment']);

/** Children in order, comments left out. */
function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) if (!comments.has(child.name)) children.push(child);
  return children;
}

/** Nodes that are expressions of their own (not keywords, operators or brackets). */
const operandNames = new Set([
  'OrExpression',
  'AndExpression',
  'NotExpression',
  'BetweenTest',
  'InTest',
  'LikeTest',
  'RLikeTest',
  'IsTest',
  'DistinctTest',
  'UnaryExpression',
  'BinaryExpression',
  'Number',
  'String',
  'TypedLiteral',
  'IntervalLiteral',
  'ColumnName',
  'FieldAccess',
  'Subscript',
  'ShortCast',
  'FunctionCall',
  'CaseExpression',
  'CastExpression',
  'Parenthesized',
  'RowExpression',
  'NamedArgument',
  'Lambda',
  'FromArgument',
  'TrimArgument',
  'InArgument',
]);

/** TRUE, FALSE and NULL are operands and, after IS, keywords. */
function operandsOf(node: SyntaxNode): SyntaxNode[] {
  const children = childrenOf(node);
  const tested = node.name === 'IsTest' ? children.slice(0, 1) : children;
  return tested.filter((child) => operandNames.has(child.name) || child.name === 'True' || child.name === 'False' || child.name === 'Null');
}

function firstOperand(node: SyntaxNode): SyntaxNode | null {
  return operandsOf(node)[0] ?? null;
}

const compareOperators: ReadonlyMap<string, CompareOperator> = new Map([
  ['=', '='],
  ['==', '='],
  ['<>', '<>'],
  ['!=', '<>'],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
  ['<=>', '<=>'],
  ['!<', '>='],
  ['!>', '<='],
]);

const callForms = new Set(['FromArgument', 'TrimArgument', 'InArgument']);

const missing: Ast = { kind: 'null', span: { from: 0, to: 0 } };

class AstBuilder {
  readonly problems: Problem[] = [];
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  build(node: SyntaxNode, depth: number): Ast {
    if (depth > MAX_DEPTH) {
      if (this.problems.length === 0) this.problems.push(problem('sql/too-deep', spanOf(node), { limit: MAX_DEPTH }));
      return missing;
    }
    const span = spanOf(node);
    const operands = () => operandsOf(node).map((child) => this.build(child, depth + 1));
    const has = (name: string) => childrenOf(node).some((child) => child.name === name);
    switch (node.name) {
      case 'Null':
        return { kind: 'null', span };
      case 'True':
      case 'False':
        return { kind: 'boolean', value: node.name === 'True', span };
      case 'Number':
        return { kind: 'number', text: this.slice(node), span };
      case 'String':
        return { kind: 'string', value: this.stringValue(node), span };
      case 'TypedLiteral':
        return this.typedLiteral(node);
      case 'IntervalLiteral':
        return { kind: 'interval', parts: this.intervalParts(node), span };
      case 'ColumnName':
        return { kind: 'column', name: this.nameOf(node), span };
      case 'Parenthesized':
        return this.parenthesized(node, depth);
      case 'RowExpression':
        return { kind: 'row', values: operands(), span };
      case 'OrExpression':
      case 'AndExpression': {
        const [left = missing, right = missing] = operands();
        return { kind: 'logic', operator: node.name === 'OrExpression' ? 'OR' : 'AND', left, right, span };
      }
      case 'NotExpression':
        return { kind: 'unary', operator: 'NOT', operand: operands()[0] ?? missing, span };
      case 'UnaryExpression':
        return this.unary(node, depth);
      case 'BinaryExpression':
        return this.binary(node, depth);
      case 'BetweenTest': {
        const [operand = missing, low = missing, high = missing] = operands();
        return { kind: 'between', operand, low, high, negated: has('Not'), span };
      }
      case 'InTest': {
        const [operand = missing, ...options] = operands();
        return { kind: 'in', operand, options, negated: has('Not'), span };
      }
      case 'LikeTest': {
        const escaped = has('Escape');
        const [operand = missing, pattern = missing, third = null] = operands();
        const quantified = quantifiedLike(pattern, has('ILike') ? 'ILIKE' : 'LIKE', operand, has('Not'), span);
        if (quantified !== null) return quantified;
        return {
          kind: 'match',
          operator: has('ILike') ? 'ILIKE' : 'LIKE',
          operand,
          pattern,
          escape: escaped ? third : null,
          negated: has('Not'),
          span,
        };
      }
      case 'RLikeTest': {
        const [operand = missing, pattern = missing] = operands();
        return { kind: 'match', operator: 'RLIKE', operand, pattern, escape: null, negated: has('Not'), span };
      }
      case 'IsTest':
        return { kind: 'is', operand: operands()[0] ?? missing, what: this.testedFor(node), negated: has('Not'), span };
      case 'DistinctTest': {
        const [left = missing, right = missing] = operands();
        return { kind: 'distinct', left, right, negated: has('Not'), span };
      }
      case 'FieldAccess': {
        const name = childrenOf(node).find((child) => child.name === 'FieldName') ?? node;
        return { kind: 'field', base: operands()[0] ?? missing, name: this.nameOf(name), nameSpan: spanOf(name), span };
      }
      case 'Subscript': {
        const [base = missing, index = missing] = operands();
        return { kind: 'subscript', base, index, span };
      }
      case 'ShortCast':
      case 'CastExpression': {
        const type = childrenOf(node).find((child) => child.name === 'Type') ?? node;
        return { kind: 'cast', operand: operands()[0] ?? missing, type: this.slice(type), typeSpan: spanOf(type), safe: has('TryCast'), span };
      }
      case 'CaseExpression':
        return this.caseExpression(node, depth);
      case 'FunctionCall':
        return this.call(node, depth);
      case 'NamedArgument':
        return { kind: 'named', value: operands()[0] ?? missing, name: this.nameOf(node), span };
      case 'Lambda':
        return this.lambda(node, depth);
      default:
        return { kind: 'unsupported', what: this.slice(node), span };
    }
  }

  private lambda(node: SyntaxNode, depth: number): Ast {
    const span = spanOf(node);
    const [left, right] = operandsOf(node);
    const names = left === undefined ? [] : left.name === 'RowExpression' ? operandsOf(left) : [left];
    if (right === undefined || names.some((name) => name.name !== 'ColumnName')) {
      return { kind: 'unsupported', what: 'a lambda function whose variables are not plain names', span };
    }
    return {
      kind: 'lambda',
      parameters: names.map((name) => ({ name: this.nameOf(name), span: spanOf(name) })),
      body: this.build(right, depth + 1),
      span,
    };
  }

  private slice(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  private nameOf(node: SyntaxNode): string {
    const name = childrenOf(node).find((child) => child.name === 'Identifier' || child.name === 'QuotedIdentifier');
    if (name === undefined) return '';
    return name.name === 'QuotedIdentifier' ? quotedName(this.slice(name)) : this.slice(name);
  }

  private stringValue(node: SyntaxNode): string {
    return childrenOf(node)
      .map((part) => (part.name === 'RawStringPart' ? rawLiteral(this.slice(part)) : unescapeLiteral(this.slice(part))))
      .join('');
  }

  private typedLiteral(node: SyntaxNode): Ast {
    const string = childrenOf(node).find((child) => child.name === 'String');
    const value = string === undefined ? '' : this.stringValue(string);
    return { kind: 'typed', type: this.nameOf(node).toUpperCase(), value, span: spanOf(node) };
  }

  /** Reads the tokens in order: an optional sign, a value, an optional unit, an optional TO and second unit. */
  private intervalParts(node: SyntaxNode): IntervalPart[] {
    const parts: { value: string; negative: boolean; unit: string | null; toUnit: string | null }[] = [];
    let negative = false;
    let second = false;
    for (const child of childrenOf(node)) {
      const last = parts.at(-1);
      if (child.name === 'Minus') negative = true;
      else if (child.name === 'Number' || child.name === 'IntervalText') {
        const value = child.name === 'Number' ? this.slice(child) : this.stringValue(child);
        parts.push({ value, negative, unit: null, toUnit: null });
        negative = false;
      } else if (child.name === 'To') second = true;
      else if (child.name === 'Identifier' && last !== undefined) {
        if (second) last.toUnit = this.slice(child);
        else last.unit = this.slice(child);
        second = false;
      }
    }
    return parts;
  }

  /** Brackets only group; deep nesting of them is walked without recursion. The span is that of what is inside. */
  private parenthesized(node: SyntaxNode, depth: number): Ast {
    let inner: SyntaxNode | null = node;
    while (inner !== null && inner.name === 'Parenthesized') inner = firstOperand(inner);
    return inner === null ? missing : this.build(inner, depth + 1);
  }

  private unary(node: SyntaxNode, depth: number): Ast {
    const span = spanOf(node);
    const operator = childrenOf(node)[0]?.name;
    const operandNode = firstOperand(node);
    if (operandNode === null) return missing;
    if (operator === 'Minus' && operandNode.name === 'Number') return { kind: 'number', text: `-${this.slice(operandNode)}`, span };
    const operand = this.build(operandNode, depth + 1);
    return { kind: 'unary', operator: operator === 'Tilde' ? '~' : operator === 'Plus' ? '+' : '-', operand, span };
  }

  private binary(node: SyntaxNode, depth: number): Ast {
    const span = spanOf(node);
    const [leftNode, operatorNode, rightNode] = childrenOf(node);
    if (leftNode === undefined || operatorNode === undefined || rightNode === undefined) return missing;
    const left = this.build(leftNode, depth + 1);
    const right = this.build(rightNode, depth + 1);
    const operator = this.slice(operatorNode);
    const compare = operatorNode.name === 'CompareOp' ? compareOperators.get(operator) : undefined;
    if (compare !== undefined) return { kind: 'compare', operator: compare, left, right, span };
    const arithmetic = (operatorNode.name === 'Div' ? 'div' : operator) as ArithmeticOperator;
    return { kind: 'arithmetic', operator: arithmetic, left, right, span };
  }

  private testedFor(node: SyntaxNode): 'NULL' | 'TRUE' | 'FALSE' | 'UNKNOWN' {
    const last = childrenOf(node).at(-1)?.name;
    return last === 'True' ? 'TRUE' : last === 'False' ? 'FALSE' : last === 'Unknown' ? 'UNKNOWN' : 'NULL';
  }

  private caseExpression(node: SyntaxNode, depth: number): Ast {
    const operand = firstOperand(node);
    const branches: { when: Ast; then: Ast }[] = [];
    let otherwise: Ast | null = null;
    for (const child of childrenOf(node)) {
      const [first = missing, second = missing] =
        child.name === 'WhenClause' || child.name === 'ElseClause' ? operandsOf(child).map((c) => this.build(c, depth + 1)) : [];
      // biome-ignore lint/suspicious/noThenProperty: the THEN of a CASE branch; plain data, never awaited.
      if (child.name === 'WhenClause') branches.push({ when: first, then: second });
      if (child.name === 'ElseClause') otherwise = first;
    }
    return { kind: 'case', operand: operand === null ? null : this.build(operand, depth + 1), branches, otherwise, span: spanOf(node) };
  }

  private call(node: SyntaxNode, depth: number): Ast {
    const span = spanOf(node);
    const children = childrenOf(node);
    const nameNode = children.find((child) => child.name === 'FunctionName') ?? node;
    const name = this.nameOf(nameNode);
    const argumentsNode = children.find((child) => child.name === 'Arguments');
    const argumentNodes = argumentsNode === undefined ? [] : operandsOf(argumentsNode);
    const filterNode = children.find((child) => child.name === 'FilterClause');
    const filterOperand = filterNode === undefined ? null : firstOperand(filterNode);
    const withinNode = children.find((child) => child.name === 'WithinClause');
    const orderOperand = withinNode === undefined ? null : firstOperand(withinNode);
    const descending = withinNode !== undefined && childrenOf(withinNode).some((child) => child.name === 'Desc');
    const nullsNode = children.find((child) => child.name === 'NullsClause');
    const ignores = nullsNode !== undefined && childrenOf(nullsNode).some((child) => child.name === 'Ignore');
    const special = argumentNodes.find((child) => callForms.has(child.name));
    if (special !== undefined) return this.callWithWords(name, special, depth, spanOf(nameNode), span);
    const args = argumentNodes.map((child) => this.build(child, depth + 1));
    const has = (word: string) => argumentsNode !== undefined && childrenOf(argumentsNode).some((child) => child.name === word);
    return {
      kind: 'call',
      name,
      nameSpan: spanOf(nameNode),
      args: positionArguments(name, args),
      star: has('Star'),
      distinct: has('Distinct'),
      filter: filterOperand === null ? null : this.build(filterOperand, depth + 1),
      ...(orderOperand === null ? {} : { within: { order: this.build(orderOperand, depth + 1), descending } }),
      ...(ignores ? { ignoreNulls: true as const } : {}),
      span,
    };
  }

  /** position(t IN s), substring(s FROM i FOR n) and trim([BOTH|LEADING|TRAILING] [t] FROM s), as the calls they stand for. */
  private callWithWords(name: string, node: SyntaxNode, depth: number, nameSpan: Span, span: Span): Ast {
    const parts = operandsOf(node).map((child) => this.build(child, depth + 1));
    const lower = name.toLowerCase();
    const plain = { kind: 'call', nameSpan, star: false, distinct: false, filter: null, span } as const;
    const words = new Set(childrenOf(node).map((child) => child.name));
    if ((lower === 'substring' || lower === 'substr') && words.has('From')) return { ...plain, name, args: parts };
    if (lower === 'trim' && words.has('From') && !words.has('For')) {
      const trim = words.has('Leading') ? 'ltrim' : words.has('Trailing') ? 'rtrim' : 'btrim';
      const [first = missing, second] = parts;
      // ltrim and rtrim take the characters first, btrim last.
      if (second === undefined) return { ...plain, name: trim, args: [first] };
      return { ...plain, name: trim, args: trim === 'btrim' ? [second, first] : [first, second] };
    }
    if (lower === 'overlay' && words.has('Placing')) return { ...plain, name, args: parts };
    if (lower === 'position' && words.has('In')) return { ...plain, name, args: parts };
    const [field, source] = parts;
    if (lower === 'extract' && words.has('From') && field?.kind === 'column' && source !== undefined && parts.length === 2) {
      // The field is a bare word, as in extract(YEAR FROM d).
      return { ...plain, name: 'date_part', args: [{ kind: 'string', value: field.name, span: field.span }, source] };
    }
    return { kind: 'unsupported', what: `${lower}(.. ${words.has('In') ? 'IN' : 'FROM'} ..)`, span };
  }
}

/** x LIKE ANY (a, b) reads as a call, and is x LIKE a OR x LIKE b; ALL joins with AND. NOT belongs to each. */
function quantifiedLike(pattern: Ast, operator: 'LIKE' | 'ILIKE', operand: Ast, negated: boolean, span: Span): Ast | null {
  if (pattern.kind !== 'call' || !/^(?:any|some|all)$/i.test(pattern.name) || pattern.args.length === 0) return null;
  const join = pattern.name.toLowerCase() === 'all' ? 'AND' : 'OR';
  const tests = pattern.args.map((each): Ast => ({ kind: 'match', operator, operand, pattern: each, escape: null, negated, span }));
  return tests.reduce((left, right) => ({ kind: 'logic', operator: join, left, right, span }));
}

/** position('b' IN (s)) reads as a test of one option. */
function positionArguments(name: string, args: readonly Ast[]): readonly Ast[] {
  const [test] = args;
  if (name.toLowerCase() !== 'position' || args.length !== 1 || test?.kind !== 'in' || test.options.length !== 1 || test.negated) return args;
  return [test.operand, ...test.options];
}

function spanOf(node: SyntaxNode): Span {
  return { from: node.from, to: node.to };
}
