// The State tab: what an operator keeps for each key while it runs. A key is searched as it is shown; a million of them are paged
// through without being loaded. A key can be taken out by hand where the operator allows it.
// biome-ignore-all lint/a11y/useSemanticElements: a virtual table cannot be a <table>
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, useEffect, useMemo, useRef, useState } from 'react';
import type { PlainValue } from '../../../columns/build.ts';
import type { Field, Schema } from '../../../columns/data-type.ts';
import { describeProblem } from '../../../problem/problem.ts';
import type { ZoneRules } from '../../../sql/datetime/zone-rules.ts';
import { operatorTitle } from '../../store/document-model.ts';
import { documentStore, useDocument } from '../../store/document-store.ts';
import { engine } from '../../store/engine-link.ts';
import { useLive, useNow } from '../../store/live-store.ts';
import { setView, useView } from '../../store/view-store.ts';
import { countOf, exactCount, formatAgo, formatBytes } from '../../text/numbers.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Menu, MenuChoice } from '../../ui/Menu.tsx';
import { showToast } from '../../ui/toast.ts';
import { openOverlay } from '../../ui/ui-store.ts';
import { Empty } from '../Empty.tsx';
import { OperatorTile } from '../operator-face.tsx';
import { cellText, isNumeric } from '../results/cell-text.ts';
import { SearchRows } from '../results/SearchRows.tsx';
import { typeInZone, useShownZone } from '../results/shown-zone.ts';
import { useStatePages } from './use-state-pages.ts';

const ROW = 24;
const NO_SCHEMA: Schema = [];

export default function State() {
  const document = useDocument((state) => state.document);
  const selected = useDocument((state) => state.selection.operators[0] ?? null);
  const chosen = useView((view) => view.stateOperatorId);
  const ids = useLive(({ operators }) =>
    [...operators.values()]
      .filter(({ keys }) => keys !== null)
      .map(({ operatorId }) => operatorId)
      .join('\n'),
  );
  const holders = useMemo(() => (ids === '' ? [] : ids.split('\n')).filter((id) => document?.operators[id] !== undefined), [ids, document]);
  const id = [selected, chosen].find((one) => one !== null && holders.includes(one)) ?? holders[0];
  if (id === undefined || document === null) {
    return <Empty icon="layers" title="No state by key" text="Windows, running aggregates and operators with state keep some while they run." />;
  }
  const name = (operatorId: string): string => {
    const box = document.operators[operatorId];
    return box === undefined ? operatorId : operatorTitle(box);
  };
  return <StateOf key={id} operatorId={id} name={name(id)} choices={holders.map((holder) => ({ value: holder, label: name(holder) }))} />;
}

