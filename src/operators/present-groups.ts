// Aggregates without keys that say nothing of no rows, as reduce does: SQL would answer one row of NULL.

import type { AggregateRequest } from '../plan/build-aggregate.ts';
import type { NodeId } from '../plan/plan.ts';
import type { Result } from '../problem/problem.ts';
import { allColumns } from './all-columns.ts';
import { errorPolicyOf } from './lowered.ts';
import type { LoweringContext } from './lowering-context.ts';

/** Not a name a user would give. */
const ROWS = 'rows of the group';

export function presentGroups(
  context: LoweringContext,
  request: Omit<AggregateRequest, 'operatorId' | 'label' | 'keys' | 'onError'>,
): Result<NodeId> {
  const { operatorId, label, builder } = context;
  const counted = [...request.aggregates, { name: ROWS, text: 'count(*)', param: 'aggregates' }];
  // Without any, the builder says what is missing.
  const aggregates = request.aggregates.length === 0 ? [] : counted;
  const all = builder.aggregate({ ...request, operatorId, label, keys: [], aggregates, onError: errorPolicyOf(context) });
  if (!all.ok) return all;
  const some = builder.filter({
    operatorId,
    role: `${request.role}-present`,
    label,
    input: all.value,
    condition: `\`${ROWS}\` > 0`,
    param: 'aggregates',
  });
  if (!some.ok) return some;
  const columns = allColumns(builder.streamType(some.value).columns, 'aggregates').filter(({ name }) => name !== ROWS);
  return builder.project({ operatorId, role: `${request.role}-columns`, label, input: some.value, columns });
}
