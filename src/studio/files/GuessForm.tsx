// The left side of the preview: what the file was taken for and why, each part to be changed; how it is replayed; what a bad row
// does.
import { useState } from 'react';
import type { Sniffed } from '../../formats/sniffed.ts';
import type { FileUse } from '../../operators/pipeline-of-file.ts';
import { Field } from '../inspector/fields/Field.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Switch } from '../ui/Switch.tsx';
import { AT_A_RATE, BAD_ROW_WORDS, BY_ITS_TIME, SPEEDS, timeColumns } from './file-choice.ts';
import { useImport, wish } from './import-run.ts';
import { timeZoneNames } from './time-zone-names.ts';
import {
  DELIMITERS,
  ENCODINGS,
  encodingOf,
  hasHeader,
  LOG_PATTERNS,
  SHAPES,
  shapeOf,
  wishDialect,
  wishEncoding,
  wishHeader,
  wishLog,
  wishNullWords,
  wishShape,
} from './wish-changes.ts';

interface Props {
  readonly guess: Sniffed;
  readonly choice: FileUse;
  readonly onChoose: (change: Partial<FileUse>) => void;
}

export function GuessForm({ guess, choice, onChoose }: Props) {
  const { wishes } = useImport();
  const shape = shapeOf(guess);
  return (
    <>
      <section className="form" aria-label="What it is">
        <h3>What it is</h3>
        <Pick
          label="Shape"
          value={shape}
          options={SHAPES.map((known) => [known.shape, known.label])}
          onPick={(next) => wish(wishShape(guess, wishes, next))}
        />
        {guess.format.kind === 'csv' && <CsvParts guess={guess} />}
        {guess.format.kind === 'log' && <LogParts guess={guess} />}
        <Pick
          label="Encoding"
          value={encodingOf(guess.framing)}
          options={ENCODINGS.map((known) => [known.encoding, known.label])}
          onPick={(next) => wish(wishEncoding(guess, wishes, next))}
        />
        <ul className="reasons" aria-label="Why">
          {guess.reasons.map((reason) => (
            <li key={reason}>
              <Icon name="check" />
              {reason}
            </li>
          ))}
        </ul>
      </section>
      <section className="form" aria-label="Time and replay">
        <h3>Time and replay</h3>
        <Replay guess={guess} choice={choice} onChoose={onChoose} />
      </section>
      <section className="form" aria-label="Bad rows">
        <h3>Bad rows</h3>
        <Pick
          label="What a bad row does"
          value={choice.onBadRow}
          options={BAD_ROW_WORDS.map(({ policy, label }) => [policy, label])}
          help={BAD_ROW_WORDS.find(({ policy }) => policy === choice.onBadRow)?.help ?? ''}
          onPick={(onBadRow) => onChoose({ onBadRow })}
        />
      </section>
    </>
  );
}

interface PickProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly (readonly [V, string])[];
  readonly help?: string;
  readonly onPick: (value: V) => void;
}

