import { settleTyping } from '../../store/document-store.ts';
import { DurationInput } from './DurationInput.tsx';
import { Field } from './Field.tsx';
import { type FieldOf, type FieldProps, textValue, writeChoice, writeTyping } from './field-props.ts';

export function DurationField(props: FieldProps<FieldOf<'duration'>>) {
  const { field, problems, editable } = props;
  return (
    <Field label={field.label} help={field.help} problems={problems}>
      {(ids) => (
        <DurationInput
          ids={ids}
          label={field.label}
          value={textValue(props)}
          wrong={problems.length > 0}
          editable={editable}
          onType={(text) => writeTyping(props, text)}
          onChoose={(text) => writeChoice(props, text)}
          onLeave={settleTyping}
        />
      )}
    </Field>
  );
}
