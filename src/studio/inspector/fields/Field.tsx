// A labelled control with its help, or with what is wrong in place of it.
import { type ReactNode, useId } from 'react';
import { describeProblem, type Problem } from '../../../problem/problem.ts';
import { Icon } from '../../ui/Icon.tsx';

export interface ControlIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

interface Props {
  readonly label: string;
  readonly help: string;
  readonly problems: readonly Problem[];
  /** The label beside the control instead of over it. */
  readonly inline?: boolean;
  readonly children: (ids: ControlIds) => ReactNode;
}

export function Field({ label, help, problems, inline = false, children }: Props) {
  const id = useId();
  const wrong = problems.filter((problem) => problem.severity === 'error');
  const describedBy = wrong.length > 0 ? `${id}-error` : help === '' ? undefined : `${id}-help`;
  return (
    <div className={inline ? 'field is-inline' : 'field'}>
      <label className="f-label" htmlFor={id}>
        {label}
      </label>
      {children({ id, 'aria-describedby': describedBy, 'aria-invalid': wrong.length > 0 ? true : undefined })}
      {wrong.length > 0 ? (
        <div id={`${id}-error`}>
          <FieldErrors problems={wrong} />
        </div>
      ) : (
        help !== '' && (
          <p id={`${id}-help`} className="help">
            {help}
          </p>
        )
      )}
    </div>
  );
}

export function FieldErrors({ problems }: { readonly problems: readonly Problem[] }) {
  return problems.map((problem) => {
    const { what } = describeProblem(problem);
    return (
      <p key={`${problem.code}${what}`} className="help is-error">
        <Icon name="st-failed" />
        <span>{what}</span>
      </p>
    );
  });
}
