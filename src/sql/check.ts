// Ast to checked expression: names become positions, overloads are chosen, casts are inserted where types differ. All
// problems of a text are found in one pass, each at its place.
import { BOOLEAN, DATE, type DataType, fieldIndex, formatType, INT, type Schema, STRING } from '../columns/data-type.ts';
import { fail, ok, type Problem, problem, type Result } from '../problem/problem.ts';
import { type AggregateCall, checkAggregateCall, isAggregateName } from './aggregate.ts';
import type { ArithmeticOperator, Ast } from './ast.ts';
import { arithmeticType, canCast, commonType, commonTypeOf } from './coercion.ts';
import { hasOwnZone } from './datetime-text.ts';
import type { Expression, Literal, Span, Term } from './expression.ts';
import type { CallShape, FunctionDefinition } from './functions/function-definition.ts';
import { functionNamed, functionNames, signaturesOf } from './functions/library.ts';
import { chooseOverload, takes } from './functions/signature.ts';
import { nearestName } from './nearest-name.ts';
import { readNumber } from './number-literal.ts';
import { parseExpression } from './parse.ts';
import { parseType } from './parse-type.ts';
import { MAX_TERMS, TermBuilder } from './term-builder.ts';
import { isEpoch, readTypedLiteral } from './typed-literal.ts';

/** The expression in `text` over columns of `scope`. Problems carry offsets into `text`. */
export function checkExpression(text: string, scope: Schema): Result<Expression> {
  const parsed = parseExpression(text);
  return parsed.ok ? checkParsed(text, parsed.value, scope) : parsed;
}

/** The same for a text that is parsed already; its tree may have been rewritten, with spans that still point into `text`. */
export function checkParsed(text: string, ast: Ast, scope: Schema): Result<Expression> {
  const checker = new Checker(scope);
  const root = checker.check(ast);
  if (root === null || checker.problems.length > 0) return fail(...checker.problems);
  return ok({ text, type: root.type, root });
}

/** The aggregate call in `text`: count(*), count(x), sum, avg, min or max, alone. Problems carry offsets into `text`. */
export function checkAggregate(text: string, scope: Schema): Result<AggregateCall> {
  const parsed = parseExpression(text);
  return parsed.ok ? checkParsedAggregate(text, parsed.value, scope) : parsed;
}

/** The same for a call that is parsed already. */
export function checkParsedAggregate(text: string, ast: Ast, scope: Schema): Result<AggregateCall> {
  return checkAggregateCall(text, ast, (argument) => {
    const checker = new Checker(scope);
    const root = checker.check(argument);
    return root === null || checker.problems.length > 0 ? fail(...checker.problems) : ok(root);
  });
}

/** Arguments cast to the chosen overload, and its result. */
interface BoundCall {
  readonly args: readonly Term[];
  readonly type: DataType;
}

class Checker {
  readonly problems: Problem[] = [];
  private readonly scope: Schema;
  private readonly terms = new TermBuilder();

  constructor(scope: Schema) {
    this.scope = scope;
  }

  /** The checked term, or null after adding at least one problem. */
  check(ast: Ast): Term | null {
    const term = this.term(ast);
    if (this.terms.tooLarge && !this.problems.some((p) => p.code === 'sql/too-large')) {
      this.problems.push(problem('sql/too-large', ast.span, { limit: MAX_TERMS }));
    }
    return this.terms.tooLarge ? null : term;
  }

