// The Log tab: what happened while this tab was open, newest first, with times.
import { useNow } from '../../store/live-store.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Empty } from '../Empty.tsx';
import { formatMoment } from '../format.ts';
import { useLog } from '../run-record.ts';
import type { LogEntry } from './run-log.ts';

export default function Log() {
  const entries = useLog();
  // For the date of entries from before midnight.
  const now = useNow(60_000);
  if (entries.length === 0)
    return (
      <Empty icon="log" title="Nothing has happened yet" text="Starts, checkpoints, recoveries and problems are told here while this tab is open." />
    );
  return (
    <div className="dock-body log-body">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list must be reachable by keys */}
      <ol className="log" tabIndex={0} aria-label="Log, newest first">
        {entries.toReversed().map((entry) => (
          <Line key={entry.id} entry={entry} now={now} />
        ))}
      </ol>
    </div>
  );
}

function Line({ entry, now }: { readonly entry: LogEntry; readonly now: number }) {
  return (
    <li className={`st-${entry.status}`}>
      <time dateTime={new Date(entry.atMs).toISOString()}>{formatMoment(entry.atMs, now)}</time>
      <Icon name={`st-${entry.status}`} />
      <p>
        {entry.title}
        {entry.text !== null && <span className="dim">{entry.text}</span>}
      </p>
    </li>
  );
}