interface StateProps {
  readonly operatorId: string;
  readonly name: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

function StateOf({ operatorId, name, choices }: StateProps) {
  const [search, setSearch] = useState('');
  const pages = useStatePages(operatorId, search);
  const { page } = pages;
  return (
    <>
      <div className="dock-bar">
        <Menu
          label="Operator"
          trigger={
            <button type="button" className="pick pick-box sink-pick" title="Choose an operator">
              <OperatorTile id={operatorId} />
              <span>{name}</span>
              <Icon name="chev-d" />
            </button>
          }
        >
          <MenuChoice value={operatorId} options={choices} onChange={(id) => setView({ stateOperatorId: id })} />
        </Menu>
        {page !== null && (
          <span className="dim facts-line">
            {countOf(page.totalKeys, 'key')} · {formatBytes(page.bytes)}
            {page.totalKeys > 0 && ` · ${formatBytes(page.bytes / page.totalKeys)} a key`} · after batch {exactCount(page.batchId)}
            {search !== '' && ` · ${exactCount(page.matchedKeys)} found`}
          </span>
        )}
        <span className="grow" />
        <SearchRows value={search} onChange={setSearch} disabled={false} />
      </div>
      {pages.refused !== null ? (
        <Empty icon="warn" title="The state cannot be read now" text={pages.refused} />
      ) : pages.none ? (
        <Empty
          icon="layers"
          title={`${name} keeps nothing that could be shown key by key`}
          text="A window keeps its panes until they close; its answer is in Results, and its rows are in Rows."
        />
      ) : page === null ? null : page.matchedKeys === 0 ? (
        <Empty
          icon="search"
          title={search === '' ? 'No keys yet' : `No key contains “${search}”`}
          text={search === '' ? 'They come with the first rows.' : 'Keys are searched as they are shown here.'}
        />
      ) : (
        <StateTable operatorId={operatorId} name={name} pages={pages} />
      )}
    </>
  );
}

interface TableProps {
  readonly operatorId: string;
  readonly name: string;
  readonly pages: ReturnType<typeof useStatePages>;
}

function StateTable({ operatorId, name, pages }: TableProps) {
  const { page } = pages;
  const schema = page?.schema ?? NO_SCHEMA;
  const keyCount = page?.keyCount ?? 0;
  const removable = page?.removable === true;
  const timed = page?.rows.some(({ touchedMs }) => touchedMs !== null) === true;
  const scroller = useRef<HTMLDivElement>(null);
  const now = useNow();
  const zone = useShownZone();
  const virtual = useVirtualizer({ count: page?.matchedKeys ?? 0, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 8 });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is in sight is what changes
  useEffect(() => pages.look(first, last), [first, last]);
  const template = ['52px', ...schema.map(widthOf), ...(timed ? ['110px'] : []), ...(removable ? ['36px'] : [])].join(' ');
  const least = 60 + schema.length * 90 + (timed ? 110 : 0) + (removable ? 36 : 0);
  return (
    <div
      className="vt rows state-table"
      role="grid"
      aria-label={`State of ${name}`}
      aria-rowcount={(page?.matchedKeys ?? 0) + 1}
      aria-colcount={schema.length + 1}
      style={{ '--vt-columns': template, '--vt-least': `${least}px` } as CSSProperties}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <div className="vt-scroll" ref={scroller} role="rowgroup" tabIndex={0}>
        <div className="vt-head" role="row" tabIndex={-1} aria-rowindex={1}>
          <span role="columnheader" tabIndex={-1} className="num">
            #
          </span>
          {schema.map((field, c) => (
            <span key={field.name} role="columnheader" tabIndex={-1} className={isNumeric(field.type) ? 'num' : undefined}>
              {c < keyCount && <Icon name="key" className="i-key" />}
              {field.name}
              <span className="ty">{typeInZone(field.type, zone)}</span>
            </span>
          ))}
          {timed && (
            <span role="columnheader" tabIndex={-1}>
              Last row
            </span>
          )}
          {removable && (
            <span role="columnheader" tabIndex={-1}>
              <span className="visually-hidden">Remove</span>
            </span>
          )}
        </div>
        <div className="vt-rows" style={{ height: virtual.getTotalSize() }} role="presentation">
          {items.map((item) => {
            const row = pages.rowAt(item.index);
            return (
              <div
                key={item.key}
                className="vt-row"
                role="row"
                tabIndex={-1}
                aria-rowindex={item.index + 2}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <span role="rowheader" tabIndex={-1} className="num dim">
                  {exactCount(item.index + 1)}
                </span>
                {schema.map((field, c) => (
                  <Cell key={field.name} field={field} value={row?.values[c]} isKey={c < keyCount} zone={zone} />
                ))}
                {timed && (
                  <span role="gridcell" tabIndex={-1} className="dim">
                    {row?.touchedMs == null ? '' : formatAgo(row.touchedMs, now)}
                  </span>
                )}
                {removable && (
                  <span role="gridcell" tabIndex={-1}>
                    {row !== undefined && (
                      <Button
                        icon="trash"
                        kind="ghost"
                        dense={true}
                        label={`Remove ${keyText(row.values, schema, keyCount, zone)}`}
                        onClick={() =>
                          askToRemove(operatorId, row.values.slice(0, keyCount), keyText(row.values, schema, keyCount, zone), pages.again)
                        }
                      />
                    )}
                  </span>
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface CellProps {
  readonly field: Field;
  readonly value: PlainValue | undefined;
  readonly isKey: boolean;
  readonly zone: ZoneRules;
}

function Cell({ field, value, isKey, zone }: CellProps) {
  const classes = [isNumeric(field.type) && 'num', value === undefined && 'is-missing', value === null && 'is-null', isKey && 'is-key'];
  const text = value === undefined ? '' : cellText(value, field.type, zone);
  return (
    <span role="gridcell" tabIndex={-1} className={classes.filter(Boolean).join(' ')} title={text.length > 24 ? text : undefined}>
      {text}
    </span>
  );
}

function widthOf({ type }: Field): string {
  if (isNumeric(type)) return 'minmax(80px, 1fr)';
  return type.kind === 'TIMESTAMP' ? 'minmax(150px, 1fr)' : 'minmax(96px, 1.5fr)';
}

function keyText(values: readonly PlainValue[], schema: Schema, keyCount: number, zone: ZoneRules): string {
  return schema
    .slice(0, keyCount)
    .map((field, c) => cellText(values[c] ?? null, field.type, zone))
    .join(', ');
}

function askToRemove(operatorId: string, key: readonly PlainValue[], words: string, done: () => void): void {
  openOverlay({
    kind: 'confirm',
    title: `Remove ${words} from the state?`,
    text: 'It is gone before the next batch, as if it had never come, and is logged with that batch. Results that were written stay.',
    action: 'Remove',
    perform: () => {
      const { pipelineId } = documentStore.getState();
      if (pipelineId === null) return;
      void engine
        .removeKey(pipelineId, operatorId, key)
        .then((answer) => {
          if (answer.ok) {
            showToast({ status: 'idle', icon: 'trash', title: `${words} removed`, text: `From batch ${exactCount(answer.value.fromBatchId)} on.` });
            done();
            return;
          }
          const [first] = answer.problems;
          if (first === undefined) return;
          const { what, next } = describeProblem(first);
          showToast({ status: 'failed', icon: 'st-failed', title: what, text: next });
        })
        .catch(() => undefined);
    },
  });
}