  private term(ast: Ast): Term | null {
    if (this.terms.tooLarge) return null;
    const { span } = ast;
    switch (ast.kind) {
      case 'null':
        return this.terms.nullLiteral({ kind: 'VOID' }, span);
      case 'boolean':
        return this.literal(BOOLEAN, { kind: 'boolean', value: ast.value }, span);
      case 'string':
        return this.literal(STRING, { kind: 'string', value: ast.value }, span);
      case 'number':
        return this.found(readNumber(ast.text, span), (n) => this.literal(n.type, n.literal, span));
      case 'typed':
        return this.found(readTypedLiteral(ast.type, ast.value, span), (n) => this.typedLiteral(n.type, n.literal, ast.value, span));
      case 'interval':
        return this.refuse(problem('sql/unsupported-form', span, { what: 'an INTERVAL' }));
      case 'row':
        return this.refuse(problem('sql/unsupported-form', span, { what: 'a row of values in brackets' }));
      case 'unsupported':
        return this.refuse(problem('sql/unsupported-form', span, { what: ast.what }));
      case 'column':
        return this.column(ast.name, span);
      case 'field':
        return this.field(ast);
      case 'subscript':
        return this.subscript(ast);
      case 'call':
        return this.call(ast);
      case 'unary':
        return this.unary(ast);
      case 'arithmetic':
        return this.arithmetic(ast.operator, ast.left, ast.right, span);
      case 'compare':
        return this.both(ast.left, ast.right, (left, right) => this.compare(ast.operator, left, right, span));
      case 'logic':
        return this.both(ast.left, ast.right, (left, right) => this.logic(ast.operator, left, right, span));
      case 'between':
        return this.negatedIf(ast.negated, this.between(ast), span);
      case 'in':
        return this.negatedIf(ast.negated, this.inList(ast), span);
      case 'match':
        return this.negatedIf(ast.negated, this.match(ast), span);
      case 'is':
        return this.negatedIf(ast.negated, this.is(ast), span);
      case 'distinct':
        return this.negatedIf(
          !ast.negated,
          this.both(ast.left, ast.right, (left, right) => this.compare('<=>', left, right, span)),
          span,
        );
      case 'case':
        return this.cases(ast);
      case 'cast':
        return this.cast(ast);
    }
  }

  private refuse(p: Problem): null {
    this.problems.push(p);
    return null;
  }

  private found<T>(result: Result<T>, make: (value: T) => Term): Term | null {
    if (result.ok) return make(result.value);
    this.problems.push(...result.problems);
    return null;
  }

  /** A TIMESTAMP without a zone in its text is a reading of the session zone's clocks, which the checker does not know: read once a batch. */
  private typedLiteral(type: DataType, literal: Literal, text: string, span: Span): Term {
    if (type.kind !== 'TIMESTAMP' || isEpoch(text) || hasOwnZone(text)) return this.literal(type, literal, span);
    return this.terms.call('cast', [this.literal(STRING, { kind: 'string', value: text }, span)], type, span);
  }

  private literal(type: DataType, literal: Literal, span: Span): Term {
    return { kind: 'literal', type, literal, span };
  }

  /** Checks both sides, so that problems of both are found. */
  private both(leftAst: Ast, rightAst: Ast, make: (left: Term, right: Term) => Term | null): Term | null {
    const left = this.term(leftAst);
    const right = this.term(rightAst);
    return left === null || right === null ? null : make(left, right);
  }

  private all(asts: readonly Ast[]): Term[] | null {
    const terms = asts.map((ast) => this.term(ast));
    const checked = terms.filter((term) => term !== null);
    return checked.length === terms.length ? checked : null;
  }

  private negatedIf(negated: boolean, term: Term | null, span: Span): Term | null {
    return term === null || !negated ? term : this.terms.call('not', [term], BOOLEAN, span);
  }

  private column(name: string, span: Span): Term | null {
    const index = fieldIndex(this.scope, name);
    const field = this.scope[index];
    if (field !== undefined) return { kind: 'column', type: field.type, index, name: field.name, span };
    // Spark lets the clock be read without brackets.
    if (/^(?:current_timestamp|current_date)$/i.test(name) && functionNamed(name) !== undefined) {
      return this.call({ kind: 'call', name, nameSpan: span, args: [], star: false, distinct: false, filter: null, span });
    }
    const names = this.scope.map((f) => f.name);
    const columns = names.length > 12 ? `${names.slice(0, 12).join(', ')} and ${names.length - 12} more` : names.join(', ');
    return this.refuse(problem('sql/unknown-column', span, { name, suggestion: nearestName(name, names), columns }));
  }

