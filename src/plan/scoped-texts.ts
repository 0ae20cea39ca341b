// Expressions that see more than the columns of one row: "l.x" and "r.x" of a join, "state.f" and "new.f" of a fold, and
// aggregate calls inside expressions. The tree is rewritten before it is checked: a field of such a name becomes the column
// "l.x" of a flat scope, a call the column that holds its answer. So checker, kernels and oracle meet plain columns only.
import { fieldIndex, type Schema } from '../columns/data-type.ts';
import { fail, ok, type Problem, type Result } from '../problem/problem.ts';
import { type AggregateCall, isAggregateName } from '../sql/aggregate.ts';
import type { Ast } from '../sql/ast.ts';
import { checkParsed, checkParsedAggregate } from '../sql/check.ts';
import type { Expression } from '../sql/expression.ts';
import { parseExpression } from '../sql/parse.ts';

/** An expression over a flat scope. In a join a bare name means the column of the one side that has it. */
export function checkScoped(text: string, scope: Schema): Result<Expression> {
  const parsed = parseExpression(text);
  return parsed.ok ? checkParsed(text, scopedNames(parsed.value, scope), scope) : parsed;
}

/** Aggregate calls found in expressions so far, one of each text, as columns named by it. */
export class FoundAggregates {
  readonly calls: AggregateCall[] = [];
  private readonly rows: Schema;

  /** `rows`: the columns the arguments of the calls are over. */
  constructor(rows: Schema) {
    this.rows = rows;
  }

  get columns(): Schema {
    return this.calls.map((call) => ({ name: call.text, type: call.type }));
  }

  /** The tree with each aggregate call replaced by its column, or the problems of the calls. */
  extract(text: string, ast: Ast): Result<Ast> {
    const problems: Problem[] = [];
    const replaced = rewrite(ast, (node) => {
      if (node.kind !== 'call' || !isAggregateName(node.name)) return null;
      const callText = text.slice(node.span.from, node.span.to);
      const known = this.calls.find((call) => call.text === callText);
      if (known === undefined) {
        const checked = checkParsedAggregate(text, node, this.rows);
        if (checked.ok) this.calls.push({ ...checked.value, text: callText });
        else problems.push(...checked.problems);
      }
      return { kind: 'column', name: callText, span: node.span };
    });
    return problems.length > 0 ? fail(...problems) : ok(replaced);
  }
}

/** Whether the text is an expression with aggregate calls inside, and more than one call alone. */
export function isComposite(ast: Ast): boolean {
  return !isCall(ast) && hasAggregate(ast);
}

function hasAggregate(ast: Ast): boolean {
  let found = false;
  rewrite(ast, (node) => {
    found ||= isCall(node);
    return null;
  });
  return found;
}

function isCall(node: Ast): boolean {
  return node.kind === 'call' && isAggregateName(node.name);
}

/** The tree with "l.x" as one column wherever the scope has it. */
export function scopedNames(ast: Ast, scope: Schema): Ast {
  return rewrite(ast, (node) => {
    if (node.kind === 'field' && node.base.kind === 'column') {
      const name = `${node.base.name}.${node.name}`;
      return fieldIndex(scope, name) >= 0 || isPrefix(scope, node.base.name) ? { kind: 'column', name, span: node.span } : null;
    }
    if (node.kind !== 'column' || fieldIndex(scope, node.name) >= 0) return null;
    const wanted = [`l.${node.name.toLowerCase()}`, `r.${node.name.toLowerCase()}`];
    const [only, ...more] = scope.filter((field) => wanted.includes(field.name.toLowerCase()));
    return only !== undefined && more.length === 0 ? { ...node, name: only.name } : null;
  });
}

const ROWS: ReadonlySet<string> = new Set(['l', 'r', 'state', 'new']);

/** Whether a name is that of a row, here or in another scope of such rows: what follows its point is a column of it and nothing else. */
function isPrefix(scope: Schema, name: string): boolean {
  return (
    fieldIndex(scope, name) < 0 && ROWS.has(name.toLowerCase()) && scope.some((field) => ROWS.has(field.name.toLowerCase().split('.', 1)[0] ?? ''))
  );
}

/** A copy in which every node for which `replace` gives one is that; not looked into any further. */
function rewrite(ast: Ast, replace: (node: Ast) => Ast | null): Ast {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const other = 'kind' in value && 'span' in value ? replace(value as Ast) : null;
    return other ?? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, walk(part)]));
  };
  return walk(ast) as Ast;
}
