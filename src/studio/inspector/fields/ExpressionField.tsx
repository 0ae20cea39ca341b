import { BOOLEAN } from '../../../columns/data-type.ts';
import { settleTyping } from '../../store/document-store.ts';
import { ExpressionInput } from './ExpressionInput.tsx';
import { Field } from './Field.tsx';
import { FunctionsLink } from './FunctionsLink.tsx';
import { type FieldOf, type FieldProps, textValue, writeChoice, writeTyping } from './field-props.ts';

export function ExpressionField(props: FieldProps<FieldOf<'expression'>>) {
  const { operatorId, field, problems, columns, editable } = props;
  return (
    <Field
      label={field.label}
      help={field.help}
      problems={problems}
      {...(editable
        ? { fixing: { text: textValue(props), scope: columns, aggregates: false, write: (text: string) => writeChoice(props, text) } }
        : {})}
      aside={<FunctionsLink />}
    >
      {(ids) => (
        <ExpressionInput
          key={`${operatorId}:${field.name}`}
          ids={ids}
          label={field.label}
          value={textValue(props)}
          problems={problems}
          columns={columns}
          aggregates={false}
          {...(field.wants === 'BOOLEAN' ? { wanted: BOOLEAN } : {})}
          editable={editable}
          onChange={(text) => writeTyping(props, text)}
          onLeave={settleTyping}
        />
      )}
    </Field>
  );
}