  private field(ast: Ast & { kind: 'field' }): Term | null {
    const base = this.term(ast.base);
    if (base === null) return null;
    if (base.type.kind === 'ARRAY' && base.type.element.kind === 'STRUCT') {
      return this.refuse(problem('sql/unsupported-form', ast.span, { what: 'a field of every element of an ARRAY' }));
    }
    if (base.type.kind !== 'STRUCT') return this.refuse(problem('sql/not-a-struct', ast.nameSpan, { name: ast.name, got: formatType(base.type) }));
    const { fields } = base.type;
    const index = fieldIndex(fields, ast.name);
    const field = fields[index];
    if (field === undefined) {
      const names = fields.map((f) => f.name);
      return this.refuse(
        problem('sql/unknown-field', ast.nameSpan, { name: ast.name, suggestion: nearestName(ast.name, names), fields: names.join(', ') }),
      );
    }
    const position = this.literal(INT, { kind: 'number', value: index }, ast.nameSpan);
    return this.terms.call('.', [base, position], field.type, ast.span);
  }

  private subscript(ast: Ast & { kind: 'subscript' }): Term | null {
    return this.both(ast.base, ast.index, (base, index) => {
      if (base.type.kind !== 'ARRAY') return this.refuse(problem('sql/not-indexable', ast.base.span, { got: formatType(base.type) }));
      if (index.type.kind !== 'INT' && index.type.kind !== 'BIGINT' && index.type.kind !== 'VOID') {
        return this.refuse(problem('sql/operand-type', ast.index.span, { operator: '[..]', got: formatType(index.type), takes: 'an INT' }));
      }
      return this.terms.call('[]', [base, this.terms.cast(index, INT)], base.type.element, ast.span);
    });
  }

  private unary(ast: Ast & { kind: 'unary' }): Term | null {
    const operand = this.term(ast.operand);
    if (operand === null) return null;
    if (ast.operator === '~') return this.refuse(problem('sql/unsupported-form', ast.span, { what: 'the operator ~' }));
    const name = ast.operator === 'NOT' ? 'not' : ast.operator === '-' ? 'negative' : 'positive';
    const overload = this.overload(name, [operand]);
    const term = overload === null ? null : this.construct(name, overload, ast.span);
    if (term !== null) return term;
    const takes = ast.operator === 'NOT' ? 'a BOOLEAN' : 'a number';
    return this.refuse(problem('sql/operand-type', ast.operand.span, { operator: ast.operator, got: formatType(operand.type), takes }));
  }

  private arithmetic(operator: ArithmeticOperator, leftAst: Ast, rightAst: Ast, span: Span): Term | null {
    return this.both(leftAst, rightAst, (left, right) => {
      const name = operator === '||' ? 'concat' : operator;
      if (functionNamed(name) === undefined) return this.refuse(problem('sql/unsupported-form', span, { what: `the operator ${operator}` }));
      const days = this.dateArithmetic(operator, left, right, span);
      if (days !== null) return days;
      const overload = this.arithmeticOverload(operator, name, left, right);
      if (overload !== null) return this.terms.call(name, overload.args, overload.type, span);
      if (operator === '-' && isTime(left) && (isTime(right) || right.type.kind === 'STRING')) {
        return this.refuse(problem('sql/unsupported-form', span, { what: `the difference of two ${left.type.kind}s, an INTERVAL` }));
      }
      const takesText = operator === '||' ? 'values that become text, or two ARRAYs' : operator === 'div' ? 'INT or BIGINT' : 'numbers';
      const types = { left: formatType(left.type), right: formatType(right.type) };
      return this.refuse(problem('sql/operand-types', span, { operator, ...types, takes: takesText }));
    });
  }

