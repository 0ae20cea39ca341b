// The columns that are read of each record: name and type can be changed here; how a value is written, in the preview.
import type { Json } from '../../../problem/json.ts';
import { settleTyping } from '../../store/document-store.ts';
import { countOf } from '../../text/numbers.ts';
import { FieldErrors } from './Field.tsx';
import { type FieldOf, type FieldProps, writeChoice, writeTyping } from './field-props.ts';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly from: number | string;
  readonly [part: string]: Json;
}

const TYPES = ['STRING', 'BIGINT', 'INT', 'DOUBLE', 'BOOLEAN', 'DATE', 'TIMESTAMP'];

export function ParsedColumnsField(props: FieldProps<FieldOf<'parsed-columns'>>) {
  const { operatorId, field, value, problems, editable } = props;
  const columns = columnsOf(value ?? []);
  const listId = `${operatorId}-${field.name}-types`;
  const change = (index: number, part: Partial<Column>): void =>
    writeTyping(props, columns.map((column, i) => (i === index ? { ...column, ...part } : column)) as Json);
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
          return (
            <div key={`${column.from}`} className="agg-row">
              <div className={own.length > 0 ? 'agg is-types is-error' : 'agg is-types'}>
                <input
                  className="agg-name"
                  aria-label={`Name of column ${column.name}`}
                  value={column.name}
                  readOnly={!editable}
                  spellCheck={false}
                  autoComplete="off"
                  onChange={(event) => change(index, { name: event.target.value })}
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
                  onChange={(event) => change(index, { type: event.target.value })}
                  onBlur={settleTyping}
                />
                {editable && (
                  <button
                    type="button"
                    className="agg-remove"
                    aria-label={`Leave out ${column.name}`}
                    onClick={() => writeChoice(props, columns.filter((_column, i) => i !== index) as Json)}
                  >
                    ×
                  </button>
                )}
              </div>
              <FieldErrors problems={own} />
            </div>
          );
        })}
      </div>
      {general.length > 0 ? <FieldErrors problems={general} /> : columns.length === 0 && <p className="help">{field.help}</p>}
    </fieldset>
  );
}

/** Entries that have the form of a column; any others are left out of sight and gone with the next change. */
function columnsOf(value: Json): readonly Column[] {
  return Array.isArray(value) ? value.filter(isColumn) : [];
}

function isColumn(entry: Json): entry is Column {
  return (
    typeof entry === 'object' &&
    entry !== null &&
    'name' in entry &&
    'type' in entry &&
    'from' in entry &&
    typeof entry.name === 'string' &&
    typeof entry.type === 'string'
  );
}
