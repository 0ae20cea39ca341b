import type { Windowing } from '../plan/plan.ts';
import { ok, type Result } from '../problem/problem.ts';
import { lowerAggregate } from './lower-aggregate.ts';
import type { LoweringContext } from './lowering-context.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { durationMs, namedTexts } from './param-values.ts';
import { aggregatesField, batchTimeField, ERRORS, IN, keysField, onErrorField } from './shared-fields.ts';
import { byKeys, shortDuration } from './summary.ts';

export const tumblingWindow: OperatorDefinition = {
  type: 'tumbling-window',
  family: 'window',
  title: 'Tumbling window',
  hint: 'Fixed, no overlap',
  icon: 'op-tumble',
  help: 'Cuts the stream into windows of one length, one after another, and gives for each group one row when a window closes. Every row counts in exactly one window. The length is a multiple of the batch interval. What is open is kept in checkpoints.',
  aliases: ['reduceByKeyAndWindow', 'countByWindow', 'GROUP BY', 'interval', 'bucket', 'aggregate', 'window'],
  inputs: [IN],
  outputs: [{ id: 'out', label: 'Closed windows' }, ERRORS],
  fields: [
    batchTimeField,
    {
      kind: 'duration',
      name: 'size',
      label: 'Length',
      help: 'How long a window is, such as 10 seconds. The next one starts where it ends.',
      default: '10 seconds',
    },
    keysField,
    aggregatesField,
    onErrorField,
  ],
  example: {
    title: 'One window holds three readings of two sensors.',
    params: { time: 'batch', size: '1 second', keys: ['sensor'], aggregates: { average: 'avg(t)', highest: 'max(t)' } },
    input: {
      schema: 'sensor STRING, t DOUBLE',
      rows: [
        ['roof', 20],
        ['cellar', 12],
        ['roof', 22],
      ],
    },
    output: {
      schema: 'sensor STRING, average DOUBLE, highest DOUBLE',
      rows: [
        ['roof', 21, 22],
        ['cellar', 12, 12],
      ],
    },
  },
  summarize: (params) => ({ text: `every ${shortDuration(params, 'size')}${byKeys(params)}`, mono: false }),
  lower: (context) => lowerAggregate(context, 'window', windowing(context), namedTexts(context.params, 'aggregates')),
};

function windowing(context: LoweringContext): Result<Windowing> {
  const size = durationMs(context, 'size');
  return size.ok ? ok({ kind: 'batchWindow', sizeMs: size.value, slideMs: size.value }) : size;
}
