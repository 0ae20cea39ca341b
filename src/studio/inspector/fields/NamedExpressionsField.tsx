// New columns: a name and an expression each, in order. Aggregates are the same with an aggregate call.
import { settleTyping } from '../../store/document-store.ts';
import { Button } from '../../ui/Button.tsx';
import { EntryName } from './EntryName.tsx';
import { ExpressionInput } from './ExpressionInput.tsx';
import { FieldErrors } from './Field.tsx';
import { FunctionsLink } from './FunctionsLink.tsx';
import { type FieldOf, type FieldProps, writeChoice, writeTyping } from './field-props.ts';
import { freeEntryName, type NamedEntry, namedEntries } from './named-entries.ts';

export function NamedExpressionsField(props: FieldProps<FieldOf<'expressions' | 'aggregates'>>) {
  const { operatorId, field, value, problems, columns, editable } = props;
  const entries = namedEntries(value ?? field.default ?? {});
  const aggregates = field.kind === 'aggregates';
  const write = (next: readonly NamedEntry[]): void => writeTyping(props, Object.fromEntries(next));
  const setExpression = (index: number, expression: string): void => write(entries.map((entry, i) => (i === index ? [entry[0], expression] : entry)));
  const rename = (index: number, name: string): void => write(entries.map((entry, i) => (i === index ? [name, entry[1]] : entry)));
  const general = problems.filter((problem) => problem.where.column === undefined || !entries.some(([name]) => name === problem.where.column));
  return (
    <fieldset className="field named">
      <legend className="f-label">{field.label}</legend>
      {entries.map(([name, expression], index) => {
        const own = problems.filter((problem) => problem.where.column === name);
        const position = index;
        return (
          <div key={`${operatorId}:${position}`} className="agg-row">
            <div className={own.length > 0 ? 'agg is-error' : 'agg'}>
              <EntryName
                label="Name of the new column"
                name={name}
                taken={entries.map(([other]) => other)}
                editable={editable}
                onRename={(next) => rename(index, next)}
              />
              <ExpressionInput
                ids={{
                  id: `${operatorId}-${field.name}-${position}`,
                  'aria-describedby': undefined,
                  'aria-invalid': own.length > 0 ? true : undefined,
                }}
                label={`Expression of ${name === '' ? 'the new column' : name}`}
                value={expression}
                problems={own}
                columns={columns}
                aggregates={aggregates}
                editable={editable}
                onChange={(text) => setExpression(index, text)}
                onLeave={settleTyping}
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
            <FieldErrors
              problems={own.filter((problem) => problem.severity === 'error')}
              fixing={
                editable
                  ? {
                      text: expression,
                      scope: columns,
                      aggregates,
                      write: (text) => writeChoice(props, Object.fromEntries(entries.map((entry, i) => (i === index ? [entry[0], text] : entry)))),
                    }
                  : undefined
              }
            />
          </div>
        );
      })}
      {editable && (
        <Button
          icon="plus"
          kind="ghost"
          dense={true}
          link={true}
          onClick={() => {
            const name = freeEntryName(entries, aggregates ? 'n' : 'column');
            writeChoice(props, Object.fromEntries([...entries, [name, aggregates ? 'count(*)' : (columns[0]?.name ?? 'NULL')]]));
          }}
        >
          {aggregates ? 'Add an aggregate' : 'Add a column'}
        </Button>
      )}
      {general.length > 0 ? (
        <FieldErrors problems={general.filter((problem) => problem.severity === 'error')} />
      ) : (
        <p className="help">{field.help}</p>
      )}
      <FunctionsLink />
    </fieldset>
  );
}
