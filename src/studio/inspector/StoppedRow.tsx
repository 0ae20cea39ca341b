// A run that stopped for a row: the row, the expression, and the ways on. Nothing was committed of that batch; after the fix it runs
// again, whole.
import type { OperatorDefinition } from '../../operators/operator-definition.ts';
import type { OperatorBox, OperatorId } from '../../pipeline/document.ts';
import { setParam } from '../../pipeline/edits.ts';
import { describeProblem } from '../../problem/problem.ts';
import { performCommand } from '../commands/command-context.ts';
import { runCommand } from '../commands/run/run.ts';
import { edit } from '../store/document-store.ts';
import { useLive } from '../store/live-store.ts';
import { exactCount } from '../text/numbers.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { policyField } from './error-policy.ts';
import { focusParam } from './focus-inspector.ts';
import { nullForm, placeOfExpression, withExpression } from './stopped-expression.ts';

interface Props {
  readonly operatorId: OperatorId;
  readonly box: OperatorBox;
  readonly definition: OperatorDefinition;
  readonly editable: boolean;
}

export function StoppedRow({ operatorId, box, definition, editable }: Props) {
  const problem = useLive(({ status }) => status?.problem ?? null);
  if (problem === null || problem.severity !== 'error' || problem.where.operator !== operatorId) return null;
  const { what, next } = describeProblem(problem);
  const { row, expression, errorClass } = problem.params;
  const { batch } = problem.where;
  const place = typeof expression === 'string' ? placeOfExpression(box.params, expression) : null;
  const param = problem.where.param ?? place?.param;
  const form = place === null || typeof expression !== 'string' ? null : nullForm(String(errorClass), expression);
  const field = policyField(definition);
  const goOn = (policy: string): void => {
    if (field !== null) edit((document) => setParam(document, operatorId, field.name, policy));
    performCommand(runCommand);
  };
  return (
    <div className="insp-note is-stacked st-failed" role="alert">
      <Icon name="st-failed" />
      <div>
        <b>{typeof batch === 'number' ? `Stopped in batch ${exactCount(batch)}` : 'The run stopped here'}</b>
        {typeof expression !== 'string' && <p>{what}</p>}
        {typeof expression === 'string' && (
          <dl className="stopped">
            <dt>Expression</dt>
            <dd>
              <code>{expression}</code>
            </dd>
            {typeof row === 'string' && (
              <>
                <dt>Row</dt>
                <dd>
                  <code>{row}</code>
                </dd>
              </>
            )}
          </dl>
        )}
        <p>
          {typeof expression === 'string'
            ? `${errorClassWords(String(errorClass))} The batch was not committed and no row is lost: after a fix it runs again, whole.`
            : next}
        </p>
        {editable && (
          <div className="row-gap">
            {param !== undefined && box.params[param] !== undefined && (
              <Button dense={true} onClick={() => focusParam(operatorId, param)}>
                Edit it
              </Button>
            )}
            {form !== null && place !== null && typeof expression === 'string' && (
              <Button
                dense={true}
                onClick={() => {
                  edit((document) => setParam(document, operatorId, place.param, withExpression(box.params, place, expression, form.text)));
                  performCommand(runCommand);
                }}
              >
                {form.label}
              </Button>
            )}
            {field !== null && (
              <>
                <Button dense={true} onClick={() => goOn('drop')}>
                  Drop such rows and go on
                </Button>
                {field.options.some(({ value }) => value === 'errors') && (
                  <Button dense={true} onClick={() => goOn('errors')}>
                    Send them to an errors port and go on
                  </Button>
                )}
              </>
            )}
            <Button kind="primary" dense={true} onClick={() => performCommand(runCommand)}>
              Run the batch again
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

/** What Spark's error class says, in words where they are few. */
function errorClassWords(errorClass: string): string {
  switch (errorClass) {
    case 'CAST_INVALID_INPUT':
      return 'CAST_INVALID_INPUT: the text is not of that type.';
    case 'CAST_OVERFLOW':
      return 'CAST_OVERFLOW: the value does not fit the type.';
    case 'DIVIDE_BY_ZERO':
      return 'DIVIDE_BY_ZERO.';
    case 'ARITHMETIC_OVERFLOW':
      return 'ARITHMETIC_OVERFLOW: the result does not fit its type.';
    default:
      return `${errorClass}.`;
  }
}
