// The rate dial: a log scale from 10 to a million rows a second, and the number itself. Turning it takes effect at once in a
// live run, without an apply; the document keeps it.
import { useRef, useState } from 'react';
import { documentStore, settleTyping } from '../../store/document-store.ts';
import { engine } from '../../store/engine-link.ts';
import { readLive, useLive } from '../../store/live-store.ts';
import { exactCount, shortCount } from '../../text/numbers.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Field } from './Field.tsx';
import { type FieldOf, type FieldProps, writeTyping } from './field-props.ts';
import { positionOfRate, rateAtPosition, STEPS } from './rate-scale.ts';

const SEND_EVERY_MS = 100;

export function RateField(props: FieldProps<FieldOf<'rate'>>) {
  const { operatorId, field, value, problems, editable } = props;
  const rate = typeof value === 'number' ? value : typeof field.default === 'number' ? field.default : field.min;
  const [typed, setTyped] = useState<string | null>(null);
  const send = useSend(operatorId);
  const limit = useLive(({ status }) => status?.rates.find((known) => known.operatorId === operatorId)?.limitPerSecond ?? null);
  const turn = (next: number): void => {
    writeTyping(props, next);
    send(next);
  };
  const position = positionOfRate(rate, field);
  return (
    <Field label={field.label} help={field.help} problems={problems}>
      {(ids) => (
        <>
          <div className="dial">
            <input
              type="range"
              min={0}
              max={STEPS}
              step={1}
              value={position}
              disabled={!editable}
              aria-label={`${field.label}, on a log scale`}
              aria-valuetext={`${exactCount(rate)} rows a second`}
              style={{ '--at': `${(position / STEPS) * 100}%` } as React.CSSProperties}
              onChange={(event) => turn(rateAtPosition(Number(event.target.value), field))}
              onPointerUp={settleTyping}
              onBlur={settleTyping}
            />
            <span className={problems.length > 0 ? 'input has-unit is-error' : 'input has-unit'}>
              <input
                {...ids}
                inputMode="numeric"
                value={typed ?? exactCount(rate)}
                readOnly={!editable}
                autoComplete="off"
                onChange={(event) => {
                  const text = event.target.value;
                  setTyped(text);
                  const number = Number(text.replaceAll(',', ''));
                  if (text.trim() === '' || !Number.isFinite(number)) return;
                  writeTyping(props, number);
                  if (Number.isInteger(number) && number >= field.min && number <= field.max) send(number);
                }}
                onBlur={() => {
                  setTyped(null);
                  settleTyping();
                }}
              />
              <span className="u">/s</span>
            </span>
          </div>
          <div className="dial-marks" aria-hidden="true">
            {['10', '100', '1k', '10k', '100k', '1M'].map((mark) => (
              <span key={mark}>{mark}</span>
            ))}
          </div>
          {limit !== null && limit < rate && (
            <p className="help is-waiting">
              <Icon name="st-waiting" />
              <span>Back-pressure holds it at {shortCount(limit)}/s, what the batches can take.</span>
            </p>
          )}
        </>
      )}
    </Field>
  );
}

/** Tells the engine the newest rate, at most ten times a second. */
function useSend(operatorId: string): (rate: number) => void {
  const state = useRef<{ timer: ReturnType<typeof setTimeout> | undefined; rate: number }>({ timer: undefined, rate: 0 });
  return (rate) => {
    state.current.rate = rate;
    state.current.timer ??= setTimeout(() => {
      state.current.timer = undefined;
      const { pipelineId } = documentStore.getState();
      if (pipelineId === null || readLive().status?.runId == null) return;
      void engine.setRate(pipelineId, operatorId, state.current.rate).catch(() => undefined);
    }, SEND_EVERY_MS);
  };
}
