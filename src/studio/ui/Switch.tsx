import { useId } from 'react';

interface Props {
  readonly label: string;
  readonly help: string;
  readonly on: boolean;
  readonly disabled: boolean;
  readonly onChange: (on: boolean) => void;
}

/** On or off, at once. */
export function Switch({ label, help, on, disabled, onChange }: Props) {
  const id = useId();
  return (
    <div className="field">
      <div className="switch-row">
        <span className="f-label" id={id}>
          {label}
        </span>
        <button
          type="button"
          role="switch"
          className="switch"
          aria-checked={on}
          aria-labelledby={id}
          aria-describedby={`${id}-help`}
          disabled={disabled}
          onClick={() => onChange(!on)}
        >
          <i />
        </button>
      </div>
      <p className="help" id={`${id}-help`}>
        {help}
      </p>
    </div>
  );
}
