// From a function and checked arguments to a term: the overload that fits, casts where the types differ, and what a function that
// is written out stands for.
import { type DataType, formatType } from '../columns/data-type.ts';
import { canCast, fitOf } from './coercion.ts';
import type { Span, Term } from './expression.ts';
import type { CallShape, FunctionDefinition } from './functions/function-definition.ts';
import { library, signaturesOf } from './functions/library.ts';
import { chooseOverload } from './functions/signature.ts';
import { regrouped } from './regroup-sums.ts';
import type { TermBuilder } from './term-builder.ts';

/** Arguments cast to the chosen overload, and its result. */
export interface BoundCall {
  readonly args: readonly Term[];
  readonly type: DataType;
}

/** The overload the arguments fit best, with casts inserted, or null. */
export function bindCall(definition: FunctionDefinition, args: readonly Term[], terms: TermBuilder): BoundCall | null {
  const chosen =
    definition.typed === undefined
      ? chooseOverload(
          signaturesOf(definition),
          args.map((term) => term.type),
        )
      : definition.typed(args);
  // `typed` may ask for a type that an argument cannot become.
  if (chosen === null || args.some((term, i) => !canCast(term.type, chosen.params[i] ?? term.type))) return null;
  const cast = (term: Term, i: number): Term => {
    const wanted = chosen.params[i] ?? term.type;
    const silent = definition.triesCasts === true && term.type.kind === 'STRING' && wanted.kind !== 'STRING';
    return silent ? terms.call('try_cast', [term], wanted, term.span) : terms.cast(term, wanted);
  };
  return { args: args.map(cast), type: chosen.result };
}

/** The call term, or what the function stands for; null when the types do not go together after all. */
export function constructCall(definition: FunctionDefinition, bound: BoundCall, span: Span, terms: TermBuilder): Term | null {
  const { kernel } = definition;
  if (kernel.kind !== 'rewrite') return regrouped(terms.call(definition.name, bound.args, bound.type, span), terms);
  return kernel.rewrite(bound.args, bound.type, span, terms);
}

/** What the operator means for these operands besides arithmetic of numbers: the first definition that names it and fits. */
export function operatorCall(operator: string, args: readonly Term[], span: Span, terms: TermBuilder): Term | null {
  for (const definition of library) {
    if (definition.operator !== operator) continue;
    const bound = bindCall(definition, args, terms);
    // Signatures alone are too willing: '2024-01-01' + 1 is no date.
    if (definition.typed === undefined && bound?.args.some((term, i) => fitOf(args[i]?.type ?? term.type, term.type) === 'cast') === true) continue;
    const term = bound === null ? null : constructCall(definition, bound, span, terms);
    if (term !== null) return term;
  }
  return null;
}

export function shapeOf(args: readonly Term[], type: DataType, span: Span): CallShape {
  return {
    type,
    argTypes: args.map((term) => term.type),
    literals: args.map((term) => (term.kind === 'literal' ? term.literal : null)),
    span,
  };
}

export function typeList(terms: readonly Term[]): string {
  return terms.map((term) => (term.type.kind === 'VOID' ? 'NULL' : formatType(term.type))).join(', ');
}

/** "substring(text STRING, start INT)": the ways to call it. */
export function takenBy(definition: FunctionDefinition): string {
  if (definition.written !== undefined) return definition.written;
  return definition.signatures.map((signature) => signature.slice(0, signature.indexOf(' -> '))).join(' or ');
}
