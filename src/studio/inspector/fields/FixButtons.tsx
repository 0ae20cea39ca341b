// What would mend a problem of an expression, each with one click. Brings the checker, which tries every fix before it is offered;
// so it is loaded with the first error.
import type { Problem } from '../../../problem/problem.ts';
import { applied, quickFixes } from '../../../sql/quick-fixes.ts';
import type { Fixing } from './fixing.ts';

const MOST = 3;

export default function FixButtons({ problem, fixing }: { readonly problem: Problem; readonly fixing: Fixing }) {
  const { text, scope, aggregates, write } = fixing;
  if (problem.where.from === undefined) return null;
  return quickFixes(problem, text, scope, aggregates)
    .slice(0, MOST)
    .map((fix) => (
      <button key={fix.title} type="button" className="fix" onClick={() => write(applied(text, fix))}>
        {fix.title}
      </button>
    ));
}
