// Ast to checked expression: names become positions, overloads are chosen, casts are inserted where types differ. All
// problems of a text are found in one pass, each at its place.
import { arrayOf, BOOLEAN, type DataType, fieldIndex, formatType, INT, isIntegerType, type Schema, STRING } from '../columns/data-type.ts';
import { fail, ok, type Problem, problem, type Result } from '../problem/problem.ts';
import { type AggregateCall, checkAggregateCall, isAggregateName } from './aggregate.ts';
import type { Ast } from './ast.ts';
import { bindCall, constructCall, shapeOf, takenBy, typeList } from './bind-call.ts';
import { arithmeticTerm, betweenTerm, type Checked, compareTerm, inTerm, isTerm, logicTerm, unaryTerm } from './check-operators.ts';
import { canCast, commonType, commonTypeOf, fitOf } from './coercion.ts';
import { hasOwnZone } from './datetime-text.ts';
import type { Expression, Literal, Span, Term } from './expression.ts';
import { foldConstant } from './fold-constant.ts';
import { TIME_UNITS } from './functions/datetime-units.ts';
import type { FunctionDefinition } from './functions/function-definition.ts';
import { type LambdaRule, lambdaFrame } from './functions/lambda.ts';
import { functionNamed, functionNames, signaturesOf } from './functions/library.ts';
import { refusedNamed } from './functions/refused.ts';
import { takes } from './functions/signature.ts';
import { readInterval } from './interval-literal.ts';
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
  const checker = new Checker(text, scope);
  const root = checker.check(ast);
  if (root === null || checker.problems.length > 0) return fail(...checker.problems);
  return ok({ text, type: root.type, root });
}

/** The aggregate call in `text`, alone. Problems carry offsets into `text`. */
export function checkAggregate(text: string, scope: Schema): Result<AggregateCall> {
  const parsed = parseExpression(text);
  return parsed.ok ? checkParsedAggregate(text, parsed.value, scope) : parsed;
}

/** The same for a call that is parsed already. */
export function checkParsedAggregate(text: string, ast: Ast, scope: Schema): Result<AggregateCall> {
  return checkAggregateCall(text, ast, scope, (argument) => {
    const checker = new Checker(text, scope);
    const root = checker.check(argument);
    return root === null || checker.problems.length > 0 ? fail(...checker.problems) : ok(root);
  });
}

class Checker {
  readonly problems: Problem[] = [];
  private readonly scope: Schema;
  private readonly terms = new TermBuilder();
  /** Variables of the lambdas around what is being checked; columns behind those of the scope. */
  private locals: readonly { readonly name: string; readonly type: DataType; readonly index: number }[] = [];

  private readonly text: string;

