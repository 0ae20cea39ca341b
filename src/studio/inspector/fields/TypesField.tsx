// Names with a type each, in order: the columns of a table, the fields of a state, the schema of what is parsed.
import { useId } from 'react';
import { settleTyping } from '../../store/document-store.ts';
import { Button } from '../../ui/Button.tsx';
import { EntryName } from './EntryName.tsx';
import { FieldErrors } from './Field.tsx';
import { type FieldOf, type FieldProps, writeChoice, writeTyping } from './field-props.ts';
import { freeEntryName, type NamedEntry, namedEntries } from './named-entries.ts';

const TYPES = ['STRING', 'BIGINT', 'INT', 'DOUBLE', 'BOOLEAN', 'DATE', 'TIMESTAMP', 'DECIMAL(10,2)', 'ARRAY<STRING>', 'MAP<STRING, STRING>'];

export function TypesField(props: FieldProps<FieldOf<'types'>>) {
  const { operatorId, field, value, problems, editable } = props;
  const listId = useId();
  const entries = namedEntries(value ?? field.default ?? {});
  const write = (next: readonly NamedEntry[]): void => writeTyping(props, Object.fromEntries(next));
  const change = (index: number, entry: NamedEntry): void => write(entries.map((known, i) => (i === index ? entry : known)));
  const general = problems.filter((problem) => problem.where.column === undefined || !entries.some(([name]) => name === problem.where.column));
  return (
    <fieldset className="field named">
      <legend className="f-label">{field.label}</legend>
      <datalist id={listId}>
        {TYPES.map((type) => (
          <option key={type} value={type} />
        ))}
      </datalist>
      {entries.map(([name, type], index) => {
        const own = problems.filter((problem) => problem.where.column === name);
        const position = index;
        return (
          <div key={`${operatorId}:${position}`} className="agg-row">
            <div className={own.length > 0 ? 'agg is-types is-error' : 'agg is-types'}>
              <EntryName
                label={`Name of ${name}`}
                name={name}
                taken={entries.map(([other]) => other)}
                editable={editable}
                onRename={(next) => change(index, [next, type])}
              />
              <input
                className="agg-type mono"
                aria-label={`Type of ${name}`}
                aria-invalid={own.length > 0 ? true : undefined}
                value={type}
                list={listId}
                readOnly={!editable}
                spellCheck={false}
                autoComplete="off"
                onChange={(event) => change(index, [name, event.target.value])}
                onBlur={settleTyping}
              />
              {editable && (
                <button
                  type="button"
                  className="agg-remove"
                  aria-label={`Remove ${name}`}
                  onClick={() => writeChoice(props, Object.fromEntries(entries.filter((_entry, i) => i !== index)))}
                >
                  ×
                </button>
              )}
            </div>
            <FieldErrors problems={own.filter((problem) => problem.severity === 'error')} />
          </div>
        );
      })}
      {editable && (
        <Button
          icon="plus"
          kind="ghost"
          dense={true}
          link={true}
          onClick={() => writeChoice(props, Object.fromEntries([...entries, [freeEntryName(entries, 'value'), 'STRING']]))}
        >
          Add one
        </Button>
      )}
      {general.length > 0 ? (
        <FieldErrors problems={general.filter((problem) => problem.severity === 'error')} />
      ) : (
        <p className="help">{field.help}</p>
      )}
    </fieldset>
  );
}
