import { settleTyping } from '../../store/document-store.ts';
import { Field } from './Field.tsx';
import { type FieldOf, type FieldProps, textValue, writeTyping } from './field-props.ts';

/** A text, or the name of a new column. */
export function TextField(props: FieldProps<FieldOf<'text' | 'name'>>) {
  const { field, problems, editable } = props;
  return (
    <Field label={field.label} help={field.help} problems={problems}>
      {(ids) => (
        <input
          {...ids}
          className={`input${field.kind === 'name' ? ' mono' : ''}${problems.length > 0 ? ' is-error' : ''}`}
          value={textValue(props)}
          placeholder={field.kind === 'text' ? field.placeholder : undefined}
          readOnly={!editable}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => writeTyping(props, event.target.value)}
          onBlur={settleTyping}
        />
      )}
    </Field>
  );
}
