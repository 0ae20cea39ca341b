import type { Schema } from '../columns/data-type.ts';
import type { NamedText } from '../plan/node-request.ts';
import { columnText } from './group-keys.ts';
import { errorPolicyOf, outputWithErrors } from './lowered.ts';
import { onlyInput } from './only-input.ts';
import type { OperatorDefinition } from './operator-definition.ts';
import { entriesOf, namedTexts, textOf } from './param-values.ts';
import { ERRORS, IN, OUT, onErrorField } from './shared-fields.ts';

export const map: OperatorDefinition = {
  type: 'map',
  family: 'transform',
  title: 'Map',
  hint: 'Add or change columns',
  icon: 'op-fx',
  help: 'Computes new columns from the columns of the row. They are added behind the ones the row has, and one that has the name of an existing column takes its place; or the new columns are the whole new row. It keeps no state.',
  aliases: ['select', 'withColumn', 'project', 'compute', 'rename', 'cast', 'expression'],
  inputs: [IN],
  outputs: [OUT, ERRORS],
  fields: [
    {
      kind: 'choice',
      name: 'mode',
      label: 'Columns',
      help: 'Whether the columns of the input stay.',
      default: 'add',
      options: [
        { value: 'add', label: 'Add', help: 'All columns of the input stay.' },
        { value: 'replace', label: 'Replace', help: 'Only the new columns are left.' },
      ],
    },
    { kind: 'expressions', name: 'columns', label: 'New columns', help: 'Each new column with the expression that computes it.' },
    onErrorField,
  ],
  example: {
    title: 'The length of each word beside it.',
    params: { mode: 'add', columns: { letters: 'length(word)' } },
    input: { schema: 'word STRING', rows: [['whale'], [null]] },
    output: {
      schema: 'word STRING, letters INT',
      rows: [
        ['whale', 5],
        [null, null],
      ],
    },
  },
  summarize(params) {
    const columns = entriesOf(params, 'columns');
    const [first] = columns;
    if (first === undefined) return { text: 'no columns yet', mono: false };
    return columns.length === 1 ? { text: `${first[0]} = ${first[1]}`, mono: true } : { text: columns.map(([name]) => name).join(', '), mono: true };
  },
  lower(context) {
    const { operatorId, label, params, builder } = context;
    const input = onlyInput(context);
    const added = namedTexts(params, 'columns');
    const columns = textOf(params, 'mode') === 'replace' ? added : beside(builder.streamType(input).columns, added);
    const onError = errorPolicyOf(context);
    return outputWithErrors(context, builder.project({ operatorId, role: 'columns', label, input, columns, onError }));
  },
};

/** The columns of the input, those computed anew in their place, then the others. */
function beside(input: Schema, added: readonly NamedText[]): readonly NamedText[] {
  const takesPlace = (name: string) => added.find((column) => column.name.toLowerCase() === name.toLowerCase());
  const kept = input.map(({ name }) => takesPlace(name) ?? { name, text: columnText(name), param: 'columns' });
  return [...kept, ...added.filter((column) => !kept.includes(column))];
}
