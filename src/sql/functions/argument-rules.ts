// What Spark refuses although a cast would do: functions that take arguments of the types themselves, and those that want a type
// where a bare NULL has none.
import { type DataType, formatType } from '../../columns/data-type.ts';
import { problem } from '../../problem/problem.ts';
import type { Term } from '../expression.ts';
import type { FunctionDefinition } from './function-definition.ts';

type Rule = NonNullable<FunctionDefinition['refuseTerms']>;

/** The first refusal of the rules. */
export function eachOf(...rules: readonly Rule[]): Rule {
  return (args, span) => {
    for (const rule of rules) {
      const refusal = rule(args, span);
      if (refusal !== null) return refusal;
    }
    return null;
  };
}

function refused(name: string, term: Term, takes: string): ReturnType<Rule> {
  const got = term.type.kind === 'VOID' ? 'a bare NULL' : formatType(term.type);
  return problem('sql/argument-types', term.span, { name, got, takes });
}

/** Arguments (from `first` to `last`) that are of one of the types, or a bare NULL; nothing is cast to them. */
export function only(name: string, kinds: readonly DataType['kind'][], first = 0, last = Number.POSITIVE_INFINITY): Rule {
  return (args) => {
    const other = args.find((term, i) => i >= first && i <= last && term.type.kind !== 'VOID' && !kinds.includes(term.type.kind));
    return other === undefined ? null : refused(name, other, `${kinds.join(' or ')} itself; CAST says so`);
  };
}

/** Arguments that are texts; numbers and dates do not become text here. */
export function onlyTexts(name: string, first = 0, last = Number.POSITIVE_INFINITY): Rule {
  return only(name, ['STRING'], first, last);
}

/** Arguments (by place; all, if none is given) that must have a type. */
export function typedArguments(name: string, ...places: readonly number[]): Rule {
  return (args) => {
    const bare = args.find((term, i) => (places.length === 0 || places.includes(i)) && term.type.kind === 'VOID');
    return bare === undefined ? null : refused(name, bare, 'a value with a type, such as CAST(NULL AS INT) or CAST(NULL AS ARRAY<INT>)');
  };
}
