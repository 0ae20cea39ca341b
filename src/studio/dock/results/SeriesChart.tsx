// A line per key over the firings, by uPlot, labelled at the lines' ends. Each of the five series colours is one series of the
// plot for ever; keys come and go in them, so new data never rebuilds the chart.
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { RankingView } from '../../../protocol/engine-api.ts';
import { formatClock } from '../../text/numbers.ts';
import { useTheme } from '../../ui/theme.ts';
import { formatBatchTime, formatNumber } from '../format.ts';
import { placeEndLabels } from './end-labels.ts';
import { fittedName, shortNames } from './key-names.ts';
import { LINES, type SeriesColours } from './series-colours.ts';
import { tickTexts, valueRange } from './value-axis.ts';

interface Props {
  readonly ranking: RankingView;
  readonly colours: SeriesColours;
}

/** Room for the labels at the right, by the longest of them; in steps, so that the plot does not breathe with the keys. */
const LABEL_LEAST = 56;
const LABEL_MOST = 120;
const LABEL_STEP = 16;
const LABEL_MARGIN = 20;
const LABEL_PITCH = 13;

interface Plotted {
  readonly ranking: RankingView;
  readonly colours: SeriesColours;
}

export default function SeriesChart({ ranking, colours }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const tip = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const plotted = useRef<Plotted>({ ranking, colours });
  const theme = useTheme();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes every colour the plot was made with
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const made = new uPlot(
      options(element, tip.current, () => plotted.current),
      dataOf(plotted.current),
      element,
    );
    plot.current = made;
    const resized = new ResizeObserver(() => {
      if (element.clientWidth > 0) made.setSize({ width: element.clientWidth, height: Math.max(80, element.clientHeight) });
    });
    resized.observe(element);
    return () => {
      resized.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [theme]);

  useEffect(() => {
    plotted.current = { ranking, colours };
    plot.current?.setData(dataOf(plotted.current));
  }, [ranking, colours]);

  const names = ranking.lines.map((line) => line.key).join(', ');
  return (
    <div className="series">
      <div
        ref={box}
        className="series-plot"
        role="img"
        aria-label={`${ranking.value} over time${ranking.series === null ? '' : ` for ${names}`}. The table beside it has the numbers.`}
      />
      <div ref={tip} className="series-tip" hidden={true} aria-hidden="true" />
    </div>
  );
}

/** Seconds, then the values of each colour; a colour without a key has none. */
function dataOf({ ranking, colours }: Plotted): uPlot.AlignedData {
  const times = ranking.timesMs.map((ms) => ms / 1_000);
  const slots = Array.from({ length: LINES }, (): (number | null)[] => new Array<number | null>(times.length).fill(null));
  for (const line of ranking.lines) {
    const slot = slots[(colours.get(line.key) ?? 0) - 1];
    if (slot !== undefined)
      line.values.forEach((value, i) => {
        slot[i] = value;
      });
  }
  return [times, ...slots];
}

function options(element: HTMLElement, tip: HTMLElement | null, now: () => Plotted): uPlot.Options {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const font = token('font-ui');
  const axis = { stroke: token('text-3'), font: `11px ${font}`, ticks: { show: false } } as const;
  return {
    width: Math.max(40, element.clientWidth),
    height: Math.max(80, element.clientHeight),
    padding: [9, (plot) => labelRoom(plot, now(), font), 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6, width: 0 } },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), 'UTC'),
    scales: {
      y: {
        range: (_plot, low, high) => {
          const [from, to] = valueRange(low ?? 0, high ?? 1);
          return [from, to];
        },
      },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        ticks: { show: true, size: 4, width: 1, stroke: token('line') },
        border: { show: true, width: 1, stroke: token('line') },
        space: 55,
        size: 24,
        gap: 3,
        values: (_plot, splits) => splits.map((seconds) => formatClock(seconds * 1_000)),
      },
      {
        ...axis,
        grid: { stroke: token('grid'), width: 1 },
        space: 34,
        size: (_plot, values) => 14 + Math.max(2, ...(values ?? []).map((text) => text.length)) * 6,
        gap: 6,
        values: (_plot, splits) => [...tickTexts(splits)],
      },
    ],
    series: [
      {},
      ...Array.from(
        { length: LINES },
        (_, i): uPlot.Series => ({ stroke: token(`series-${i + 1}`), width: 1.7, points: { show: false }, spanGaps: false }),
      ),
    ],
    hooks: {
      draw: [(plot) => drawEnds(plot, now(), token, font)],
      setCursor: [(plot) => showTip(plot, tip, now(), token)],
    },
  };
}

