// The pipelines of this browser with their state. A row opens its pipeline; its menu does the rest.
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { describeProblem, type Problem } from '../../problem/problem.ts';
import type { PipelineSummary } from '../../protocol/engine-api.ts';
import { goToPipeline } from '../app/route.ts';
import { checkerStore, loadChecker } from '../store/checker.ts';
import { openText } from '../store/document-model.ts';
import { useNow } from '../store/live-store.ts';
import { countOf, exactCount, formatAgo, formatBytes } from '../text/numbers.ts';
import { Button } from '../ui/Button.tsx';
import { isComposing } from '../ui/composing.ts';
import { Icon } from '../ui/Icon.tsx';
import { Menu, MenuItem, MenuRule } from '../ui/Menu.tsx';
import { GraphPicture } from './GraphPicture.tsx';
import { duplicatePipeline, exportPipeline, removePipeline, renamePipeline } from './pipeline-actions.ts';
import { stateWords } from './state-words.ts';

interface Props {
  readonly pipelines: readonly PipelineSummary[] | null;
  readonly problems: readonly Problem[];
}

export function PipelineTable({ pipelines, problems }: Props) {
  const sorted = useMemo(() => pipelines?.toSorted((a, b) => b.openedMs - a.openedMs) ?? null, [pipelines]);
  return (
    <section aria-labelledby="pipelines">
      <div className="hm-h">
        <h2 id="pipelines">Pipelines</h2>
        <span className="dim">{sorted === null ? '' : `${sorted.length}, kept in this browser, last opened first`}</span>
      </div>
      {problems.map((problem) => {
        const { what, next } = describeProblem(problem);
        return (
          <p key={what} className="hm-problem st-failed" role="alert">
            <Icon name="st-failed" />
            <span>
              {what} {next}
            </span>
          </p>
        );
      })}
      <div className="projects-box">
        <table className="tbl projects" aria-labelledby="pipelines">
          <thead>
            <tr>
              <th className="c-pic">Pipeline</th>
              <th className="c-name">
                <span className="visually-hidden">Name</span>
              </th>
              <th className="c-status">Status</th>
              <th className="num c-batch">Batches</th>
              <th className="c-ck">Checkpoint</th>
              <th className="num c-state">State</th>
              <th className="c-opened">Opened</th>
              <th className="c-more">
                <span className="visually-hidden">More</span>
              </th>
            </tr>
          </thead>
          <tbody>{sorted === null ? <SkeletonRow /> : sorted.map((summary) => <PipelineRow key={summary.pipelineId} summary={summary} />)}</tbody>
        </table>
      </div>
    </section>
  );
}

function SkeletonRow() {
  return (
    <tr className="is-skeleton">
      <td colSpan={8}>
        <i />
        <i />
        <i />
      </td>
    </tr>
  );
}

function PipelineRow({ summary }: { readonly summary: PipelineSummary }) {
  const [renaming, setRenaming] = useState(false);
  const now = useNow();
  const opened = useMemo(() => openText(summary.text), [summary.text]);
  const checker = useStore(checkerStore, (state) => state.checker);
  useEffect(() => void loadChecker(), []);
  const errors = useMemo(
    () =>
      opened.document === null || checker === null
        ? 0
        : checker.checkDocument(opened.document).problems.filter((problem) => problem.severity === 'error').length,
    [opened, checker],
  );
  const count = opened.document === null ? null : Object.keys(opened.document.operators).length;
  const state = stateWords(summary, { operators: count ?? 0, errors, unreadable: opened.document === null || opened.unreadable.length > 0 });
  const open = (): void => goToPipeline(summary.pipelineId);
  const name = summary.name === '' ? 'Pipeline without a name' : summary.name;
  return (
    <tr
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest('button, a, input, [role="menu"]') === null) open();
      }}
    >
      <td className="c-pic">{opened.document !== null && <GraphPicture document={opened.document} width={104} height={36} icons={false} />}</td>
      <td className="c-name">
        {renaming ? (
          <RenameField
            name={summary.name}
            onDone={(written) => {
              setRenaming(false);
              if (written !== null && written !== summary.name) void renamePipeline(summary.pipelineId, written);
            }}
          />
        ) : (
          <a href={`#/p/${encodeURIComponent(summary.pipelineId)}`} title={name}>
            {name}
          </a>
        )}
        <small className="dim">{count === null ? 'not a pipeline' : countOf(count, 'operator')}</small>
      </td>
      <td className="c-status">
        <span className={`stat st-${state.status}`}>
          <Icon name={state.icon} />
          {state.words}
        </span>
      </td>
      <td className="num c-batch">{summary.lastBatchId === null ? 'never ran' : `batch ${exactCount(summary.lastBatchId)}`}</td>
      <td className="c-ck">
        {summary.lastCheckpoint === null ? (
          <span className="dim">–</span>
        ) : (
          <span className="cell st-checkpoint">
            <Icon name="st-checkpoint" className="i-sm ck" />
            ckpt {exactCount(summary.lastCheckpoint.batchId)} · {formatAgo(summary.lastCheckpoint.atMs, now)}
          </span>
        )}
      </td>
      <td className="num c-state">
        {summary.keys === null ? (
          <span className="dim">–</span>
        ) : (
          <>
            {countOf(summary.keys, 'key')}
            {summary.stateBytes !== null && (
              <small className="dim" title="What the last checkpoint wrote: all of the state, or what changed since the one before">
                last checkpoint {formatBytes(summary.stateBytes)}
              </small>
            )}
          </>
        )}
      </td>
      <td className="c-opened dim">{formatAgo(summary.openedMs, now)}</td>
      <td className="c-more">
        <Menu label={`More for ${name}`} align="end" trigger={<Button icon="more" kind="ghost" dense={true} label={`More for ${name}`} />}>
          <MenuItem icon="arrow-r" label="Open" onSelect={open} />
          <MenuItem icon="pencil" label="Rename" disabled={summary.role === 'viewer'} onSelect={() => setRenaming(true)} />
          <MenuItem
            icon="copy"
            label="Duplicate"
            hint="The drawing only, without its state"
            onSelect={() => void duplicatePipeline(summary.pipelineId)}
          />
          <MenuItem icon="export" label="Save as file" onSelect={() => void exportPipeline(summary)} />
          <MenuRule />
          <MenuItem
            icon="trash"
            label="Delete"
            danger={true}
            disabled={summary.role === 'viewer'}
            hint={summary.role === 'viewer' ? 'Another tab runs it.' : undefined}
            onSelect={() => void removePipeline(summary.pipelineId, name)}
          />
        </Menu>
      </td>
    </tr>
  );
}

function RenameField({ name, onDone }: { readonly name: string; readonly onDone: (written: string | null) => void }) {
  const [text, setText] = useState(name);
  return (
    <input
      className="rename-field"
      aria-label={`New name of ${name}`}
      value={text}
      maxLength={200}
      ref={(field) => {
        // After the menu has given the focus back to its button.
        if (field !== null && document.activeElement !== field) setTimeout(() => field.focus(), 0);
      }}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => onDone(text.trim() === '' ? null : text.trim())}
      onKeyDown={(event) => {
        if (isComposing(event)) return;
        event.stopPropagation();
        if (event.key === 'Enter') onDone(text.trim() === '' ? null : text.trim());
        if (event.key === 'Escape') onDone(null);
      }}
    />
  );
}
