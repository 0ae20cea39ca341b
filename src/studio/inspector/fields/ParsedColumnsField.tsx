// The columns that are read of each record: name, type, how a value is written, and for JSON from where. Those of a file come from its
// preview; those of a live source are written here.

import type { ValueForm } from '../../../formats/record-format.ts';
import { formFor, formId, formsOf, typeOf } from '../../files/wish-changes.ts';
import { settleTyping, useDocument } from '../../store/document-store.ts';
import { countOf } from '../../text/numbers.ts';
import { Button } from '../../ui/Button.tsx';
import { FieldErrors } from './Field.tsx';
import { type FieldOf, type FieldProps, writeChoice, writeTyping } from './field-props.ts';
import { type ColumnEntry, columnEntries, columnsJson, freeColumn, pathOf, type RecordShape, recordShape, renamedColumn } from './parsed-columns.ts';

const TYPES = ['STRING', 'BIGINT', 'INT', 'DOUBLE', 'BOOLEAN', 'DATE', 'TIMESTAMP'];

export function ParsedColumnsField(props: FieldProps<FieldOf<'parsed-columns'>>) {
  const { operatorId, field, value, problems, editable } = props;
  const shape = useDocument((state) => recordShape(state.document?.operators[operatorId]?.params['format']));
  const columns = columnEntries(value ?? []);
  const listId = `${operatorId}-${field.name}-types`;
  const write = (index: number, column: ColumnEntry): void =>
    writeTyping(props, columnsJson(columns.map((known, i) => (i === index ? column : known))));
  const choose = (index: number, column: ColumnEntry): void =>
    writeChoice(props, columnsJson(columns.map((known, i) => (i === index ? column : known))));
  const general = problems.filter((problem) => problem.where.column === undefined && problem.severity === 'error');
  return (
    <fieldset className="field named">
      <legend className="f-label">
        {field.label}
        {columns.length > 0 && <span className="dim"> {countOf(columns.length, 'column')}</span>}
      </legend>
      <datalist id={listId}>
        {TYPES.map((type) => (
          <option key={type} value={type} />
        ))}
      </datalist>
      <div className="columns-list">
        {columns.map((column, index) => {
          const own = problems.filter((problem) => problem.where.column === column.name && problem.severity === 'error');
          const position = index;
          return (
            <div key={`${operatorId}:${position}`} className="agg-row">
              <div className={own.length > 0 ? 'agg is-types is-error' : 'agg is-types'}>
                <input
                  className="agg-name"
                  aria-label={`Name of column ${column.name}`}
                  value={column.name}
                  readOnly={!editable}
                  spellCheck={false}
                  autoComplete="off"
                  onChange={(event) => write(index, renamedColumn(column, event.target.value, shape))}
                  onBlur={settleTyping}
                />
                <input
                  className="agg-type mono"
                  aria-label={`Type of column ${column.name}`}
                  value={column.type}
                  list={listId}
                  readOnly={!editable}
                  spellCheck={false}
                  autoComplete="off"
                  onChange={(event) => write(index, { ...column, type: event.target.value })}
                  onBlur={settleTyping}
                />
                {editable && (
                  <button
                    type="button"
                    className="agg-remove"
                    aria-label={`Leave out ${column.name}`}
                    onClick={() => writeChoice(props, columnsJson(columns.filter((_column, i) => i !== index)))}
                  >
                    ×
                  </button>
                )}
              </div>
              {editable && (
                <ColumnReading column={column} shape={shape} onWrite={(next) => write(index, next)} onChoose={(next) => choose(index, next)} />
              )}
              <FieldErrors problems={own} />
            </div>
          );
        })}
      </div>
      {editable && shape?.live === true && (
        <Button
          icon="plus"
          kind="ghost"
          dense={true}
          link={true}
          onClick={() => writeChoice(props, columnsJson([...columns, freeColumn(columns, shape)]))}
        >
          Add a column
        </Button>
      )}
      {general.length > 0 ? <FieldErrors problems={general} /> : columns.length === 0 && <p className="help">{field.help}</p>}
    </fieldset>
  );
}

interface ReadingProps {
  readonly column: ColumnEntry;
  readonly shape: RecordShape | null;
  readonly onWrite: (column: ColumnEntry) => void;
  readonly onChoose: (column: ColumnEntry) => void;
}

/** Where a value stands in the record, for JSON of a live source, and how it is written, where its type leaves that open. */
function ColumnReading({ column, shape, onWrite, onChoose }: ReadingProps) {
  const type = typeOf(column.type.trim().toUpperCase());
  const form: ValueForm = formFor(type, column.form ?? { kind: 'cast' });
  const forms = formsOf(type);
  const path = shape?.live === true && shape.kind === 'json' && typeof column.from === 'string' && column.from !== pathOf(column.name);
  if (forms.length === 1 && !path) return null;
  return (
    <div className="column-reading">
      {path && (
        <input
          className="input mono"
          aria-label={`Member of ${column.name}`}
          value={column.from}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onWrite({ ...column, from: event.target.value })}
          onBlur={settleTyping}
        />
      )}
      {forms.length > 1 && (
        <select
          className="input"
          aria-label={`How ${column.name} is read`}
          value={formId(form)}
          onChange={(event) => {
            const next = forms.find(({ id }) => id === event.target.value);
            const { form: _before, ...rest } = column;
            if (next !== undefined) onChoose(next.form.kind === 'cast' ? rest : { ...rest, form: next.form });
          }}
        >
          {forms.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      )}
      {form.kind === 'pattern' && (
        <input
          className="input mono"
          aria-label={`Pattern of ${column.name}`}
          value={form.pattern}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onWrite({ ...column, form: { kind: 'pattern', pattern: event.target.value } })}
          onBlur={settleTyping}
        />
      )}
    </div>
  );
}
