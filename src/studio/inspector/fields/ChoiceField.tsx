import { useId } from 'react';
import { Field } from './Field.tsx';
import { type FieldOf, type FieldProps, textValue, writeChoice } from './field-props.ts';

const MOST_IN_A_ROW = 3;
const LONGEST_IN_A_ROW = 26;

/** A few short options stand side by side, more of them in a list. One option alone is a fact, not a choice. */
export function ChoiceField(props: FieldProps<FieldOf<'choice'>>) {
  const { field, problems, editable } = props;
  const name = useId();
  const value = textValue(props);
  const chosen = field.options.find((option) => option.value === value);
  const help = chosen?.help ?? field.help;
  const inRow = field.options.length <= MOST_IN_A_ROW && field.options.map((option) => option.label).join('').length <= LONGEST_IN_A_ROW;
  if (field.options.length === 1) {
    return (
      <div className="field">
        <div className="f-fact">
          <span className="f-label">{field.label}</span>
          <b>{chosen?.label ?? value}</b>
        </div>
        <p className="help">{help}</p>
      </div>
    );
  }
  return (
    <Field label={field.label} help={help} problems={problems}>
      {(ids) =>
        inRow ? (
          <div className="seg" id={ids.id} role="radiogroup" aria-label={field.label} aria-describedby={ids['aria-describedby']}>
            {field.options.map((option) => (
              <label key={option.value} className={option.value === value ? 'on' : undefined}>
                <input
                  type="radio"
                  name={name}
                  value={option.value}
                  checked={option.value === value}
                  disabled={!editable}
                  onChange={() => writeChoice(props, option.value)}
                />
                {option.label}
              </label>
            ))}
          </div>
        ) : (
          <select {...ids} className="input" value={value} disabled={!editable} onChange={(event) => writeChoice(props, event.target.value)}>
            {chosen === undefined && <option value={value}>{value}</option>}
            {field.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        )
      }
    </Field>
  );
}
