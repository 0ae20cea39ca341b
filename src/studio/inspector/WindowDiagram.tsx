// How windows of this length and slide lie in time: one closed, the open ones, and now.
import type { Json } from '../../problem/json.ts';
import { durationMs } from '../text/duration-text.ts';
import { countOf, formatDuration } from '../text/numbers.ts';

const WIDTH = 268;
const MOST_ROWS = 6;

export function WindowDiagram({ params }: { readonly params: { readonly [name: string]: Json } }) {
  const size = duration(params, 'size');
  const slide = duration(params, 'slide') ?? size;
  if (size === null || slide === null || size <= 0 || slide <= 0) return null;
  const overlap = Math.max(1, Math.ceil(size / slide));
  const rows = Math.min(MOST_ROWS, overlap);
  const span = size + slide * rows;
  const x = (ms: number): number => 1 + (ms / span) * (WIDTH - 2);
  const now = size + slide * 0.3;
  const bottom = 6 + rows * 5.4 + 6;
  return (
    <figure className="win">
      <svg className="chart" viewBox={`0 0 ${WIDTH} ${bottom + 13}`} role="img" aria-label={words(size, slide, overlap)}>
        {Array.from({ length: rows + 1 }, (_, i) => (
          <rect
            key={`bar${x(i * slide)}`}
            x={x(i * slide)}
            y={3 + i * 5.4}
            width={x(size) - x(0)}
            height={3.4}
            rx={1.2}
            fill={i === 0 ? 'var(--fam-window)' : 'var(--fam-window-bg)'}
            stroke={i === 0 ? 'none' : 'var(--fam-window-line)'}
            strokeWidth={0.8}
          />
        ))}
        <path className="ax" d={`M${x(0)} ${bottom}H${WIDTH - 1}`} />
        <path d={`M${x(now)} 1V${bottom}`} stroke="var(--accent)" strokeWidth={1.4} />
        <text x={x(0)} y={bottom + 11}>
          0
        </text>
        <text x={x(now)} y={bottom + 11} textAnchor="middle" className="now">
          now
        </text>
        <text x={WIDTH - 1} y={bottom + 11} textAnchor="end">
          {formatDuration(span)}
        </text>
      </svg>
      <figcaption className="help">{words(size, slide, overlap)}</figcaption>
    </figure>
  );
}

function words(size: number, slide: number, overlap: number): string {
  const closes = `One closes every ${formatDuration(slide)}.`;
  if (slide > size) return `${closes} Rows of the ${formatDuration(slide - size)} between two windows count in none.`;
  return overlap === 1 ? `${closes} Each row counts in one.` : `${closes} Each row counts in ${countOf(overlap, 'window')}.`;
}

function duration(params: { readonly [name: string]: Json }, name: string): number | null {
  const value = params[name];
  return typeof value === 'string' ? durationMs(value) : null;
}
