// What operators mean for operands of given types: arithmetic, comparison, logic, tests. Each function gives the term, or the
// problem why there is none.
import { BOOLEAN, type DataType, formatType, isIntegerType, isNumericType, isOrderable, sameType } from '../columns/data-type.ts';
import { type Problem, problem } from '../problem/problem.ts';
import type { ArithmeticOperator } from './ast.ts';
import { bindCall, constructCall, operatorCall, typeList } from './bind-call.ts';
import { commonType, commonTypeOf, comparedType } from './coercion.ts';
import type { Span, Term } from './expression.ts';
import { functionNamed } from './functions/library.ts';
import { decimalOfInteger } from './number-literal.ts';
import type { TermBuilder } from './term-builder.ts';

/** A term, or why it cannot be. */
export type Checked = { readonly term: Term } | { readonly problem: Problem };

const named: Readonly<Partial<Record<ArithmeticOperator, string>>> = {
  '||': 'concat',
  '<<': 'shiftleft',
  '>>': 'shiftright',
  '>>>': 'shiftrightunsigned',
};

const taken: Readonly<Partial<Record<ArithmeticOperator, string>>> = {
  '||': 'values that become text, two ARRAYs or two BINARYs',
  div: 'whole numbers or DECIMALs',
  '&': 'two whole numbers',
  '|': 'two whole numbers',
  '^': 'two whole numbers',
  '<<': 'a whole number and an INT',
  '>>': 'a whole number and an INT',
  '>>>': 'a whole number and an INT',
};

export function arithmeticTerm(terms: TermBuilder, operator: ArithmeticOperator, left: Term, right: Term, span: Span): Checked {
  const name = named[operator] ?? operator;
  const definition = functionNamed(name);
  if (definition === undefined) return { problem: problem('sql/unsupported-form', span, { what: `the operator ${operator}` }) };
  const found = bound(terms, name, operator === '||' ? [left, right] : promoted(terms, left, right), span);
  const term = found ?? operatorCall(operator, [left, right], span, terms);
  if (term !== null) return { term };
  return { problem: mismatch(operator, left, right, span, taken[operator] ?? 'two numbers, or a time and an interval') };
}

function bound(terms: TermBuilder, name: string, args: readonly Term[], span: Span): Term | null {
  const definition = functionNamed(name);
  const call = definition === undefined ? null : bindCall(definition, args, terms);
  return definition === undefined || call === null ? null : constructCall(definition, call, span, terms);
}

/** A STRING beside a number is read as one, before anything else is decided: '7' / 2 reads a whole number. */
function promoted(terms: TermBuilder, left: Term, right: Term): readonly Term[] {
  const one = (side: Term, other: Term) => {
    const type = side.type.kind === 'STRING' && isNumericType(other.type) ? commonType(side.type, other.type) : null;
    return type === null ? side : terms.cast(side, type);
  };
  return [one(left, right), one(right, left)];
}

export function unaryTerm(terms: TermBuilder, operator: '-' | '+' | '~' | 'NOT', operand: Term, operandSpan: Span, span: Span): Checked {
  const name = { NOT: 'not', '-': 'negative', '+': 'positive', '~': '~' }[operator];
  const term = bound(terms, name, [operand], span);
  if (term !== null) return { term };
  const takes = { NOT: 'a BOOLEAN', '-': 'a number or an interval', '+': 'a number or an interval', '~': 'a whole number' }[operator];
  return { problem: problem('sql/operand-type', operandSpan, { operator, got: formatType(operand.type), takes }) };
}

export function compareTerm(terms: TermBuilder, operator: string, left: Term, right: Term, span: Span): Checked {
  const type = comparedType(exactType(left, right), exactType(right, left));
  if (type === null) return { problem: mismatch(operator, left, right, span, 'two values of one kind') };
  if (!isOrderable(type)) return { problem: mismatch(operator, left, right, span, 'values with an order, and a MAP has none') };
  return { term: terms.call(operator, [terms.cast(left, type), terms.cast(right, type)], BOOLEAN, span) };
}

/** Beside a DECIMAL an integer literal has only the digits it needs. */
function exactType(term: Term, other: Term): DataType {
  if (other.type.kind !== 'DECIMAL' || term.kind !== 'literal' || !isIntegerType(term.type)) return term.type;
  return decimalOfInteger(term.literal) ?? term.type;
}

export function logicTerm(terms: TermBuilder, operator: 'AND' | 'OR', left: Term, right: Term, span: Span): Checked {
  const name = operator === 'AND' ? 'and' : 'or';
  const isCondition = (term: Term) => term.type.kind === 'BOOLEAN' || term.type.kind === 'VOID' || term.type.kind === 'STRING';
  const texts = left.type.kind === 'STRING' && right.type.kind === 'STRING';
  const term = texts || !isCondition(left) || !isCondition(right) ? null : bound(terms, name, [left, right], span);
  return term === null ? { problem: mismatch(operator, left, right, span, 'two BOOLEANs') } : { term };
}

export function betweenTerm(terms: TermBuilder, operand: Term, low: Term, high: Term, span: Span): Checked {
  const lowType = comparedType(operand.type, low.type);
  const highType = comparedType(operand.type, high.type);
  if (lowType !== null && highType !== null && formatType(lowType) === formatType(highType) && isOrderable(lowType)) {
    const args = [operand, low, high].map((term) => terms.cast(term, lowType));
    return { term: terms.call('between', args, BOOLEAN, span) };
  }
  const above = compareTerm(terms, '>=', operand, low, span);
  if ('problem' in above) return above;
  const below = compareTerm(terms, '<=', operand, high, span);
  return 'problem' in below ? below : { term: terms.call('and', [above.term, below.term], BOOLEAN, span) };
}

/** `operands`: the value, then the options. */
export function inTerm(terms: TermBuilder, operands: readonly Term[], span: Span): Checked {
  const types = operands.map((term) => term.type);
  const type = commonTypeOf(types, commonType);
  if (type === null || !isOrderable(type)) return { problem: problem('sql/branch-types', span, { what: 'IN', got: typeList(operands) }) };
  const args = operands.map((term) => terms.cast(term, type));
  return { term: terms.call('in', args, BOOLEAN, span) };
}

export function isTerm(terms: TermBuilder, operand: Term, what: 'NULL' | 'TRUE' | 'FALSE' | 'UNKNOWN', operandSpan: Span, span: Span): Checked {
  if (what === 'NULL') return { term: terms.call('isnull', [operand], BOOLEAN, span) };
  const { kind } = operand.type;
  if (kind !== 'BOOLEAN' && kind !== 'VOID' && kind !== 'STRING') {
    return { problem: problem('sql/condition-type', operandSpan, { what: `IS ${what}`, got: formatType(operand.type) }) };
  }
  const condition = sameType(operand.type, BOOLEAN) ? operand : terms.cast(operand, BOOLEAN);
  if (what === 'UNKNOWN') return { term: terms.call('isnull', [condition], BOOLEAN, span) };
  const value: Term = { kind: 'literal', type: BOOLEAN, literal: { kind: 'boolean', value: what === 'TRUE' }, span };
  return { term: terms.call('<=>', [condition, value], BOOLEAN, span) };
}

function mismatch(operator: string, left: Term, right: Term, span: Span, takes: string): Problem {
  return problem('sql/operand-types', span, { operator, left: formatType(left.type), right: formatType(right.type), takes });
}