  private arithmeticOverload(operator: ArithmeticOperator, name: string, left: Term, right: Term): BoundCall | null {
    if (operator === '||') return this.overload(name, [left, right]);
    const type = arithmeticType([left.type, right.type]);
    if (type === null || (operator === 'div' && type.kind === 'DOUBLE')) return null;
    // A STRING beside a whole number is read as one, also for a division.
    const sides = [left, right].map((side) => (side.type.kind === 'STRING' ? this.terms.cast(side, type) : side));
    return this.overload(name, sides);
  }

  /** DATE + INT, INT + DATE, DATE - INT: days later or earlier. */
  private dateArithmetic(operator: ArithmeticOperator, left: Term, right: Term, span: Span): Term | null {
    const name = operator === '+' ? 'date_add' : operator === '-' ? 'date_sub' : '';
    if (name === '' || functionNamed(name) === undefined) return null;
    if (left.type.kind === 'DATE' && right.type.kind === 'INT') return this.terms.call(name, [left, right], DATE, span);
    if (operator === '+' && left.type.kind === 'INT' && right.type.kind === 'DATE') return this.terms.call(name, [right, left], DATE, span);
    return null;
  }

  private compare(operator: string, left: Term, right: Term, span: Span): Term | null {
    const type = commonType(left.type, right.type);
    if (type === null) {
      const types = { left: formatType(left.type), right: formatType(right.type) };
      return this.refuse(problem('sql/operand-types', span, { operator, ...types, takes: 'two values of one kind' }));
    }
    return this.terms.call(operator, [this.terms.cast(left, type), this.terms.cast(right, type)], BOOLEAN, span);
  }

  private logic(operator: 'AND' | 'OR', left: Term, right: Term, span: Span): Term | null {
    const name = operator === 'AND' ? 'and' : 'or';
    const overload = left.type.kind === 'STRING' && right.type.kind === 'STRING' ? null : this.overload(name, [left, right]);
    if (overload !== null && !isNumber(left) && !isNumber(right)) return this.terms.call(name, overload.args, overload.type, span);
    const types = { left: formatType(left.type), right: formatType(right.type) };
    return this.refuse(problem('sql/operand-types', span, { operator, ...types, takes: 'two BOOLEANs' }));
  }

  private between(ast: Ast & { kind: 'between' }): Term | null {
    const operands = this.all([ast.operand, ast.low, ast.high]);
    if (operands === null) return null;
    const [operand, low, high] = operands as [Term, Term, Term];
    const lowType = commonType(operand.type, low.type);
    const highType = commonType(operand.type, high.type);
    if (lowType !== null && highType !== null && formatType(lowType) === formatType(highType)) {
      const args = [operand, low, high].map((term) => this.terms.cast(term, lowType));
      return this.terms.call('between', args, BOOLEAN, ast.span);
    }
    const above = this.compare('>=', operand, low, ast.span);
    const below = above === null ? null : this.compare('<=', operand, high, ast.span);
    return above === null || below === null ? null : this.terms.call('and', [above, below], BOOLEAN, ast.span);
  }

  private inList(ast: Ast & { kind: 'in' }): Term | null {
    if (ast.options.length === 0) return this.refuse(problem('sql/argument-count', ast.span, { name: 'IN', got: 0, takes: 'one value or more' }));
    const terms = this.all([ast.operand, ...ast.options]);
    if (terms === null) return null;
    const type = commonTypeOf(
      terms.map((term) => term.type),
      commonType,
    );
    if (type === null) return this.refuse(problem('sql/branch-types', ast.span, { what: 'IN', got: typeList(terms) }));
    const args = terms.map((term) => this.terms.cast(term, type));
    return this.terms.call('in', args, BOOLEAN, ast.span);
  }

  private match(ast: Ast & { kind: 'match' }): Term | null {
    const args: Ast[] = [ast.operand, ast.pattern];
    if (ast.escape !== null) {
      if (ast.escape.kind !== 'string' || [...ast.escape.value].length !== 1) {
        const got = ast.escape.kind === 'string' ? ast.escape.value : '';
        return this.refuse(problem('sql/like-escape', ast.escape.span, { escape: got }));
      }
      args.push(ast.escape);
    }
    return this.apply(ast.operator.toLowerCase(), args, ast.span, ast.span);
  }

