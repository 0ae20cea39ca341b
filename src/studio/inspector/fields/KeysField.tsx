// Group keys: columns as tokens, or expressions with a name. Typing filters the columns that are left; Enter takes one.
import { useId, useState } from 'react';
import { formatType } from '../../../columns/data-type.ts';
import type { Json } from '../../../problem/json.ts';
import { isComposing } from '../../ui/composing.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Field } from './Field.tsx';
import { type FieldOf, type FieldProps, writeChoice } from './field-props.ts';

export function KeysField(props: FieldProps<FieldOf<'keys'>>) {
  const { field, value, problems, columns, editable } = props;
  const keys = keysOf(value ?? field.default ?? []);
  const [query, setQuery] = useState('');
  const [open, setOpen] = useState(false);
  const [marked, setMarked] = useState(0);
  const listId = useId();
  const wanted = query.trim().toLowerCase();
  const offered = columns.filter(
    (column) => !keys.some((key) => key.toLowerCase() === column.name.toLowerCase()) && column.name.toLowerCase().includes(wanted),
  );
  const add = (key: string): void => {
    if (key.trim() === '') return;
    writeChoice(props, [...keys, key.trim()]);
    setQuery('');
    setMarked(0);
  };
  const remove = (index: number): void => writeChoice(props, keys.toSpliced(index, 1));
  const wrong = new Set(problems.map((problem) => problem.where.column));
  return (
    <Field label={field.label} help={field.help} problems={problems}>
      {(ids) => (
        <div className={problems.length > 0 ? 'tokens is-error' : 'tokens'}>
          {keys.map((key, index) => (
            <span key={key} className={wrong.has(key) ? 'token is-error' : 'token'}>
              {key}
              {editable && (
                <button type="button" aria-label={`Remove ${key}`} onClick={() => remove(index)}>
                  <Icon name="close" />
                </button>
              )}
            </span>
          ))}
          {editable && (
            <span className="combo">
              <input
                {...ids}
                role="combobox"
                aria-expanded={open && offered.length > 0}
                aria-controls={listId}
                aria-autocomplete="list"
                aria-activedescendant={open && offered[marked] !== undefined ? `${listId}-${marked}` : undefined}
                value={query}
                placeholder="Add a column"
                autoComplete="off"
                spellCheck={false}
                onFocus={() => setOpen(true)}
                onBlur={() => {
                  setOpen(false);
                  if (/\sas\s/i.test(query)) add(query);
                }}
                onChange={(event) => {
                  setQuery(event.target.value);
                  setMarked(0);
                  setOpen(true);
                }}
                onKeyDown={(event) => {
                  if (isComposing(event)) return;
                  switch (event.key) {
                    case 'ArrowDown':
                      event.preventDefault();
                      setMarked((at) => Math.min(at + 1, offered.length - 1));
                      break;
                    case 'ArrowUp':
                      event.preventDefault();
                      setMarked((at) => Math.max(at - 1, 0));
                      break;
                    case 'Enter':
                      event.preventDefault();
                      add(offered[marked]?.name ?? query);
                      break;
                    case 'Escape':
                      setOpen(false);
                      break;
                    case 'Backspace':
                      if (query === '' && keys.length > 0 && !event.repeat) remove(keys.length - 1);
                      break;
                  }
                }}
              />
              {open && offered.length > 0 && (
                // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the list of a combobox
                <ul className="pop comp" id={listId} role="listbox" aria-label="Columns">
                  {offered.map((column, index) => (
                    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
                    <li
                      key={column.name}
                      id={`${listId}-${index}`}
                      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: an entry of that list
                      role="option"
                      tabIndex={-1}
                      aria-selected={index === marked}
                      className={index === marked ? 'is-on' : undefined}
                      onPointerDown={(event) => event.preventDefault()}
                      onClick={() => add(column.name)}
                    >
                      <span className="k c">c</span>
                      <span>{column.name}</span>
                      <span className="ty">{formatType(column.type)}</span>
                    </li>
                  ))}
                </ul>
              )}
            </span>
          )}
        </div>
      )}
    </Field>
  );
}

function keysOf(value: Json): readonly string[] {
  return Array.isArray(value) ? value.filter((key: Json): key is string => typeof key === 'string') : [];
}
