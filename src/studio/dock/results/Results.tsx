// The Results tab: what a sink has. Ranked bars, a line per key, and all rows; a log sink shows lines.
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import type { OperatorId, PipelineDocument } from '../../../pipeline/document.ts';
import type { StreamType } from '../../../plan/stream-type.ts';
import { operatorTitle } from '../../store/document-model.ts';
import { useDocument } from '../../store/document-store.ts';
import { engine } from '../../store/engine-link.ts';
import { useNow, useRunStatus } from '../../store/live-store.ts';
import { setView, useView } from '../../store/view-store.ts';
import { exactCount } from '../../text/numbers.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Menu, MenuChoice, MenuItem } from '../../ui/Menu.tsx';
import { showProblems, showToast } from '../../ui/toast.ts';
import { Empty } from '../Empty.tsx';
import { faceOf, type OperatorFace, OperatorTile } from '../operator-face.tsx';
import { history } from '../run-record.ts';
import { LogLines } from './LogLines.tsx';
import { RankingBars } from './RankingBars.tsx';
import { RowsTable } from './RowsTable.tsx';
import { emptyWords, factsText, fileName, firingWord, pointsText, whenText } from './results-words.ts';
import { NO_COLOURS, nextColours, type SeriesColours } from './series-colours.ts';
import { TypeLine } from './TypeLine.tsx';
import { type Results as ResultsOf, useResults } from './use-results.ts';

// Begins to load with this file, so that it is there when the first ranking is.
const chart = import('./SeriesChart.tsx');
chart.catch(() => undefined);
const SeriesChart = lazy(() => chart);

export default function Results() {
  const document = useDocument((state) => state.document);
  const chosen = useView((view) => view.resultsOperatorId);
  const sinks = useMemo(() => sinksOf(document), [document]);
  const sink = sinks.find(({ id }) => id === chosen) ?? sinks[0];
  if (sink === undefined) return <Empty icon="op-chart" title="No sink to show" text="Add a Live chart, a Table or a Log, and connect it." />;
  return <SinkResults key={sink.id} sink={sink} sinks={sinks} />;
}

function sinksOf(document: PipelineDocument | null): readonly OperatorFace[] {
  if (document === null) return [];
  return Object.keys(document.operators)
    .map((id) => faceOf(document, id))
    .filter(({ family }) => family === 'sink');
}

/** What flows into the sink, where the checker could derive it. */
function useSinkStream(id: OperatorId): StreamType | null {
  return useDocument(({ document, check }) => {
    const from = document?.edges.find((edge) => edge.to.operator === id)?.from;
    return from === undefined ? null : (check.outputs.get(`${from.operator}.${from.port}`) ?? null);
  });
}

interface SinkProps {
  readonly sink: OperatorFace;
  readonly sinks: readonly OperatorFace[];
}

function SinkResults({ sink, sinks }: SinkProps) {
  const stream = useSinkStream(sink.id);
  const results = useResults(sink.id, stream);
  const { page, ranking, unranked } = results;
  const colours = useColours(ranking?.lines.map((line) => line.key) ?? []);
  const [part, setPart] = useState<Part>('overview');
  const empty =
    (page === null || page.totalRows === 0) &&
    results.search === '' &&
    results.mode.kind === 'live' &&
    (ranking === null || ranking.timesMs.length === 0);
  const charted = ranking !== null && !unranked && sink.type !== 'log';
  return (
    <>
      <Bar sink={sink} sinks={sinks} results={results} stream={stream} />
      {empty ? (
        <NoRows results={results} stream={stream} />
      ) : sink.type === 'log' ? (
        <div className="dock-body">
          <LogLines results={results} name={sink.name} />
        </div>
      ) : (
        <div className={charted ? 'results-body' : 'results-body is-plain'} data-part={part} data-series={ranking?.series === null ? 'one' : 'many'}>
          {charted && <Parts part={part} onChange={setPart} />}
          {charted && ranking.series !== null && (
            <section className="pane pane-rank" aria-label={`Largest ${ranking.value}`}>
              <div className="pane-title">
                Top by {ranking.value}
                <small>change to the {firingWord(stream, ranking)} before</small>
              </div>
              <RankingBars ranking={ranking} colours={colours} />
            </section>
          )}
          {charted && (
            <section className="pane pane-chart" aria-label={`${ranking.value} over time`}>
              <div className="pane-title">
                {ranking.value} per {firingWord(stream, ranking)}
                <small>{pointsText(stream)}</small>
              </div>
              <Suspense fallback={null}>
                <SeriesChart ranking={ranking} colours={colours} />
              </Suspense>
            </section>
          )}
          <section className="pane pane-rows" aria-label="Rows">
            <RowsTable results={results} name={sink.name} />
          </section>
        </div>
      )}
    </>
  );
}

/** Colours stay with their keys from one ranking to the next. */
function useColours(keys: readonly string[]): SeriesColours {
  const kept = useRef(NO_COLOURS);
  const colours = nextColours(kept.current, keys);
  useEffect(() => {
    kept.current = colours;
  });
  return colours;
}

type Part = 'overview' | 'chart' | 'rows';
const PARTS: readonly { readonly part: Part; readonly label: string }[] = [
  { part: 'overview', label: 'Overview' },
  { part: 'chart', label: 'Chart' },
  { part: 'rows', label: 'Rows' },
];