  private is(ast: Ast & { kind: 'is' }): Term | null {
    const operand = this.term(ast.operand);
    if (operand === null) return null;
    if (ast.what === 'NULL') return this.terms.call('isnull', [operand], BOOLEAN, ast.span);
    if (operand.type.kind !== 'BOOLEAN' && operand.type.kind !== 'VOID') {
      return this.refuse(problem('sql/condition-type', ast.operand.span, { what: `IS ${ast.what}`, got: formatType(operand.type) }));
    }
    if (ast.what === 'UNKNOWN') return this.terms.call('isnull', [operand], BOOLEAN, ast.span);
    const value = this.literal(BOOLEAN, { kind: 'boolean', value: ast.what === 'TRUE' }, ast.span);
    return this.terms.call('<=>', [this.terms.cast(operand, BOOLEAN), value], BOOLEAN, ast.span);
  }

  private cases(ast: Ast & { kind: 'case' }): Term | null {
    const operand = ast.operand === null ? null : this.term(ast.operand);
    const whens = ast.branches.map((branch) => this.condition(ast, operand, branch.when));
    const thens = this.all([...ast.branches.map((branch) => branch.then), ...(ast.otherwise === null ? [] : [ast.otherwise])]);
    if (thens === null || whens.includes(null) || (ast.operand !== null && operand === null)) return null;
    const type = commonTypeOf(
      thens.map((term) => term.type),
      commonType,
    );
    if (type === null) return this.refuse(problem('sql/branch-types', ast.span, { what: 'CASE', got: typeList(thens) }));
    // biome-ignore lint/suspicious/noThenProperty: the THEN of a CASE branch; plain data, never awaited.
    const branches = whens.map((when, i) => ({ when: when as Term, then: this.terms.cast(thens[i] as Term, type) }));
    const last = ast.otherwise === null ? undefined : thens.at(-1);
    const otherwise = last === undefined ? this.terms.nullLiteral(type, ast.span) : this.terms.cast(last, type);
    return this.terms.cases(branches, otherwise, type, ast.span);
  }

  /** What stands after WHEN: a condition, or a value to compare the operand with. */
  private condition(ast: Ast & { kind: 'case' }, operand: Term | null, whenAst: Ast): Term | null {
    const when = this.term(whenAst);
    if (when === null) return null;
    if (ast.operand !== null) return operand === null ? null : this.compare('=', operand, when, whenAst.span);
    if (when.type.kind === 'BOOLEAN' || when.type.kind === 'VOID') return this.terms.cast(when, BOOLEAN);
    return this.refuse(problem('sql/condition-type', whenAst.span, { what: 'WHEN', got: formatType(when.type) }));
  }

  private cast(ast: Ast & { kind: 'cast' }): Term | null {
    const operand = this.term(ast.operand);
    const type = parseType(ast.type);
    if (!type.ok) {
      const { from } = ast.typeSpan;
      this.problems.push(...type.problems.map((p) => ({ ...p, where: { from: from + (p.where.from ?? 0), to: from + (p.where.to ?? 0) } })));
      return null;
    }
    if (operand === null) return null;
    if (!canCast(operand.type, type.value)) {
      return this.refuse(problem('sql/cast', ast.span, { from: formatType(operand.type), to: formatType(type.value) }));
    }
    return this.terms.call(ast.safe ? 'try_cast' : 'cast', [operand], type.value, ast.span);
  }

