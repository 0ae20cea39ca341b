// The course of one figure as a small line, from 0: a figure that hardly moves looks calm. Decorative; the figure is beside it.
interface Props {
  readonly values: readonly number[];
  readonly width: number;
  readonly height: number;
}

export function Sparkline({ values, width, height }: Props) {
  if (values.length < 2) return null;
  const most = Math.max(...values) * 1.1 || 1;
  const points = values.map((value, i) => [1 + (i / (values.length - 1)) * (width - 4), 2 + (1 - value / most) * (height - 4)] as const);
  const line = `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;
  const [endX, endY] = points.at(-1) ?? [0, 0];
  return (
    <svg className="spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path className="spark-area" d={`${line}L${endX.toFixed(1)} ${height}L1 ${height}Z`} />
      <path className="spark-line" d={line} />
      <circle className="spark-end" cx={endX} cy={endY} r={1.7} />
    </svg>
  );
}
