// A length of time: a number and its unit. A whole text ("500 ms", "1 minute 30 seconds") can be typed as well.
import { useState } from 'react';
import { DURATION_UNITS, type DurationUnit, readDuration, writeDuration } from '../../text/duration-text.ts';
import type { ControlIds } from './Field.tsx';

interface Props {
  readonly ids: ControlIds;
  readonly label: string;
  /** Spark interval text, or what was typed instead. */
  readonly value: string;
  readonly wrong: boolean;
  readonly editable: boolean;
  readonly placeholder?: string;
  readonly onType: (text: string) => void;
  readonly onChoose: (text: string) => void;
  readonly onLeave: () => void;
}

export function DurationInput({ ids, label, value, wrong, editable, placeholder, onType, onChoose, onLeave }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const read = readDuration(value);
  const unit: DurationUnit = read?.unit ?? 's';
  const shown = typed ?? read?.amount ?? value;
  return (
    <span className={wrong ? 'input has-unit is-error' : 'input has-unit'}>
      <input
        {...ids}
        value={shown}
        placeholder={placeholder}
        readOnly={!editable}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          const text = event.target.value;
          setTyped(text);
          onType(written(text, unit));
        }}
        onBlur={() => {
          setTyped(null);
          onLeave();
        }}
      />
      {read !== null && (
        <select
          className="u"
          aria-label={`Unit of ${label.toLowerCase()}`}
          value={unit}
          disabled={!editable}
          onChange={(event) => {
            const next = DURATION_UNITS.find((known) => known === event.target.value);
            if (next !== undefined) onChoose(writeDuration({ amount: read.amount, unit: next }));
          }}
        >
          {DURATION_UNITS.map((known) => (
            <option key={known} value={known}>
              {known}
            </option>
          ))}
        </select>
      )}
    </span>
  );
}

/** A bare number takes the unit that stands beside it; other texts stay as typed, in normal form where they have one. */
function written(text: string, unit: DurationUnit): string {
  if (/^\s*-?\d+(\.\d+)?\s*$/.test(text)) return writeDuration({ amount: text.trim(), unit });
  const read = readDuration(text);
  return read === null ? text : writeDuration(read);
}
