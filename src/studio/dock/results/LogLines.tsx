// The rows of a log sink as lines, newest first.
// biome-ignore-all lint/a11y/useSemanticElements: a virtual list cannot be an <ol> of all its items
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { PlainValue } from '../../../columns/build.ts';
import type { Schema } from '../../../columns/data-type.ts';
import type { ZoneRules } from '../../../sql/datetime/zone-rules.ts';
import { exactCount } from '../../text/numbers.ts';
import { cellText } from './cell-text.ts';
import { SearchRows } from './SearchRows.tsx';
import { useShownZone } from './shown-zone.ts';
import type { Results } from './use-results.ts';

interface Props {
  readonly results: Results;
  readonly name: string;
}

const LINE = 20;

export function LogLines({ results, name }: Props) {
  const { pager, page } = results;
  const zone = useShownZone();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = page?.matchedRows ?? 0;
  const virtual = useVirtualizer({ count: rows, getScrollElement: () => scroller.current, estimateSize: () => LINE, overscan: 12 });
  const first = virtual.range?.startIndex ?? 0;
  useEffect(() => pager.look(first), [pager, first]);
  return (
    <section className="pane pane-fill" aria-label={`Lines of ${name}`}>
      <div className="pane-title">
        Lines
        <small>{rows === 0 ? '' : `${exactCount(rows)}${page?.emits === 'rows' ? ', newest first' : ''}`}</small>
        <span className="grow" />
        <SearchRows placeholder="Find in lines" value={results.search} onChange={results.searchFor} disabled={results.mode.kind === 'frozen'} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list must be reachable by keys */}
      <div className="lines" ref={scroller} tabIndex={0} role="list">
        <div style={{ height: virtual.getTotalSize() }} role="presentation">
          {virtual.getVirtualItems().map((item) => {
            const row = pager.rowAt(item.index);
            return (
              <div key={item.key} role="listitem" className="line" style={{ transform: `translateY(${item.start}px)` }}>
                {row !== undefined && page !== null && <Line row={row} schema={page.schema} zone={zone} />}
              </div>
            );
          })}
        </div>
        {rows === 0 && results.search !== '' && <p className="vt-none">No line contains “{results.search}”.</p>}
      </div>
    </section>
  );
}

interface LineProps {
  readonly row: readonly PlainValue[];
  readonly schema: Schema;
  readonly zone: ZoneRules;
}

function Line({ row, schema, zone }: LineProps) {
  if (schema.length === 1) {
    const [field] = schema;
    return <>{field === undefined ? '' : cellText(row[0] ?? null, field.type, zone)}</>;
  }
  return (
    <>
      {schema.map((field, i) => (
        <span key={field.name} className="line-part">
          <span className="dim">{field.name}</span> {cellText(row[i] ?? null, field.type, zone)}
        </span>
      ))}
    </>
  );
}
