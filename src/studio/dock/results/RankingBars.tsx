// The ten largest as bars, with their change to the firing before. Coloured as their lines in the chart beside it.
import { type CSSProperties, useMemo } from 'react';
import type { RankingView } from '../../../protocol/engine-api.ts';
import { decimalsOf, formatChange, formatFixed } from '../format.ts';
import { shortNames, splitName } from './key-names.ts';
import type { SeriesColours } from './series-colours.ts';

interface Props {
  readonly ranking: RankingView;
  readonly colours: SeriesColours;
}

export function RankingBars({ ranking, colours }: Props) {
  const rows = useMemo(() => firstOfEach(ranking.ranking), [ranking]);
  const most = Math.max(0, ...rows.map((row) => row.value));
  // Numbers keep one width, so that bars do not breathe with their digits.
  const decimals = decimalsOf(
    rows.map((row) => row.value),
    2,
  );
  const digits = Math.max(3, ...rows.map((row) => formatFixed(row.value, decimals).length));
  const changes = Math.max(2, ...rows.map((row) => (row.change === null ? 3 : formatChange(row.change, decimals).length)));
  const names = useMemo(() => shortNames(rows.map((row) => row.key)), [rows]);
  const longest = Math.max(0, ...[...names.values()].map((name) => name.length));
  return (
    <ol
      className="rank"
      aria-label={`Largest ${ranking.value}`}
      style={{ '--rank-v': `${digits}ch`, '--rank-d': `${changes}ch`, '--rank-k': `${Math.max(7, Math.min(16, longest))}ch` } as CSSProperties}
    >
      {rows.map((row, i) => {
        const colour = colours.get(row.key);
        const [head, tail] = splitName(names.get(row.key) ?? row.key);
        const width = most > 0 ? Math.max(0, (row.value / most) * 100) : 0;
        return (
          <li key={row.key}>
            <span className="ix" aria-hidden="true">
              {i + 1}
            </span>
            <span className={row.key === '' ? 'k dim' : 'k'} title={row.key}>
              {head !== '' && <span>{head}</span>}
              <span>{head === '' ? tail : `, ${tail}`}</span>
            </span>
            <span className="b" aria-hidden="true">
              <i
                className={colour === undefined ? 'bar is-rest' : 'bar'}
                style={{ width: `${width}%`, ...(colour === undefined ? {} : { background: `var(--series-${colour})` }) }}
              />
            </span>
            <span className="v">{formatFixed(row.value, decimals)}</span>
            <span className="dl">{row.change === null ? 'new' : formatChange(row.change, decimals)}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** A stream of plain rows can have one key several times: its largest row stands for it. */
function firstOfEach(rows: RankingView['ranking']): RankingView['ranking'] {
  const seen = new Set<string>();
  return rows.filter(({ key }) => !seen.has(key) && seen.add(key));
}
