// A labelled control with its help, or with what is wrong in place of it.
import { lazy, type ReactNode, Suspense, useId } from 'react';
import { describeProblem, type Problem } from '../../../problem/problem.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { Fixing } from './fixing.ts';

export interface ControlIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

interface Props {
  readonly label: string;
  readonly help: string;
  readonly problems: readonly Problem[];
  /** For an expression: its text, and how a fix of it is written. */
  readonly fixing?: Fixing;
  /** Beside the label. */
  readonly aside?: ReactNode;
  /** The label beside the control instead of over it. */
  readonly inline?: boolean;
  readonly children: (ids: ControlIds) => ReactNode;
}

export function Field({ label, help, problems, fixing, aside, inline = false, children }: Props) {
  const id = useId();
  const wrong = problems.filter((problem) => problem.severity === 'error');
  const describedBy = wrong.length > 0 ? `${id}-error` : help === '' ? undefined : `${id}-help`;
  return (
    <div className={inline ? 'field is-inline' : 'field'}>
      {aside === undefined ? (
        <label className="f-label" htmlFor={id}>
          {label}
        </label>
      ) : (
        <div className="f-head">
          <label className="f-label" htmlFor={id}>
            {label}
          </label>
          {aside}
        </div>
      )}
      {children({ id, 'aria-describedby': describedBy, 'aria-invalid': wrong.length > 0 ? true : undefined })}
      {wrong.length > 0 ? (
        <div id={`${id}-error`}>
          <FieldErrors problems={wrong} fixing={fixing} />
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

const FixButtons = lazy(() => import('./FixButtons.tsx'));

interface ErrorsProps {
  readonly problems: readonly Problem[];
  readonly fixing?: Fixing | undefined;
}

export function FieldErrors({ problems, fixing }: ErrorsProps) {
  return problems.map((problem) => {
    const { what } = describeProblem(problem);
    return (
      <div key={`${problem.code}${what}`} className="help is-error">
        <Icon name="st-failed" />
        <span>
          {what}
          {fixing !== undefined && (
            <Suspense fallback={null}>
              <FixButtons problem={problem} fixing={fixing} />
            </Suspense>
          )}
        </span>
      </div>
    );
  });
}
