// The pipeline itself: its name and settings, what it holds, and the ways to see it bend and break.
import { useId } from 'react';
import type { Settings } from '../../pipeline/document.ts';
import { renameDocument, setSettings } from '../../pipeline/edits.ts';
import { CommandButton } from '../commands/CommandButton.tsx';
import { performCommand } from '../commands/command-context.ts';
import { crashNowCommand } from '../commands/run/crash-now.ts';
import { slowMotionCommand } from '../commands/run/slow-motion.ts';
import { startOverCommand } from '../commands/run/start-over.ts';
import { timeZoneNames } from '../files/time-zone-names.ts';
import { useEditable } from '../store/document-hooks.ts';
import { edit, settleTyping, typeInto, useDocument } from '../store/document-store.ts';
import { useLive, useRunStatus } from '../store/live-store.ts';
import { exactCount, formatBytes, formatDuration, panelCount, UNKNOWN } from '../text/numbers.ts';
import { Icon } from '../ui/Icon.tsx';
import { Switch } from '../ui/Switch.tsx';
import { Facts } from './Facts.tsx';
import { DurationInput } from './fields/DurationInput.tsx';
import { Field } from './fields/Field.tsx';
import { InspectorHead } from './InspectorHead.tsx';

export function PipelineInspector() {
  const document = useDocument((state) => state.document);
  if (document === null) return <UnreadableText />;
  return (
    <>
      <InspectorHead
        lead={
          <span className="tile lg plain">
            <Icon name="tidy" />
          </span>
        }
        title={document.name === '' ? 'Pipeline without a name' : document.name}
        subtitle="Pipeline"
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling panel must be reachable by keys */}
      <section className="insp-body" tabIndex={0} aria-label="Settings of the pipeline">
        <PipelineForm name={document.name} settings={document.settings} />
        <PipelineFacts />
        <TryIt />
      </section>
    </>
  );
}

