import { ok } from '../problem/problem.ts';
import { allColumns } from './all-columns.ts';
import { groupKeys } from './group-keys.ts';
import { errorPolicyOf, outputWithErrors } from './lowered.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { listOf, textOf } from './param-values.ts';
import { ERRORS, IN, onErrorField, valueKeysField } from './shared-fields.ts';
import { byKeys } from './summary.ts';

export const countValues: OperatorDefinition = {
  type: 'count-values',
  family: 'transform',
  title: 'Count by value',
  hint: 'Equal rows, each batch',
  icon: 'op-count-batch',
  help: 'Counts, in each batch, how often each value occurs: of the whole row, or of the columns chosen. A batch without rows gives none. It keeps no state.',
  aliases: ['countByValue', 'histogram', 'frequency', 'group count', 'reduceByKey'],
  inputs: [IN],
  outputs: [{ id: 'out', label: 'Counts' }, ERRORS],
  fields: [valueKeysField, { kind: 'name', name: 'as', label: 'New column', help: 'Name of the column with the count.', default: 'n' }, onErrorField],
  example: {
    title: 'Each word with how often this batch had it.',
    params: { keys: [], as: 'n' },
    input: { schema: 'word STRING', rows: [['whale'], ['ship'], ['whale']] },
    output: {
      schema: 'word STRING, n BIGINT',
      rows: [
        ['whale', 2],
        ['ship', 1],
      ],
    },
  },
  summarize: (params) => ({ text: `each batch${byKeys(params) || ', whole rows'}`, mono: false }),
  lower(context) {
    const { operatorId, label, params, builder } = context;
    const input = onlyInput(context);
    const { columns } = builder.streamType(input);
    const keys = listOf(params, 'keys').length === 0 ? ok(allColumns(columns, 'keys')) : groupKeys(context, columns);
    if (!keys.ok) return keys;
    const aggregates = [{ name: textOf(params, 'as'), text: 'count(*)', param: 'as' }];
    const onError = errorPolicyOf(context);
    return outputWithErrors(
      context,
      builder.aggregate({ operatorId, role: 'count', label, input, windowing: { kind: 'perBatch' }, keys: keys.value, aggregates, onError }),
    );
  },
};
