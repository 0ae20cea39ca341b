import { useState } from 'react';
import { settleTyping } from '../../store/document-store.ts';
import { Field } from './Field.tsx';
import { type FieldOf, type FieldProps, writeTyping } from './field-props.ts';

/** A whole number. What is typed and is no number yet stays in the field and is not written. */
export function IntegerField(props: FieldProps<FieldOf<'integer'>>) {
  const { field, value, problems, editable } = props;
  const written = typeof value === 'number' ? value : typeof field.default === 'number' ? field.default : null;
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Field label={field.label} help={field.help} problems={problems}>
      {(ids) => (
        <span className={problems.length > 0 ? 'input has-unit is-error' : 'input has-unit'}>
          <input
            {...ids}
            inputMode="numeric"
            value={typed ?? (written === null ? '' : String(written))}
            readOnly={!editable}
            autoComplete="off"
            onChange={(event) => {
              const text = event.target.value;
              setTyped(text);
              const number = Number(text.replaceAll(',', ''));
              if (text.trim() !== '' && Number.isFinite(number)) writeTyping(props, number);
            }}
            onBlur={() => {
              setTyped(null);
              settleTyping();
            }}
          />
          {field.unit !== undefined && <span className="u">{field.unit}</span>}
        </span>
      )}
    </Field>
  );
}
