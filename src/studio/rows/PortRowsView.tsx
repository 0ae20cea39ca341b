// The rows that last came through a port: how many, and for each column its type, how much of it is NULL and which operator made
// it. One click goes to that operator, with its own rows, so that a wrong value can be followed to where it began. Narrow in
// the inspector, wide in the dock.
import { useMemo, useState } from 'react';
import type { Field } from '../../columns/data-type.ts';
import { lowerDocument } from '../../operators/lower-document.ts';
import type { Endpoint, PipelineDocument } from '../../pipeline/document.ts';
import type { Plan } from '../../plan/plan.ts';
import type { PortRows } from '../../protocol/data-api.ts';
import { canvasControl } from '../canvas/canvas-control.ts';
import { cellText, columnDigits, isNumeric } from '../dock/results/cell-text.ts';
import { typeInZone, useShownZone } from '../dock/results/shown-zone.ts';
import { useAppliedDocument } from '../store/document-hooks.ts';
import { operatorTitle } from '../store/document-model.ts';
import { selectOperator, useDocument } from '../store/document-store.ts';
import { useLive } from '../store/live-store.ts';
import { exactCount, formatClock } from '../text/numbers.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { type Maker, makersOf } from './lineage.ts';
import './rows.css';
import type { ShownPort } from './shown-ports.ts';
import { usePortRows } from './use-port-rows.ts';

interface Props {
  /** What the rows are of, where that is not said around it. */
  readonly title?: string;
  readonly ports: readonly ShownPort[];
  /** The operator that is looked at; null: an edge is. */
  readonly operatorId: string | null;
  readonly wide: boolean;
}