  constructor(text: string, scope: Schema) {
    this.text = text;
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
        return this.found(readInterval(ast.parts, this.text.slice(span.from, span.to), span), (n) => this.literal(n.type, n.literal, span));
      case 'row':
        return this.apply('struct', ast.values, span, span);
      case 'unsupported':
        return this.refuse(problem('sql/unsupported-form', span, { what: ast.what }));
      case 'lambda':
        return this.refuse(problem('sql/unsupported-form', span, { what: 'a lambda function (->) outside of a function that takes one' }));
      case 'named':
        return this.refuse(problem('sql/unsupported-form', span, { what: 'an argument with a name (AS) outside of struct' }));
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
        return this.both(ast.left, ast.right, (left, right) => this.took(arithmeticTerm(this.terms, ast.operator, left, right, span)));
      case 'compare':
        return this.both(ast.left, ast.right, (left, right) => this.took(compareTerm(this.terms, ast.operator, left, right, span)));
      case 'logic':
        return this.both(ast.left, ast.right, (left, right) => this.took(logicTerm(this.terms, ast.operator, left, right, span)));
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
          this.both(ast.left, ast.right, (left, right) => this.took(compareTerm(this.terms, '<=>', left, right, span))),
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

  private took(checked: Checked): Term | null {
    return 'term' in checked ? checked.term : this.refuse(checked.problem);
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
    const local = this.locals.findLast((variable) => variable.name.toLowerCase() === name.toLowerCase());
    if (local !== undefined) return { kind: 'column', ...local, variable: true, span };
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
    if (base.type.kind === 'MAP') return this.lookup(base, this.literal(STRING, { kind: 'string', value: ast.name }, ast.nameSpan), ast.span);
    const inArray = base.type.kind === 'ARRAY';
    const holder = base.type.kind === 'ARRAY' ? base.type.element : base.type;
    if (holder.kind !== 'STRUCT') return this.refuse(problem('sql/not-a-struct', ast.nameSpan, { name: ast.name, got: formatType(base.type) }));
    const { fields } = holder;
    const index = fieldIndex(fields, ast.name);
    const field = fields[index];
    if (field === undefined) {
      const names = fields.map((f) => f.name);
      return this.refuse(
        problem('sql/unknown-field', ast.nameSpan, { name: ast.name, suggestion: nearestName(ast.name, names), fields: names.join(', ') }),
      );
    }
    const position = this.literal(INT, { kind: 'number', value: index }, ast.nameSpan);
    return this.terms.call('.', [base, position], inArray ? arrayOf(field.type) : field.type, ast.span);
  }

  /** An element of an ARRAY by position, or the value of a MAP by key. */
  private subscript(ast: Ast & { kind: 'subscript' }): Term | null {
    return this.both(ast.base, ast.index, (base, index) => {
      if (base.type.kind === 'MAP') return this.lookup(base, this.asKey(index, base.type.key), ast.span);
      if (base.type.kind !== 'ARRAY') return this.refuse(problem('sql/not-indexable', ast.base.span, { got: formatType(base.type) }));
      if (!isIntegerType(index.type) && index.type.kind !== 'VOID') {
        return this.refuse(problem('sql/operand-type', ast.index.span, { operator: '[..]', got: formatType(index.type), takes: 'an INT' }));
      }
      return this.terms.call('[]', [base, this.asIndex(index)], base.type.element, ast.span);
    });
  }

  /** Spark takes the lowest 32 bits of a BIGINT, as Java's intValue. */
  private asIndex(index: Term): Term {
    if (index.type.kind !== 'BIGINT' || index.kind === 'literal') return this.terms.cast(wrapped(index), INT);
    const by = this.literal(INT, { kind: 'number', value: 32 }, index.span);
    const high = this.terms.call('shiftleft', [index, by], index.type, index.span);
    return this.terms.cast(this.terms.call('shiftright', [high, by], index.type, index.span), INT);
  }

  /** Between brackets a key is cast to the type of the keys, where an implicit cast does that. */
  private asKey(index: Term, key: DataType): Term {
    return fitOf(index.type, key) === 'none' ? index : this.terms.cast(index, key);
  }

  private lookup(map: Term, key: Term, span: Span): Term | null {
    const definition = functionNamed('element_at');
    const call = definition === undefined ? null : bindCall(definition, [map, key], this.terms);
    const term = definition === undefined || call === null ? null : constructCall(definition, call, span, this.terms);
    if (term !== null) return term;
    const takes = map.type.kind === 'MAP' ? `a key of type ${formatType(map.type.key)}` : 'a key';
    return this.refuse(problem('sql/operand-type', key.span, { operator: '[..]', got: formatType(key.type), takes }));
  }

  private unary(ast: Ast & { kind: 'unary' }): Term | null {
    const operand = this.term(ast.operand);
    return operand === null ? null : this.took(unaryTerm(this.terms, ast.operator, operand, ast.operand.span, ast.span));
  }

  private between(ast: Ast & { kind: 'between' }): Term | null {
    const operands = this.all([ast.operand, ast.low, ast.high]);
    if (operands === null) return null;
    const [operand, low, high] = operands as [Term, Term, Term];
    return this.took(betweenTerm(this.terms, operand, low, high, ast.span));
  }

  private inList(ast: Ast & { kind: 'in' }): Term | null {
    if (ast.options.length === 0) return this.refuse(problem('sql/argument-count', ast.span, { name: 'IN', got: 0, takes: 'one value or more' }));
    const operands = this.all([ast.operand, ...ast.options]);
    return operands === null ? null : this.took(inTerm(this.terms, operands, ast.span));
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
    return operand === null ? null : this.took(isTerm(this.terms, operand, ast.what, ast.operand.span, ast.span));
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
    if (ast.operand !== null) return operand === null ? null : this.took(compareTerm(this.terms, '=', operand, when, whenAst.span));
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
      const refused = refusedNamed(ast.name);
      if (refused !== undefined) {
        return this.refuse(
          problem('function/refused', ast.nameSpan, { name: ast.name.toLowerCase(), reason: refused.reason, instead: refused.instead }),
        );
      }
      this.all(ast.args);
      return this.refuse(problem('sql/unknown-function', ast.nameSpan, { name: ast.name, suggestion: nearestName(ast.name, functionNames()) }));
    }
    const withUnit = ast.args.length === 3 ? unitCall(ast.name) : null;
    if (withUnit !== null) return this.unitCall(withUnit, ast);
    if (ast.distinct) return this.refuse(problem('sql/unsupported-form', ast.span, { what: `DISTINCT in ${definition.name}` }));
    if (ast.filter !== null) return this.refuse(problem('sql/unsupported-form', ast.span, { what: `FILTER after ${definition.name}` }));
    if (ast.within !== undefined) return this.refuse(problem('sql/unsupported-form', ast.span, { what: `WITHIN GROUP after ${definition.name}` }));
    if (ast.ignoreNulls === true) return this.refuse(problem('sql/unsupported-form', ast.span, { what: `IGNORE NULLS after ${definition.name}` }));
    if (ast.star) return this.refuse(problem('sql/argument-types', ast.span, { name: definition.name, got: '*', takes: takenBy(definition) }));
    if (definition.lambdas !== undefined && ast.args.some((arg) => arg.kind === 'lambda'))
      return this.lambdaCall(definition, definition.lambdas, ast);
    if (definition.name === 'struct' && ast.args.some((arg) => arg.kind === 'named'))
      return this.apply('named_struct', namedFields(ast.args), ast.nameSpan, ast.span);
    return this.apply(definition.name, ast.args, ast.nameSpan, ast.span);
  }

