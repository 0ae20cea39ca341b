// Rows an operator's error policy took out: how many, samples, and where they go under the policy.
import type { OperatorDefinition } from '../../operators/operator-definition.ts';
import type { OperatorBox, OperatorId } from '../../pipeline/document.ts';
import { useLive } from '../store/live-store.ts';
import { countOf, exactCount } from '../text/numbers.ts';
import { errorPolicy } from './error-policy.ts';
import { RefusedList } from './RefusedList.tsx';

interface Props {
  readonly operatorId: OperatorId;
  readonly box: OperatorBox;
  readonly definition: OperatorDefinition;
}

export function RefusedRows({ operatorId, box, definition }: Props) {
  const refused = useLive(({ operators }) => operators.get(operatorId)?.refused ?? 0);
  const hasBooks = useLive(({ operators }) => (operators.get(operatorId)?.books ?? null) !== null);
  if (refused === 0 || hasBooks) return null;
  const policy = errorPolicy(definition, box);
  return (
    <section className="sec" aria-label="Refused rows">
      <div className="sec-h">
        <h3>Refused rows</h3>
        <span className="right">{exactCount(refused)} since the run began</span>
      </div>
      <p className="help">
        {policy === 'errors'
          ? `${countOf(refused, 'row')} left by the errors port, each with its reason.`
          : `${countOf(refused, 'row')} ${refused === 1 ? 'was' : 'were'} left out and counted. Choose the errors port above to keep them.`}
      </p>
      <RefusedList operatorId={operatorId} count={refused} />
    </section>
  );
}