export default function PortRowsView({ title, ports, operatorId, wide }: Props) {
  const [wanted, setWanted] = useState<string | null>(null);
  const [held, setHeld] = useState(false);
  const port = ports.find(({ key }) => key === wanted) ?? ports[0];
  const { rows, known, refused } = usePortRows(port?.at ?? null, wide ? 200 : 30, held);
  const started = useLive(({ status }) => (status?.runId ?? null) !== null);
  if (port === undefined) return <p className="rows-none">Rows are seen where an edge begins or ends. Connect it first.</p>;
  return (
    <div className={wide ? 'port-rows is-wide' : 'port-rows'}>
      <div className="rows-bar">
        {title !== undefined && <b className="rows-of">{title}</b>}
        {ports.length > 1 && (
          <select className="input rows-port" aria-label="Port" value={port.key} onChange={(event) => setWanted(event.target.value)}>
            {ports.map(({ key, label }) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </select>
        )}
        {rows !== null && <RowsFacts rows={rows} />}
        {rows !== null && (
          <Button
            icon={held ? 'play' : 'pause'}
            kind="quiet"
            dense={true}
            className={held ? 'is-held rows-hold' : 'rows-hold'}
            aria-pressed={held}
            label={held ? 'Follow the newest rows again' : 'Keep these rows on screen while the run goes on'}
            onClick={() => setHeld(!held)}
          >
            {held ? 'Held' : 'Hold'}
          </Button>
        )}
      </div>
      {refused !== null ? (
        <p className="rows-none">{refused}</p>
      ) : rows === null ? (
        <p className="rows-none">
          {!started
            ? 'Nothing has run yet. Press Run, and its last rows stand here.'
            : known
              ? 'No batch has come through here since the engine started.'
              : ''}
        </p>
      ) : wide ? (
        <WideRows rows={rows} at={port.at} here={operatorId} />
      ) : (
        <NarrowRows rows={rows} at={port.at} here={operatorId} />
      )}
    </div>
  );
}

function RowsFacts({ rows }: { readonly rows: PortRows }) {
  const { count, batchId, timeMs, rows: last } = rows;
  const words = count === 0 ? 'no rows' : count === 1 ? '1 row' : `${exactCount(count)} rows`;
  return (
    <span className="rows-facts">
      <b>{words}</b> in batch {batchId}, {formatClock(timeMs)}
      {last.length < count && <span className="dim">; the last {exactCount(last.length)} shown</span>}
    </span>
  );
}

/** Who made each column, by the plan the run uses; the draft's before the first run. */
function useMakers(at: Endpoint): (column: string) => readonly Maker[] {
  const draft = useDocument((state) => state.document);
  const applied = useAppliedDocument();
  const { operator, port } = at;
  return useMemo(() => {
    const document: PipelineDocument | null = applied ?? draft;
    const plan: Plan | null = document === null ? null : lowerDocument(document).plan;
    return (column) => (plan === null || document === null ? [] : makersOf(plan, document, { operator, port }, column));
  }, [applied, draft, operator, port]);
}

interface RowsProps {
  readonly rows: PortRows;
  readonly at: Endpoint;
  readonly here: string | null;
}

function NarrowRows({ rows, at, here }: RowsProps) {
  const makers = useMakers(at);
  const zone = useShownZone();
  return (
    <>
      <ul className="rows-cols" aria-label="Columns">
        {rows.schema.map((field, c) => (
          <li key={field.name}>
            <span className="n" title={field.name}>
              {field.name}
            </span>
            <span className="ty">{typeInZone(field.type, zone)}</span>
            <NullShare share={rows.nullShares[c] ?? 0} />
            <MadeBy makers={makers(field.name)} here={here} />
          </li>
        ))}
      </ul>
      <RowsTable rows={rows} head={(field) => field.name} />
    </>
  );
}

function WideRows({ rows, at, here }: RowsProps) {
  const makers = useMakers(at);
  const zone = useShownZone();
  return (
    <RowsTable
      rows={rows}
      head={(field, c) => (
        <>
          <span className="h-line">
            {field.name}
            <span className="ty">{typeInZone(field.type, zone)}</span>
          </span>
          <span className="h-line is-facts">
            <NullShare share={rows.nullShares[c] ?? 0} />
            <MadeBy makers={makers(field.name)} here={here} />
          </span>
        </>
      )}
    />
  );
}

function RowsTable({ rows, head }: { readonly rows: PortRows; readonly head: (field: Field, column: number) => React.ReactNode }) {
  const { schema, count } = rows;
  const zone = useShownZone();
  const digits = useMemo(() => columnDigits(rows.schema, rows.rows), [rows]);
  const first = count - rows.rows.length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section className="rows-scroll" tabIndex={0} aria-label="Last rows">
      <table className="tbl rows-table">
        <thead>
          <tr>
            <th className="num">#</th>
            {schema.map((field, c) => (
              <th key={field.name} className={isNumeric(field.type) ? 'num' : undefined}>
                {head(field, c)}
              </th>
            ))}
            <th className="rows-fill" />
          </tr>
        </thead>
        <tbody>
          {rows.rows.map((row, i) => {
            const position = first + i;
            return (
              <tr key={position}>
                <td className="num dim">{exactCount(position + 1)}</td>
                {schema.map((field, c) => {
                  const value = row[c] ?? null;
                  const text = cellText(value, field.type, zone, digits[c]);
                  return (
                    <td
                      key={field.name}
                      className={[isNumeric(field.type) && 'num', value === null && 'is-null'].filter(Boolean).join(' ')}
                      title={text.length > 30 ? text : undefined}
                    >
                      {text === '' ? <span className="dim">empty</span> : text}
                    </td>
                  );
                })}
                <td />
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function NullShare({ share }: { readonly share: number }) {
  if (share === 0) return <span className="rows-null dim">no NULL</span>;
  const words = share < 0.01 ? '< 1%' : share > 0.99 && share < 1 ? '> 99%' : `${Math.round(share * 100)}%`;
  return <span className="rows-null is-some">{words} NULL</span>;
}

/** A button that goes to the operator that made the column; words when it was made right here. */
function MadeBy({ makers, here }: { readonly makers: readonly Maker[]; readonly here: string | null }) {
  const operators = useDocument((state) => state.document?.operators);
  const [maker, ...others] = makers;
  if (maker === undefined) return null;
  const title = (id: string): string => {
    const box = operators?.[id];
    return box === undefined ? id : operatorTitle(box);
  };
  if (maker.operatorId === here && others.length === 0) {
    return (
      <span className="made-by" title={maker.how}>
        made here{maker.isExpression && <code>{maker.how}</code>}
      </span>
    );
  }
  return (
    <span className="made-by">
      {makers.map((one) => (
        <button
          key={`${one.operatorId}.${one.column}`}
          type="button"
          title={`${one.column}: ${one.how}`}
          aria-label={`${one.column} is made by ${title(one.operatorId)}. Go there`}
          onClick={() => goTo(one.operatorId)}
        >
          <Icon name="arrow-r" />
          {title(one.operatorId)}
        </button>
      ))}
    </span>
  );
}

function goTo(operatorId: string): void {
  selectOperator(operatorId);
  canvasControl()?.reveal(operatorId, { frame: true });
}