/** Which panes show where there is no room for all; hidden where there is. */
function Parts({ part, onChange }: { readonly part: Part; readonly onChange: (part: Part) => void }) {
  return (
    <fieldset className="seg parts" aria-label="Parts">
      {PARTS.map((choice) => (
        <button
          key={choice.part}
          type="button"
          className={choice.part === part ? 'on' : undefined}
          aria-pressed={choice.part === part}
          onClick={() => onChange(choice.part)}
        >
          {choice.label}
        </button>
      ))}
    </fieldset>
  );
}

function NoRows({ results, stream }: { readonly results: ResultsOf; readonly stream: StreamType | null }) {
  const status = useRunStatus();
  const now = useNow();
  const typed = useDocument((state) => Object.values(state.document?.operators ?? {}).some((box) => box.type === 'typed-lines'));
  const run = { hasSink: !results.pager.failed, hasInput: history.batches.some((batch) => batch.numInputRows > 0), typed };
  const { title, text } = emptyWords(stream, status, run, now);
  return <Empty icon="op-slide" title={title} text={text} />;
}

/** The typed-lines source that feeds the sink; the first of the pipeline when none does. */
function useTypedSource(sinkId: OperatorId): { readonly id: OperatorId; readonly name: string } | null {
  const document = useDocument((state) => state.document);
  return useMemo(() => {
    const typed = Object.entries(document?.operators ?? {}).filter(([, box]) => box.type === 'typed-lines' && box.disabled !== true);
    if (document === null || typed.length === 0) return null;
    const upstream = new Set([sinkId]);
    for (const id of upstream) for (const edge of document.edges) if (edge.to.operator === id) upstream.add(edge.from.operator);
    const [id, box] = typed.find(([operator]) => upstream.has(operator)) ?? typed[0] ?? [];
    return id === undefined || box === undefined ? null : { id, name: operatorTitle(box) };
  }, [document, sinkId]);
}

interface BarProps extends SinkProps {
  readonly results: ResultsOf;
  readonly stream: StreamType | null;
}

function Bar({ sink, sinks, results, stream }: BarProps) {
  const typed = useTypedSource(sink.id);
  const { page, mode, missed } = results;
  const live = mode.kind === 'live';
  const word = firingWord(stream, page);
  const has = page !== null && page.batchId !== null;
  return (
    <div className="dock-bar">
      <Menu
        label="Sink"
        trigger={
          <button type="button" className="pick pick-box sink-pick" title="Choose a sink">
            <OperatorTile id={sink.id} />
            <span>{sink.name}</span>
            <Icon name="chev-d" />
          </button>
        }
      >
        <MenuChoice
          value={sink.id}
          options={sinks.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id) => setView({ resultsOperatorId: id })}
        />
      </Menu>
      {has && (
        <>
          <b className="when">{whenText(page, mode.kind)}</b>
          <span className="steppers">
            <Button icon="chev-l" kind="ghost" dense={true} label={`Earlier ${word}`} onClick={() => results.step(-1)} />
            <Button
              icon="chev-r"
              kind="ghost"
              dense={true}
              label={`Later ${word}`}
              disabled={!results.canStepLater}
              onClick={() => results.step(1)}
            />
          </span>
          <Facts results={results} />
        </>
      )}
      <span className="grow" />
      {typed !== null && <TypeLine key={typed.id} operatorId={typed.id} name={typed.name} />}
      {live ? (
        <Button
          icon="pause"
          kind="quiet"
          dense={true}
          disabled={!has}
          aria-pressed={false}
          label="Freeze these values while the run goes on"
          onClick={results.hold}
        >
          Hold view
        </Button>
      ) : (
        <Button
          icon="play"
          kind="quiet"
          dense={true}
          className="is-held"
          aria-pressed={true}
          label="Follow the newest again"
          onClick={results.goLive}
        >
          {missed === 0 ? 'Held' : `Held, ${exactCount(missed)} newer`}
        </Button>
      )}
      <Save sink={sink} results={results} />
    </div>
  );
}

function Facts({ results }: { readonly results: ResultsOf }) {
  const now = useNow();
  const { page } = results;
  return <span className="dim facts-line">{page === null ? '' : factsText(page, now)}</span>;
}

function Save({ sink, results }: { readonly sink: OperatorFace; readonly results: ResultsOf }) {
  const status = useRunStatus();
  const save = async (format: 'csv' | 'jsonl'): Promise<void> => {
    if (status === null) return;
    const answer = await engine.exportRows(status.pipelineId, sink.id, format).catch(() => null);
    if (answer === null) return;
    if (!answer.ok) {
      showProblems(answer.problems);
      return;
    }
    const name = fileName(sink.name, results.mode.kind === 'live' ? (results.page?.timeMs ?? null) : null, format);
    download(answer.value, name, format === 'csv' ? 'text/csv' : 'application/x-ndjson');
    showToast({ status: 'idle', icon: 'export', title: `${name} saved` });
  };
  const hint = results.mode.kind === 'live' ? 'all rows of the newest answer' : 'all rows of the newest answer, not of the held one';
  return (
    <Menu
      label="Save rows"
      align="end"
      trigger={
        <Button icon="export" kind="ghost" dense={true} label="Save these rows" disabled={results.page === null || results.page.totalRows === 0} />
      }
    >
      <MenuItem icon="file" label="Save as CSV" hint={hint} onSelect={() => void save('csv')} />
      <MenuItem icon="file" label="Save as JSONL" hint={hint} onSelect={() => void save('jsonl')} />
    </Menu>
  );
}

function download(bytes: Uint8Array, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([bytes.slice()], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
