// Dock and strip on a page of their own, over the fake engine: ?scenario=running&tab=batches&theme=dark. For looking at
// while working on them, and for browser tests that need no engine.
import '../../../../src/studio/ui/tokens.css';
import '../../../../src/studio/ui/ui.css';
import './harness.css';
import { createRoot } from 'react-dom/client';
import { BIGINT, STRING } from '../../../../src/columns/data-type.ts';
import type { PipelineDocument } from '../../../../src/pipeline/document.ts';
import { DEFAULT_SETTINGS } from '../../../../src/pipeline/document.ts';
import { problem } from '../../../../src/problem/problem.ts';
import { Dock } from '../../../../src/studio/dock/Dock.tsx';
import { documentStore, useDocument } from '../../../../src/studio/store/document-store.ts';
import { engine, startEngine } from '../../../../src/studio/store/engine-link.ts';
import { showLive } from '../../../../src/studio/store/live-store.ts';
import { DOCK_TABS, setView } from '../../../../src/studio/store/view-store.ts';
import { Strip } from '../../../../src/studio/strip/Strip.tsx';
import { followTheme } from '../../../../src/studio/ui/theme.ts';
import { connectFake, PIPELINE, type Scenario } from './fake-engine.ts';

const asked = new URLSearchParams(location.search);
const scenario = (asked.get('scenario') ?? 'running') as Scenario;

const word: PipelineDocument = {
  name: 'Word count that survives reload',
  settings: DEFAULT_SETTINGS,
  operators: {
    'lines-7f3a': { type: 'text-stream', params: { sample: 'moby-dick', rowsPerSecond: 160 } },
    'words-02bc': { type: 'explode', name: 'Split words', params: {} },
    'clean-9d10': { type: 'filter', name: 'Filter words', params: {} },
    'counts-51e8': { type: 'sliding-window', name: 'Window count', params: {} },
    'chart-aa07': { type: 'chart', params: { y: 'n', series: 'word' } },
    'top-33e1': { type: 'table', name: 'Top 10 table', params: {} },
    'log-9c00': { type: 'log', params: {} },
  },
  edges: ['chart-aa07', 'top-33e1', 'log-9c00'].map((operator) => ({ from: { operator: 'counts-51e8', port: 'out' }, to: { operator, port: 'in' } })),
  ui: { positions: {}, notes: [] },
};

const PROBLEMS = [
  problem('sql/syntax', { operator: 'clean-9d10', param: 'condition', from: 0, to: 6 }, { got: '“lenght”', expected: 'a column or a function' }),
  problem('sql/syntax', { operator: 'counts-51e8', param: 'aggregates', column: 'n' }, { got: 'the end', expected: '“)”' }),
];

documentStore.setState({
  phase: 'ready',
  pipelineId: PIPELINE,
  document: word,
  check: {
    problems: asked.has('problems') ? PROBLEMS : [],
    inputs: new Map(),
    outputs: new Map([
      [
        'counts-51e8.out',
        {
          columns: [
            { name: 'word', type: STRING },
            { name: 'n', type: BIGINT },
          ],
          emits: 'closed',
          slideMs: 5_000,
          keys: ['word'],
          windowMs: 30_000,
        },
      ],
    ]),
  },
});
const theme = asked.get('theme');
const tab = DOCK_TABS.find((known) => known === asked.get('tab'));
setView({
  theme: theme === 'dark' ? 'dark' : 'light',
  dockFolded: false,
  dockMaximised: false,
  dockHeight: Number(asked.get('height') ?? 300),
  selectedBatchId: asked.has('batch') ? Number(asked.get('batch')) : null,
  resultsOperatorId: asked.get('sink'),
  ...(tab === undefined ? {} : { dockTab: tab }),
});
followTheme();
startEngine(() => connectFake(scenario), { tabId: 'tab', tabLabel: 'tab opened 14:02' });
const opened = await engine.openPipeline(PIPELINE);
if (opened.ok) showLive(PIPELINE, opened.value);

function Selected() {
  const operators = useDocument((state) => state.selection.operators);
  return <output aria-label="Selected operators">{operators.join(', ')}</output>;
}

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <div className="harness">
      <div className="harness-top">
        <Selected />
      </div>
      <Strip />
      <div className="harness-mid" style={{ width: asked.get('width') === null ? '100%' : `${asked.get('width')}px` }}>
        <div className="canvas" />
        <Dock />
      </div>
    </div>,
  );
}
