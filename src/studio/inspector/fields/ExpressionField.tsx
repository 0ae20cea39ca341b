import { settleTyping } from '../../store/document-store.ts';
import { ExpressionInput } from './ExpressionInput.tsx';
import { Field } from './Field.tsx';
import { type FieldOf, type FieldProps, textValue, writeTyping } from './field-props.ts';

export function ExpressionField(props: FieldProps<FieldOf<'expression'>>) {
  const { operatorId, field, problems, columns, editable } = props;
  return (
    <Field label={field.label} help={field.help} problems={problems}>
      {(ids) => (
        <ExpressionInput
          key={`${operatorId}:${field.name}`}
          ids={ids}
          label={field.label}
          value={textValue(props)}
          problems={problems}
          columns={columns}
          aggregates={false}
          editable={editable}
          onChange={(text) => writeTyping(props, text)}
          onLeave={settleTyping}
        />
      )}
    </Field>
  );
}
