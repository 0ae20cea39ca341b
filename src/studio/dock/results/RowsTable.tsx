// The rows of a sink as a virtual table: only what is in sight is in the document, sorting and searching happen in the worker.
// Selecting and copying go as in a spreadsheet.
// biome-ignore-all lint/a11y/useSemanticElements: a virtual table cannot be a <table>
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Field, Schema } from '../../../columns/data-type.ts';
import type { ZoneRules } from '../../../sql/datetime/zone-rules.ts';
import { holdsTime } from '../../../sql/zoned-values.ts';
import { exactCount } from '../../text/numbers.ts';
import { Icon } from '../../ui/Icon.tsx';
import { showToast } from '../../ui/toast.ts';
import { type CellSelection, clampSelection, columnsOf, isSelected, rowsOf, selectByKey, singleCell } from './cell-selection.ts';
import { cellText, columnDigits, isNumeric, toTsv } from './cell-text.ts';
import { SearchRows } from './SearchRows.tsx';
import { typeInZone, useShownZone } from './shown-zone.ts';
import type { Results, Sorting } from './use-results.ts';

interface Props {
  readonly results: Results;
  readonly name: string;
}

const ROW = 24;
const COPY_MOST = 50_000;
const NO_SCHEMA: Schema = [];

export function RowsTable({ results, name }: Props) {
  const { pager, page, sorting, mode } = results;
  const schema = page?.schema ?? NO_SCHEMA;
  const rows = page?.matchedRows ?? 0;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [wanted, setSelection] = useState<CellSelection | null>(null);
  const selection = clampSelection(wanted, { rows, columns: schema.length });
  const dragging = useRef(false);
  const grid = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    scrollPaddingEnd: ROW,
  });
  const items = virtual.getVirtualItems();
  const first = virtual.range?.startIndex ?? 0;
  useEffect(() => pager.look(first), [pager, first]);
  const columns = useMemo(() => templateOf(schema), [schema]);
  const zone = useShownZone();
  const digits = useMemo(() => (page === null ? [] : columnDigits(page.schema, page.rows)), [page]);

  const onKeyDown = (event: KeyboardEvent): void => {
    // Header buttons have their own keys.
    if (event.target instanceof HTMLButtonElement) return;
    const press = { key: event.key, shift: event.shiftKey, mod: event.ctrlKey || event.metaKey };
    if (press.mod && press.key.toLowerCase() === 'c' && selection !== null) {
      event.preventDefault();
      void copy(results, selection, schema, zone);
      return;
    }
    const visible = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - ROW) / ROW));
    const next = selectByKey(selection, press, { rows, columns: schema.length, page: visible });
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setSelection(next);
    if (next !== null && !(press.mod && press.key.toLowerCase() === 'a')) virtual.scrollToIndex(next.focus.row);
  };
  const onPointerDown = (event: PointerEvent, row: number, column: number | null): void => {
    if (event.button !== 0) return;
    const last = schema.length - 1;
    const at = column === null ? { anchor: { row, column: 0 }, focus: { row, column: last } } : singleCell(row, column);
    grid.current?.focus({ preventScroll: true });
    setSelection(event.shiftKey && selection !== null ? { anchor: selection.anchor, focus: at.focus } : at);
    dragging.current = true;
    results.setBusy(true);
    const end = (): void => {
      dragging.current = false;
      results.setBusy(false);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', end);
    };
    addEventListener('pointerup', end);
    addEventListener('pointercancel', end);
  };
  const onPointerEnter = (row: number, column: number | null): void => {
    if (!dragging.current) return;
    setSelection((before) =>
      before === null ? singleCell(row, column ?? 0) : { anchor: before.anchor, focus: { row, column: column ?? schema.length - 1 } },
    );
  };

  return (
    <>
      <div className="pane-title">
        Rows
        <small>
          {rangeText(virtual.scrollOffset ?? 0, virtual.scrollRect?.height ?? 0, rows, page?.totalRows ?? 0, results.search, mode.kind === 'frozen')}
        </small>
        <span className="grow" />
        <SearchRows value={results.search} onChange={results.searchFor} disabled={mode.kind === 'frozen'} />
      </div>
      <div
        ref={grid}
        className="vt rows"
        role="grid"
        aria-label={`Rows of ${name}`}
        aria-rowcount={rows + 1}
        aria-colcount={schema.length + 1}
        aria-multiselectable="true"
        aria-activedescendant={selection === null ? undefined : `${id}-${selection.focus.row}-${selection.focus.column}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        style={{ '--vt-columns': columns.template, '--vt-least': `${columns.least}px` } as CSSProperties}
      >
        <div className="vt-scroll" ref={scroller}>
          <div className="vt-head" role="row" aria-rowindex={1} tabIndex={-1}>
            <span role="columnheader" tabIndex={-1} className="num">
              #
            </span>
            {schema.map((field) => (
              <Header
                key={field.name}
                field={field}
                sorting={sorting}
                isKey={page?.keys.includes(field.name) === true}
                frozen={mode.kind === 'frozen'}
                zone={zone}
                onSort={results.sortBy}
              />
            ))}
          </div>
          <div className="vt-rows" style={{ height: virtual.getTotalSize() }} role="presentation">
            {items.map((item) => {
              const row = pager.rowAt(item.index);
              return (
                <div
                  key={item.key}
                  className="vt-row"
                  role="row"
                  tabIndex={-1}
                  aria-rowindex={item.index + 2}
                  // The grid has the focus, not the cell: a cell leaves the document when it is scrolled away.
                  onMouseDown={(event) => event.preventDefault()}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <span
                    role="rowheader"
                    tabIndex={-1}
                    className="num dim"
                    onPointerDown={(event) => onPointerDown(event, item.index, null)}
                    onPointerEnter={() => onPointerEnter(item.index, null)}
                  >
                    {exactCount(item.index + 1)}
                  </span>
                  {schema.map((field, c) => {
                    const value = row?.[c];
                    const chosen = isSelected(selection, item.index, c);
                    const text = value === undefined ? '' : cellText(value, field.type, zone, digits[c]);
                    return (
                      <span
                        key={field.name}
                        id={`${id}-${item.index}-${c}`}
                        role="gridcell"
                        tabIndex={-1}
                        aria-selected={chosen}
                        className={cellClass(
                          field,
                          value === undefined,
                          value === null,
                          chosen,
                          selection?.focus.row === item.index && selection.focus.column === c,
                        )}
                        title={text.length > 24 ? text : undefined}
                        onPointerDown={(event) => onPointerDown(event, item.index, c)}
                        onPointerEnter={() => onPointerEnter(item.index, c)}
                      >
                        {text}
                      </span>
                    );
                  })}
                </div>
              );
            })}
          </div>
          {rows === 0 && page !== null && (
            <p className="vt-none">{results.search === '' ? 'No rows in this answer.' : `No row contains “${results.search}”.`}</p>
          )}
        </div>
      </div>
    </>
  );
}

interface HeaderProps {
  readonly field: Field;
  readonly sorting: Sorting | null;
  readonly isKey: boolean;
  readonly frozen: boolean;
  readonly zone: ZoneRules;
  readonly onSort: (sorting: Sorting | null) => void;
}

function Header({ field, sorting, isKey, frozen, zone, onSort }: HeaderProps) {
  const own = sorting?.column === field.name ? sorting : null;
  const numeric = isNumeric(field.type);
  const next = nextSorting(field, own);
  const state = own === null ? 'none' : own.descending ? 'descending' : 'ascending';
  return (
    <span role="columnheader" tabIndex={-1} aria-sort={state} className={numeric ? 'num' : undefined}>
      <button
        type="button"
        disabled={frozen}
        title={frozen ? 'The view is held: sorting would read newer rows' : sortTitle(field, zone)}
        onClick={() => onSort(next)}
      >
        {isKey && <Icon name="key" className="i-key" />}
        <span className="h-name">{field.name}</span>
        <span className="ty">{typeInZone(field.type, zone)}</span>
        {own !== null && <span className={own.descending ? 'h-sort' : 'h-sort is-up'} aria-hidden="true" />}
      </button>
    </span>
  );
}

function sortTitle(field: Field, zone: ZoneRules): string {
  return holdsTime(field.type) ? `Sort by ${field.name}. Times are those of ${zone.id}` : `Sort by ${field.name}`;
}

/** Numbers begin with the largest, texts with the first; then the other way round, then as they come. */
function nextSorting(field: Field, own: Sorting | null): Sorting | null {
  const firstDescending = isNumeric(field.type);
  if (own === null) return { column: field.name, descending: firstDescending };
  return own.descending === firstDescending ? { column: field.name, descending: !firstDescending } : null;
}

function templateOf(schema: Schema): { readonly template: string; readonly least: number } {
  const widths = schema.map((field) => leastWidth(field));
  const template = ['42px', ...widths.map(([width, share]) => `minmax(${width}px, ${share}fr)`)].join(' ');
  return { template, least: 42 + widths.reduce((sum, [width]) => sum + width, 0) };
}

/** Pixels a column needs at least, and its share of what is left. */
function leastWidth({ type }: Field): readonly [number, number] {
  if (isNumeric(type)) return [66, 1];
  if (type.kind === 'TIMESTAMP') return [150, 1];
  return type.kind === 'BOOLEAN' ? [60, 1] : [92, 1.5];
}

function cellClass(field: Field, missing: boolean, isNull: boolean, chosen: boolean, focused: boolean): string {
  return [isNumeric(field.type) && 'num', missing && 'is-missing', isNull && 'is-null', chosen && 'is-chosen', focused && 'is-focus']
    .filter(Boolean)
    .join(' ');
}

/** "1–8 of 5,212": the rows under the header that are in sight. */
function rangeText(offset: number, height: number, matched: number, total: number, search: string, frozen: boolean): string {
  if (matched === 0) return search === '' ? '' : `0 of ${exactCount(total)}`;
  const first = Math.min(matched, Math.round(offset / ROW) + 1);
  const last = Math.max(first, Math.min(matched, Math.round((offset + height - ROW) / ROW)));
  const of =
    search === '' ? `${frozen && matched < total ? 'the first ' : ''}${exactCount(matched)}` : `${exactCount(matched)} found in ${exactCount(total)}`;
  return `${exactCount(first)}–${exactCount(last)} of ${of}`;
}

async function copy(results: Results, selection: CellSelection, schema: Schema, zone: ZoneRules): Promise<void> {
  const rows = rowsOf(selection);
  const columns = columnsOf(selection);
  const values = await results.pager.rowsBetween(rows.from, rows.to, COPY_MOST);
  if (values === null) return;
  const [from, to] = [columns.from, columns.to + 1];
  const text = toTsv(
    schema.slice(from, to),
    values.map((row) => row.slice(from, to)),
    zone,
  );
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    showToast({ status: 'failed', icon: 'st-failed', title: 'Not copied', text: 'The browser did not let this page use the clipboard.' });
    return;
  }
  const wide = columns.to - columns.from + 1;
  const cut =
    rows.to - rows.from + 1 > values.length
      ? `The first ${exactCount(values.length)} of ${exactCount(rows.to - rows.from + 1)}. Save them as a file to have all.`
      : undefined;
  const what =
    values.length === 1 && wide === 1
      ? '1 cell'
      : `${exactCount(values.length)} ${values.length === 1 ? 'row' : 'rows'}, ${wide} ${wide === 1 ? 'column' : 'columns'}`;
  showToast({ status: 'idle', icon: 'copy', title: `${what} copied`, ...(cut === undefined ? {} : { text: cut }) });
}