function PipelineForm({ name, settings }: { readonly name: string; readonly settings: Settings }) {
  const editable = useEditable();
  const problems = useDocument((state) => state.check.problems);
  const automaticMs = useRunStatus()?.checkpointIntervalMs ?? null;
  const zones = useId();
  const of = (param: string) => problems.filter((problem) => problem.where.operator === undefined && problem.where.param === param);
  const type = (param: keyof Settings, text: string | undefined): void => {
    typeInto(`settings:${param}`, (document) => setSettings(document, { [param]: text }));
  };
  const automatic = automaticMs === null || settings.checkpointInterval !== undefined ? 'automatic' : `automatic, ${formatDuration(automaticMs)}`;
  return (
    <section className="sec form" aria-label="Settings">
      <Field label="Name" help="" problems={[]}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            value={name}
            maxLength={200}
            readOnly={!editable}
            autoComplete="off"
            onChange={(event) => typeInto('name', (document) => renameDocument(document, event.target.value))}
            onBlur={settleTyping}
          />
        )}
      </Field>
      <div className="f2">
        <Field label="Batch interval" help="A batch is cut this often, from 100 ms to 1 minute." problems={of('batchInterval')}>
          {(ids) => (
            <DurationInput
              ids={ids}
              label="Batch interval"
              value={settings.batchInterval}
              wrong={of('batchInterval').length > 0}
              editable={editable}
              onType={(text) => type('batchInterval', text)}
              onChoose={(text) => edit((document) => setSettings(document, { batchInterval: text }))}
              onLeave={settleTyping}
            />
          )}
        </Field>
        <Field
          label="Checkpoint every"
          help="Empty: the least multiple of the batch interval from 10 s on. The word off: none are taken."
          problems={of('checkpointInterval')}
        >
          {(ids) => (
            <DurationInput
              ids={ids}
              label="Checkpoint interval"
              value={settings.checkpointInterval ?? ''}
              placeholder={automatic}
              wrong={of('checkpointInterval').length > 0}
              editable={editable}
              onType={(text) => type('checkpointInterval', text.trim() === '' ? undefined : text)}
              onChoose={(text) => edit((document) => setSettings(document, { checkpointInterval: text }))}
              onLeave={settleTyping}
            />
          )}
        </Field>
      </div>
      <Field
        label="Time zone"
        help="Of dates and clock readings, with its summer time. Windows of event time stay aligned to UTC."
        problems={of('timeZone')}
      >
        {(ids) => (
          <>
            <input
              {...ids}
              className="input"
              value={settings.timeZone}
              list={zones}
              readOnly={!editable}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => type('timeZone', event.target.value)}
              onBlur={settleTyping}
            />
            <datalist id={zones}>
              {timeZoneNames().map((zone) => (
                <option key={zone} value={zone} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Choice
        label="After a power cut"
        value={settings.durability}
        editable={editable}
        options={[
          { value: 'relaxed', label: 'Relaxed', help: 'The last seconds may be computed again. A crash or a kill of the browser loses nothing.' },
          { value: 'strict', label: 'Strict', help: 'Every commit waits for the disk. Slower, and nothing is lost even when the power fails.' },
        ]}
        onChange={(value) => edit((document) => setSettings(document, { durability: value }))}
      />
      <Choice
        label="Time the tab was closed"
        value={settings.downtime}
        editable={editable}
        options={[
          { value: 'catch-up', label: 'Catch up', help: 'Every missed batch time runs, empty ones in no time, so windows slide on.' },
          { value: 'skip', label: 'Skip', help: 'The run goes on with the next batch time.' },
        ]}
        onChange={(value) => edit((document) => setSettings(document, { downtime: value }))}
      />
      <Switch
        label="Back-pressure"
        help="Lowers what sources send when batches take longer than the interval (Spark's PID)."
        on={settings.backpressure ?? true}
        disabled={!editable}
        onChange={(on) => edit((document) => setSettings(document, { backpressure: on ? undefined : false }))}
      />
    </section>
  );
}

interface ChoiceProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly editable: boolean;
  readonly options: readonly { readonly value: V; readonly label: string; readonly help: string }[];
  readonly onChange: (value: V) => void;
}

function Choice<V extends string>({ label, value, editable, options, onChange }: ChoiceProps<V>) {
  const name = useId();
  return (
    <Field label={label} help={options.find((option) => option.value === value)?.help ?? ''} problems={[]}>
      {(ids) => (
        <div className="seg" id={ids.id} role="radiogroup" aria-label={label} aria-describedby={ids['aria-describedby']}>
          {options.map((option) => (
            <label key={option.value} className={option.value === value ? 'on' : undefined}>
              <input type="radio" name={name} checked={option.value === value} disabled={!editable} onChange={() => onChange(option.value)} />
              {option.label}
            </label>
          ))}
        </div>
      )}
    </Field>
  );
}

function PipelineFacts() {
  const document = useDocument((state) => state.document);
  const keys = useLive(({ operators }) => total([...operators.values()].map((metrics) => metrics.keys)));
  const bytes = useLive(({ operators }) => total([...operators.values()].map((metrics) => metrics.stateBytes)));
  const last = useLive(({ status }) => status?.lastBatch?.batchId ?? null);
  const [size = UNKNOWN, unit] = bytes === null ? [] : formatBytes(bytes).split(' ');
  return (
    <section className="sec">
      <div className="sec-h">
        <h3>What it holds</h3>
      </div>
      <Facts
        facts={[
          { name: 'Operators', value: exactCount(Object.keys(document?.operators ?? {}).length) },
          { name: 'Edges', value: exactCount(document?.edges.length ?? 0) },
          { name: 'Last batch', value: last === null ? UNKNOWN : exactCount(last) },
        ]}
      />
      <div className="facts-gap" />
      <Facts
        facts={[
          { name: 'Keys', value: keys === null ? UNKNOWN : panelCount(keys) },
          { name: 'State', value: size, ...(unit === undefined ? {} : { unit }) },
        ]}
      />
    </section>
  );
}

function total(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

function TryIt() {
  const status = useRunStatus();
  if (status === null) return null;
  return (
    <section className="sec stack">
      <div className="sec-h">
        <h3>See it survive</h3>
      </div>
      <p className="help">
        Crash now ends the engine in the middle of its work. It comes back from the last checkpoint and its log, and the strip says what was checked.
      </p>
      <Switch
        label="Slow motion"
        help="Shows restore, re-run, pending batches and going live one after the other."
        on={status.slowMotion}
        disabled={status.role === 'viewer'}
        onChange={() => performCommand(slowMotionCommand)}
      />
      <div className="row-gap">
        <CommandButton command={crashNowCommand} text={true} dense={true} kind="danger" />
        <CommandButton command={startOverCommand} text={true} dense={true} />
      </div>
    </section>
  );
}

/** The stored text is no document: it is shown as it is. */
function UnreadableText() {
  const text = useDocument((state) => state.text);
  return (
    <>
      <InspectorHead
        lead={
          <span className="tile lg plain">
            <Icon name="lock" />
          </span>
        }
        title="Not a pipeline"
        subtitle="The stored text, kept as it is"
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling panel must be reachable by keys */}
      <section className="insp-body" tabIndex={0} aria-label="Stored text">
        <section className="sec">
          <pre className="raw">{text.slice(0, 20_000)}</pre>
        </section>
      </section>
    </>
  );
}