  /** A call with lambdas: each is checked once the arguments before it have told the types of its variables. */
  private lambdaCall(definition: FunctionDefinition, rule: LambdaRule, ast: Ast & { kind: 'call' }): Term | null {
    const args: Term[] = [];
    const frames: Term[] = [];
    for (const [i, arg] of ast.args.entries()) {
      const isLambda = arg.kind === 'lambda';
      const types = isLambda && rule.at.includes(i) ? rule.variables(i, arg.parameters.length, args) : null;
      const term = isLambda ? (types === null ? null : this.lambdaBody(arg, types)) : rule.at.includes(i) ? null : this.term(arg);
      if (term === null) {
        if (this.problems.length > 0) return null;
        const got = isLambda ? 'this lambda function' : 'no lambda function';
        return this.refuse(problem('sql/argument-types', arg.span, { name: definition.name, got, takes: takenBy(definition) }));
      }
      args.push(term);
      if (isLambda) frames.push(lambdaFrame(term, this.scope.length + this.locals.length));
    }
    const term = rule.build(args, frames, ast.span, this.terms);
    return term ?? this.refuse(problem('sql/argument-types', ast.span, { name: definition.name, got: typeList(args), takes: takenBy(definition) }));
  }

  private lambdaBody(lambda: Ast & { kind: 'lambda' }, types: readonly DataType[]): Term | null {
    const outer = this.locals;
    const first = this.scope.length + outer.length;
    this.locals = [...outer, ...lambda.parameters.map(({ name }, i) => ({ name, type: types[i] ?? INT, index: first + i }))];
    const body = this.term(lambda.body);
    this.locals = outer;
    return body;
  }

  /** timestampadd(HOUR, 5, t): the unit is a bare word, and no column. */
  private unitCall(name: string, ast: Ast & { kind: 'call' }): Term | null {
    const [unit, ...rest] = ast.args;
    if (unit?.kind !== 'column') {
      return this.refuse(
        problem('sql/time-unit', unit?.span ?? ast.span, { got: unit?.kind === 'string' ? `'${unit.value}'` : '', takes: TIME_UNITS.join(', ') }),
      );
    }
    return this.apply(name, [{ kind: 'string', value: unit.name, span: unit.span }, ...rest], ast.nameSpan, ast.span);
  }

  /** A call of the library by canonical name. */
  private apply(name: string, argAsts: readonly Ast[], nameSpan: Span, span: Span): Term | null {
    const definition = functionNamed(name);
    const given = this.all(argAsts);
    if (given === null || definition === undefined) return null;
    // What must be the same for every row may be computed, as long as it is.
    const wantsConstants = definition.refuse !== undefined || definition.refuseTerms !== undefined;
    const args = wantsConstants ? given.map(foldConstant) : given;
    if (!signaturesOf(definition).some((signature) => takes(signature, args.length))) {
      return this.refuse(problem('sql/argument-count', nameSpan, { name: definition.name, got: args.length, takes: takenBy(definition) }));
    }
    const unfit = definition.refuseTerms?.(args, span) ?? null;
    if (unfit !== null) return this.refuse(unfit);
    const bound = bindCall(definition, args, this.terms);
    const overload = bound === null || !wantsConstants ? bound : { ...bound, args: bound.args.map(foldConstant) };
    if (overload === null) {
      return this.refuse(problem('sql/argument-types', span, { name: definition.name, got: typeList(args), takes: takenBy(definition) }));
    }
    const refusal = definition.refuse?.(
      shapeOf(overload.args, overload.type, span),
      argAsts.map((ast) => ast.span),
    );
    if (refusal !== null && refusal !== undefined) return this.refuse(refusal);
    const term = constructCall(definition, overload, span, this.terms);
    if (term !== null) return term;
    return this.refuse(problem('sql/argument-types', span, { name: definition.name, got: typeList(args), takes: takenBy(definition) }));
  }
}

/** A literal as its lowest 32 bits. */
function wrapped(term: Term): Term {
  if (term.kind !== 'literal' || term.type.kind !== 'BIGINT') return term;
  const { literal } = term;
  if (literal.kind !== 'number' && literal.kind !== 'bigint') return term;
  return { ...term, literal: { kind: 'number', value: Number(BigInt.asIntN(32, BigInt(literal.value))) } };
}

/** struct(a AS x, b.c) as named_struct('x', a, 'c', b.c). */
function namedFields(args: readonly Ast[]): readonly Ast[] {
  return args.flatMap((arg, i) => {
    const name = arg.kind === 'named' || arg.kind === 'column' || arg.kind === 'field' ? arg.name : `col${i + 1}`;
    return [{ kind: 'string', value: name, span: arg.span }, arg.kind === 'named' ? arg.value : arg];
  });
}

/** What a call with a unit of time in front means. */
function unitCall(name: string): string | null {
  if (/^(?:date_?add|timestampadd)$/i.test(name)) return 'timestampadd';
  return /^(?:date_?diff|timestampdiff)$/i.test(name) ? 'timestampdiff' : null;
}