  private call(ast: Ast & { kind: 'call' }): Term | null {
    const definition = /^\w+$/.test(ast.name) ? functionNamed(ast.name) : undefined;
    if (definition === undefined) {
      if (isAggregateName(ast.name)) return this.refuse(problem('sql/aggregate-here', ast.nameSpan, { name: ast.name.toLowerCase() }));
      this.all(ast.args);
      return this.refuse(problem('sql/unknown-function', ast.nameSpan, { name: ast.name, suggestion: nearestName(ast.name, functionNames()) }));
    }
    if (ast.args.length === 3 && /^(?:date_?add|date_?diff|timestampadd|timestampdiff)$/i.test(ast.name)) {
      return this.refuse(problem('sql/unsupported-form', ast.span, { what: `${ast.name.toLowerCase()} with a unit` }));
    }
    if (ast.distinct) return this.refuse(problem('sql/unsupported-form', ast.span, { what: `DISTINCT in ${definition.name}` }));
    if (ast.filter !== null) return this.refuse(problem('sql/unsupported-form', ast.span, { what: `FILTER after ${definition.name}` }));
    if (ast.star) return this.refuse(problem('sql/argument-types', ast.span, { name: definition.name, got: '*', takes: takenBy(definition) }));
    return this.apply(definition.name, ast.args, ast.nameSpan, ast.span);
  }

  /** A call of the library by canonical name. */
  private apply(name: string, argAsts: readonly Ast[], nameSpan: Span, span: Span): Term | null {
    const definition = functionNamed(name);
    const args = this.all(argAsts);
    if (args === null || definition === undefined) return null;
    if (!signaturesOf(definition).some((signature) => takes(signature, args.length))) {
      return this.refuse(problem('sql/argument-count', nameSpan, { name: definition.name, got: args.length, takes: takenBy(definition) }));
    }
    const overload = this.overload(name, args);
    if (overload === null) {
      return this.refuse(problem('sql/argument-types', span, { name: definition.name, got: typeList(args), takes: takenBy(definition) }));
    }
    const refusal = definition.refuse?.(
      shapeOf(overload.args, overload.type, span),
      argAsts.map((ast) => ast.span),
    );
    if (refusal !== null && refusal !== undefined) return this.refuse(refusal);
    const term = this.construct(name, overload, span);
    if (term !== null) return term;
    return this.refuse(problem('sql/argument-types', span, { name: definition.name, got: typeList(args), takes: takenBy(definition) }));
  }

  /** The call term, or what the function stands for; null when the types do not go together after all. */
  private construct(name: string, overload: BoundCall, span: Span): Term | null {
    const kernel = functionNamed(name)?.kernel;
    if (kernel?.kind !== 'rewrite') return this.terms.call(name, overload.args, overload.type, span);
    return kernel.rewrite(overload.args, overload.type, span, this.terms);
  }

  /** The overload the arguments fit best, with casts inserted, or null. */
  private overload(name: string, args: readonly Term[]): BoundCall | null {
    const definition = functionNamed(name);
    if (definition === undefined) return null;
    const chosen =
      definition.typed === undefined
        ? chooseOverload(
            signaturesOf(definition),
            args.map((term) => term.type),
          )
        : definition.typed(args);
    if (chosen === null) return null;
    return { args: args.map((term, i) => this.terms.cast(term, chosen.params[i] ?? term.type)), type: chosen.result };
  }
}

function isTime(term: Term): boolean {
  return term.type.kind === 'DATE' || term.type.kind === 'TIMESTAMP';
}

function isNumber(term: Term): boolean {
  return term.type.kind === 'INT' || term.type.kind === 'BIGINT' || term.type.kind === 'DOUBLE';
}

export function shapeOf(args: readonly Term[], type: DataType, span: Span): CallShape {
  return {
    type,
    argTypes: args.map((term) => term.type),
    literals: args.map((term) => (term.kind === 'literal' ? term.literal : null)),
    span,
  };
}

function typeList(terms: readonly Term[]): string {
  return terms.map((term) => (term.type.kind === 'VOID' ? 'NULL' : formatType(term.type))).join(', ');
}

/** "substring(text STRING, start INT)": the ways to call it. */
function takenBy(definition: FunctionDefinition): string {
  if (definition.written !== undefined) return definition.written;
  return definition.signatures.map((signature) => signature.slice(0, signature.indexOf(' -> '))).join(' or ');
}