function Pick<V extends string>({ label, value, options, help = '', onPick }: PickProps<V>) {
  const known = options.some(([option]) => option === value);
  return (
    <Field label={label} help={help} problems={[]}>
      {(ids) => (
        <select
          {...ids}
          className="input"
          value={value}
          onChange={(event) => {
            const next = options.find(([option]) => option === event.target.value)?.[0];
            if (next !== undefined) onPick(next);
          }}
        >
          {!known && <option value={value}>{value}</option>}
          {options.map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function CsvParts({ guess }: { readonly guess: Sniffed }) {
  const { wishes } = useImport();
  const { format, framing } = guess;
  if (format.kind !== 'csv') return null;
  return (
    <>
      <div className="f2">
        <Pick
          label="Delimiter"
          value={format.dialect.delimiter}
          options={DELIMITERS.map((known) => [known.delimiter, known.label])}
          onPick={(delimiter) => wish(wishDialect(guess, wishes, { delimiter }))}
        />
        <Pick
          label="Quote"
          value={format.dialect.quote}
          options={[
            ['"', 'Double "'],
            ["'", "Single '"],
            ['', 'None'],
          ]}
          onPick={(quote) => wish(wishDialect(guess, wishes, { quote, escape: quote === '' ? '' : format.dialect.escape === '\\' ? '\\' : quote }))}
        />
      </div>
      <Switch
        label="First line has the names"
        help=""
        on={hasHeader(framing)}
        disabled={false}
        onChange={(header) => wish(wishHeader(wishes, header))}
      />
      <Switch
        label="Leave out spaces around values"
        help=""
        on={format.dialect.trim}
        disabled={false}
        onChange={(trim) => wish(wishDialect(guess, wishes, { trim }))}
      />
      <NullWords key={format.nullWords.join('\n')} words={format.nullWords} onWrite={(nullWords) => wish(wishNullWords(guess, wishes, nullWords))} />
    </>
  );
}

function NullWords({ words, onWrite }: { readonly words: readonly string[]; readonly onWrite: (words: readonly string[]) => void }) {
  const written = words.map((word) => (word === '' ? 'empty' : word)).join(', ');
  const [text, setText] = useState(written);
  const write = (): void => {
    const next = text
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '')
      .map((word) => (word === 'empty' ? '' : word));
    if (next.join('\n') !== words.join('\n')) onWrite(next);
  };
  return (
    <Field
      label="Words that mean NULL"
      help="Between commas; “empty” stands for a field with nothing in it. A quoted value never is NULL."
      problems={[]}
    >
      {(ids) => (
        <input
          {...ids}
          className="input mono"
          value={text}
          placeholder="none"
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
          onBlur={write}
          onKeyDown={(event) => {
            if (event.key === 'Enter') write();
          }}
        />
      )}
    </Field>
  );
}

function LogParts({ guess }: { readonly guess: Sniffed }) {
  const { wishes } = useImport();
  const { format } = guess;
  if (format.kind !== 'log') return null;
  return (
    <>
      <Pick
        label="Pattern"
        value={format.pattern}
        options={LOG_PATTERNS.map((known) => [known.pattern, known.label])}
        onPick={(pattern) => wish(wishLog(guess, wishes, { pattern }))}
      />
      {format.pattern === 'syslog' && (
        <Field label="Year of the first line" help="Syslog lines have no year. It goes on by one where December turns into January." problems={[]}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              inputMode="numeric"
              defaultValue={format.startYear ?? ''}
              onBlur={(event) => {
                const year = Number(event.target.value);
                if (Number.isInteger(year) && year >= 1 && year <= 9999 && year !== format.startYear)
                  wish(wishLog(guess, wishes, { startYear: year }));
              }}
            />
          )}
        </Field>
      )}
    </>
  );
}

function Replay({ guess, choice, onChoose }: Props) {
  const { wishes } = useImport();
  const times = timeColumns(guess);
  const { pace, timeColumn } = choice;
  return (
    <>
      <Pick
        label="Time column"
        value={timeColumn ?? ''}
        options={[['', times.length === 0 ? 'None found' : 'None'], ...times.map((name) => [name, name] as const)]}
        help={timeColumn === null ? 'Rows are counted by the batch that reads them.' : 'When a row happened; rows are counted by it.'}
        onPick={(name) => onChoose({ timeColumn: name === '' ? null : name })}
      />
      <Field label="Time zone of times without one" help="" problems={[]}>
        {(ids) => (
          <>
            <input
              {...ids}
              className="input"
              list="time-zones"
              defaultValue={wishes.timeZone ?? 'UTC'}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => {
                const zone = event.target.value.trim();
                if (timeZoneNames().includes(zone) && zone !== (wishes.timeZone ?? 'UTC')) wish({ ...wishes, timeZone: zone });
              }}
            />
            <datalist id="time-zones">
              {timeZoneNames().map((zone) => (
                <option key={zone} value={zone} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <div className="f2">
        <Pick
          label="Replay"
          value={pace.kind}
          options={
            timeColumn === null
              ? [['rate', 'At a rate']]
              : [
                  ['rate', 'At a rate'],
                  ['time', 'By its time'],
                ]
          }
          onPick={(kind) => onChoose({ pace: kind === 'time' ? BY_ITS_TIME : AT_A_RATE })}
        />
        {pace.kind === 'time' ? (
          <Pick
            label="Speed"
            value={String(pace.speed)}
            options={SPEEDS.map(({ speed, label }) => [String(speed), label])}
            onPick={(speed) => onChoose({ pace: { ...pace, speed: Number(speed) } })}
          />
        ) : (
          <Field label="Rows a second" help="" problems={[]}>
            {(ids) => (
              <input
                {...ids}
                className="input"
                inputMode="numeric"
                defaultValue={pace.rowsPerSecond}
                onChange={(event) => {
                  const rate = Number(event.target.value.replaceAll(',', ''));
                  if (Number.isInteger(rate) && rate >= 1 && rate <= 1_000_000) onChoose({ pace: { kind: 'rate', rowsPerSecond: rate } });
                }}
              />
            )}
          </Field>
        )}
      </div>
    </>
  );
}
