// The columns of the guess: name, type and form to be changed, why the type was taken, how much is NULL, what was renamed.
import { useState } from 'react';
import { formatType } from '../../columns/data-type.ts';
import type { Sniffed, SniffedColumn } from '../../formats/sniffed.ts';
import { Icon } from '../ui/Icon.tsx';
import { useImport, wish } from './import-run.ts';
import { COLUMN_TYPES, formFor, formId, formsOf, typeOf, wishColumn } from './wish-changes.ts';

export function ColumnTable({ guess, timeColumn }: { readonly guess: Sniffed; readonly timeColumn: string | null }) {
  return (
    <div className="col-scroll">
      <table className="tbl col-table">
        <thead>
          <tr>
            <th>Name</th>
            <th>Type</th>
            <th>Read as</th>
            <th className="num">NULL</th>
            <th>Why</th>
          </tr>
        </thead>
        <tbody>
          {guess.columns.map((column, position) => (
            <ColumnRow key={`${column.from}`} guess={guess} column={column} position={position} isTime={column.name === timeColumn} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly guess: Sniffed;
  readonly column: SniffedColumn;
  readonly position: number;
  readonly isTime: boolean;
}

function ColumnRow({ guess, column, position, isTime }: RowProps) {
  const { wishes } = useImport();
  const forms = formsOf(column.type);
  const form = formId(column.form);
  const types = COLUMN_TYPES.includes(column.type.kind) ? COLUMN_TYPES : [...COLUMN_TYPES, column.type.kind];
  return (
    <tr>
      <td className="c-colname">
        <NameInput key={column.name} name={column.name} onWrite={(name) => wish(wishColumn(guess, wishes, position, { name }))} />
        {column.renamedFrom !== null && (
          <small className="renamed st-waiting" title="The name in the file could not be used">
            <Icon name="warn" />
            was “{column.renamedFrom}”
          </small>
        )}
      </td>
      <td>
        <select
          className="input"
          aria-label={`Type of ${column.name}`}
          value={column.type.kind}
          onChange={(event) => {
            const type = typeOf(event.target.value);
            wish(wishColumn(guess, wishes, position, { type, form: formFor(type, column.form) }));
          }}
        >
          {types.map((kind) => (
            <option key={kind} value={kind}>
              {kind === column.type.kind ? formatType(column.type) : kind}
            </option>
          ))}
        </select>
      </td>
      <td>
        {forms.length > 1 ? (
          <>
            <select
              className="input"
              aria-label={`How ${column.name} is read`}
              value={form}
              onChange={(event) => {
                const next = forms.find((choice) => choice.id === event.target.value);
                if (next !== undefined) wish(wishColumn(guess, wishes, position, { form: next.form }));
              }}
            >
              {forms.map((choice) => (
                <option key={choice.id} value={choice.id}>
                  {choice.label}
                </option>
              ))}
            </select>
            {column.form.kind === 'pattern' && (
              <PatternInput
                key={column.form.pattern}
                label={`Pattern of ${column.name}`}
                pattern={column.form.pattern}
                onWrite={(pattern) => wish(wishColumn(guess, wishes, position, { form: { kind: 'pattern', pattern } }))}
              />
            )}
          </>
        ) : (
          <span className="dim">as written</span>
        )}
      </td>
      <td className="num">{column.nullShare === 0 ? <span className="dim">0%</span> : share(column.nullShare)}</td>
      <td className="c-why">
        {isTime && <b className="is-time">Time. </b>}
        {column.why}
        {column.offers.map((offer) => (
          <button
            key={`${offer.type.kind}/${offer.why}`}
            type="button"
            className="offer"
            onClick={() => wish(wishColumn(guess, wishes, position, { type: offer.type, form: offer.form }))}
          >
            {offer.why}
          </button>
        ))}
      </td>
    </tr>
  );
}

function share(part: number): string {
  return part < 0.01 ? '< 1%' : `${Math.round(part * 100)}%`;
}

function NameInput({ name, onWrite }: { readonly name: string; readonly onWrite: (name: string) => void }) {
  const [text, setText] = useState(name);
  const write = (): void => {
    const next = text.trim();
    if (next === '') setText(name);
    else if (next !== name) onWrite(next);
  };
  return (
    <input
      className="input mono"
      aria-label={`Name of column ${name}`}
      value={text}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => setText(event.target.value)}
      onBlur={write}
      onKeyDown={(event) => {
        if (event.key === 'Enter') write();
      }}
    />
  );
}

function PatternInput({
  label,
  pattern,
  onWrite,
}: {
  readonly label: string;
  readonly pattern: string;
  readonly onWrite: (pattern: string) => void;
}) {
  const [text, setText] = useState(pattern);
  const write = (): void => {
    if (text.trim() !== '' && text !== pattern) onWrite(text);
  };
  return (
    <input
      className="input mono"
      aria-label={label}
      value={text}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => setText(event.target.value)}
      onBlur={write}
      onKeyDown={(event) => {
        if (event.key === 'Enter') write();
      }}
    />
  );
}
