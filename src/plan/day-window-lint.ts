// Windows of whole days begin at midnight UTC, whatever the zone: where clocks show something else, that is said before a run, with
// what begins at midnight there. Pure: which offsets a zone has is asked for one year, not for today.
import { type Problem, problem } from '../problem/problem.ts';
import { mustZone } from '../sql/datetime/zone-names.ts';
import type { Expression, Term } from '../sql/expression.ts';
import type { Plan, PlanNode } from './plan.ts';

const DAY_SECONDS = 86_400;
const DAY_MICROS = DAY_SECONDS * 1e6;
/** The first days of the months of 2024. */
const DAYS = [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335].map((day) => (19_723 + day) * DAY_SECONDS);

/** A warning for each node that groups by windows of days which do not begin at midnight on the zone's clocks. */
export function dayWindowProblems(plan: Plan): readonly Problem[] {
  if (mustZone(plan.timeZone).fixed === 0) return [];
  return plan.nodes.flatMap((node): readonly Problem[] => {
    for (const { param, name, expression } of grouping(node)) {
      const window = dayWindow(expression.root);
      if (window === null) continue;
      const starts = startClocks(plan.timeZone, window.start);
      if (starts.every((clock) => clock === '00:00')) continue;
      const params = { days: window.size / DAY_MICROS, starts: starts.join(' or '), zone: plan.timeZone, hours: hoursToMidnight(plan.timeZone) };
      return [problem('format/day-windows', { operator: node.operatorId, param, column: name }, params)];
    }
    return [];
  });
}

function grouping(node: PlanNode): readonly { readonly param: string; readonly name: string; readonly expression: Expression }[] {
  if (node.kind === 'aggregate') return node.keys.map((key) => ({ param: 'keys', ...key }));
  return node.kind === 'project' ? node.columns.map((column) => ({ param: 'columns', ...column })) : [];
}

function dayWindow(term: Term): { readonly size: number; readonly start: number } | null {
  if (term.kind === 'case') return null;
  if (term.kind !== 'call') return null;
  if (term.name === 'tumbling window') {
    const [, size, start] = term.args.map((arg) => (arg.kind === 'literal' && arg.literal.kind === 'number' ? arg.literal.value : 0));
    return size !== undefined && size > 0 && size % DAY_MICROS === 0 ? { size, start: start ?? 0 } : null;
  }
  for (const arg of term.args) {
    const found = dayWindow(arg);
    if (found !== null) return found;
  }
  return null;
}

/** What clocks show when a window begins, over a year: "01:00", "02:00". */
function startClocks(timeZone: string, startMicros: number): readonly string[] {
  const zone = mustZone(timeZone);
  const clocks = DAYS.map((day) => {
    const local = zone.localAt(day + Math.floor(startMicros / 1e6));
    const minutes = Math.floor((((local % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS) / 60);
    return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  });
  return [...new Set(clocks)];
}

/** Start of a window that begins at midnight there in summer: 22 hours for Berlin. */
function hoursToMidnight(timeZone: string): number {
  const summer = DAYS[6] as number;
  const offset = mustZone(timeZone).localAt(summer) - summer;
  return (((24 - offset / 3600) % 24) + 24) % 24;
}