function drawEnds(plot: uPlot, { ranking, colours }: Plotted, token: (name: string) => string, font: string): void {
  const pen = plot.ctx;
  const ratio = uPlot.pxRatio;
  const last = ranking.timesMs.length - 1;
  const lastMs = ranking.timesMs[last];
  if (lastMs === undefined) return;
  const ends = ranking.lines.flatMap((line) => {
    const value = line.values[last];
    return value == null ? [] : [{ key: line.key, y: plot.valToPos(value, 'y') }];
  });
  const names = namesOf(ranking);
  const { left, top, width, height } = plot.bbox;
  const bottom = height / ratio;
  const placed = placeEndLabels(ends, 2, bottom, LABEL_PITCH);
  const x = plot.valToPos(lastMs / 1_000, 'x');
  const edge = width / ratio;
  const room = plot.width - left / ratio - edge - LABEL_MARGIN + 2;
  pen.save();
  pen.translate(left, top);
  pen.scale(ratio, ratio);
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  for (const label of placed) {
    const colour = token(`series-${colours.get(label.key) ?? LINES}`);
    const leads = label.key === ranking.lines[0]?.key;
    pen.strokeStyle = colour;
    pen.fillStyle = colour;
    pen.lineWidth = 1.2;
    pen.beginPath();
    pen.moveTo(x, label.y);
    pen.lineTo(edge + 8, label.labelY);
    pen.lineTo(edge + 12, label.labelY);
    pen.stroke();
    pen.beginPath();
    pen.arc(x, label.y, leads ? 3.2 : 2.4, 0, Math.PI * 2);
    pen.fill();
    pen.fillStyle = token(leads ? 'text' : 'text-2');
    pen.font = `${leads ? 600 : 500} 11px ${font}`;
    const name = fittedName(names.get(label.key) ?? label.key, (text) => pen.measureText(text).width <= room);
    pen.fillText(name, edge + 15, label.labelY + 0.5);
  }
  pen.restore();
}

function labelRoom(plot: uPlot, { ranking }: Plotted, font: string): number {
  const pen = plot.ctx;
  // While the plot is being made it has no context yet.
  if (pen === undefined) return LABEL_LEAST;
  pen.save();
  pen.font = `600 11px ${font}`;
  const longest = Math.max(0, ...[...namesOf(ranking).values()].map((name) => pen.measureText(name).width));
  pen.restore();
  return Math.min(LABEL_MOST, plot.width * 0.34, Math.max(LABEL_LEAST, Math.ceil((longest + LABEL_MARGIN) / LABEL_STEP) * LABEL_STEP));
}

function namesOf({ lines }: RankingView): ReadonlyMap<string, string> {
  return shortNames(lines.map((line) => line.key));
}

function showTip(plot: uPlot, tip: HTMLElement | null, { ranking, colours }: Plotted, token: (name: string) => string): void {
  if (tip === null) return;
  const at = plot.cursor.idx;
  const timeMs = at == null ? undefined : ranking.timesMs[at];
  if (at == null || timeMs === undefined || (plot.cursor.left ?? -1) < 0) {
    tip.hidden = true;
    return;
  }
  const rows = ranking.lines
    .flatMap((line) => {
      const value = line.values[at];
      return value == null ? [] : [{ key: line.key, value }];
    })
    .toSorted((a, b) => b.value - a.value);
  const names = namesOf(ranking);
  const title = document.createElement('b');
  title.textContent = formatBatchTime(timeMs);
  tip.replaceChildren(
    title,
    ...rows.map(({ key, value }) => {
      const row = document.createElement('span');
      const dot = document.createElement('i');
      dot.style.background = token(`series-${colours.get(key) ?? LINES}`);
      const number = document.createElement('em');
      number.textContent = formatNumber(value);
      row.append(dot, names.get(key) ?? key, number);
      return row;
    }),
  );
  tip.hidden = false;
  const left = plot.bbox.left / uPlot.pxRatio + (plot.cursor.left ?? 0);
  const flip = left > plot.width / 2;
  tip.style.left = flip ? '' : `${left + 12}px`;
  tip.style.right = flip ? `${plot.width - left + 12}px` : '';
}
