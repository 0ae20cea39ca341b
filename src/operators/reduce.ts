import { outputWithErrors } from './lowered.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { entriesOf, namedTexts } from './param-values.ts';
import { presentGroups } from './present-groups.ts';
import { aggregatesField, ERRORS, IN, onErrorField } from './shared-fields.ts';

export const reduce: OperatorDefinition = {
  type: 'reduce',
  family: 'transform',
  title: 'Reduce',
  hint: 'All rows of a batch to one',
  icon: 'op-count-batch',
  help: 'Makes one row of all rows of a batch. A batch without rows gives none, as reduce does; count per batch gives 0 there. It keeps no state.',
  aliases: ['reduce', 'aggregate', 'sum', 'max', 'min', 'total of a batch'],
  inputs: [IN],
  outputs: [{ id: 'out', label: 'One row' }, ERRORS],
  fields: [{ ...aggregatesField, default: { total: 'count(*)' } }, onErrorField],
  example: {
    title: 'The longest answer of a batch and the mean of all.',
    params: { aggregates: { longest: 'max(ms)', mean: 'avg(ms)' } },
    input: { schema: 'ms INT', rows: [[120], [80], [100]] },
    output: { schema: 'longest INT, mean DOUBLE', rows: [[120, 100]] },
  },
  summarize(params) {
    const [first, ...more] = entriesOf(params, 'aggregates');
    if (first === undefined) return { text: 'each batch', mono: false };
    return { text: `${first[0]} = ${first[1]}${more.length === 0 ? '' : `, ${more.length} more`}`, mono: true };
  },
  lower(context) {
    const input = onlyInput(context);
    return outputWithErrors(
      context,
      presentGroups(context, { role: 'reduce', input, windowing: { kind: 'perBatch' }, aggregates: namedTexts(context.params, 'aggregates') }),
    );
  },
};
