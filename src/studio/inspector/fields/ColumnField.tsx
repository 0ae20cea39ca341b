import { formatType, isNumericType } from '../../../columns/data-type.ts';
import { Field } from './Field.tsx';
import { type FieldOf, type FieldProps, textValue, writeChoice } from './field-props.ts';

/** One of the input's columns. A name the input no longer has stays shown, so that it can be seen what was meant. */
export function ColumnField(props: FieldProps<FieldOf<'column'>>) {
  const { field, problems, columns, editable } = props;
  const value = textValue(props);
  const offered = columns.filter((column) => field.numeric !== true || isNumericType(column.type));
  const known = offered.some((column) => column.name.toLowerCase() === value.toLowerCase());
  return (
    <Field label={field.label} help={field.help} problems={problems}>
      {(ids) => (
        <select
          {...ids}
          className={problems.length > 0 ? 'input mono is-error' : 'input mono'}
          value={offered.find((column) => column.name.toLowerCase() === value.toLowerCase())?.name ?? value}
          disabled={!editable}
          onChange={(event) => writeChoice(props, event.target.value === '' ? undefined : event.target.value)}
        >
          {(field.optional === true || value === '') && <option value="">{field.optional === true ? 'None' : 'Choose a column'}</option>}
          {!known && value !== '' && <option value={value}>{value} (not in the input)</option>}
          {offered.map((column) => (
            <option key={column.name} value={column.name}>
              {column.name} {formatType(column.type)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
