// Samples of the rows that were refused, newest first: where they stood, why, and the row itself.
import { useEffect, useState } from 'react';
import type { OperatorId } from '../../pipeline/document.ts';
import type { RefusedRow } from '../../protocol/data-api.ts';
import { useDocument } from '../store/document-store.ts';
import { engine } from '../store/engine-link.ts';
import { exactCount } from '../text/numbers.ts';

const SHOWN = 20;

interface Props {
  readonly operatorId: OperatorId;
  /** Says when to look again. */
  readonly count: number;
}

export function RefusedList({ operatorId, count }: Props) {
  const pipelineId = useDocument((state) => state.pipelineId);
  const [rows, setRows] = useState<readonly RefusedRow[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count is what makes the list old
  useEffect(() => {
    if (pipelineId === null) return;
    let left = false;
    void engine
      .readRefused(pipelineId, operatorId, SHOWN)
      .then((answer) => {
        if (!left && answer.ok) setRows(answer.value);
      })
      .catch(() => undefined);
    return () => {
      left = true;
    };
  }, [pipelineId, operatorId, count]);
  if (rows.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list must be reachable by keys
    <ol className="refused" aria-label="Refused rows, newest first" tabIndex={0}>
      {rows.map((row, i) => {
        const position = i;
        return (
          <li key={`${row.batchId}/${row.record}/${position}`}>
            <span className="refused-why">
              <b>{row.reason}</b>
              <small>{placeOf(row)}</small>
            </span>
            {row.detail !== '' && <span className="refused-detail">{row.detail}</span>}
            <code>{row.row}</code>
          </li>
        );
      })}
    </ol>
  );
}

/** "line 1,204", "record 12", "batch 7". */
function placeOf({ batchId, record, line }: RefusedRow): string {
  if (line !== null) return `line ${exactCount(line)}`;
  return record === null ? `batch ${exactCount(batchId)}` : `record ${exactCount(record)}`;
}
