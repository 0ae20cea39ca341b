// Small lines on small canvases: the rate of an operator over the last half minute. Colours are the element's own tokens.
const ratio = Math.min(2, globalThis.devicePixelRatio || 1);

/** Makes the drawing surface fit its CSS size; returns a context in CSS pixels, emptied. */
export function startDrawing(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const context = canvas.getContext('2d');
  if (context === null) return null;
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** A line with a tinted ground and a dot at its end; dashes along the bottom while nothing is known. */
export function drawSpark(canvas: HTMLCanvasElement, values: readonly number[]): void {
  const context = startDrawing(canvas);
  if (context === null) return;
  const style = getComputedStyle(canvas);
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (values.length < 2) {
    drawNothing(context, style.getPropertyValue('--line-strong'), width, height);
    return;
  }
  const colour = style.getPropertyValue('--fam');
  const points = place(values, width, height);
  context.beginPath();
  trace(context, points);
  context.strokeStyle = colour;
  context.lineWidth = 1.3;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.stroke();
  const [endX, endY] = points.at(-1) ?? [0, 0];
  context.lineTo(endX, height);
  context.lineTo(1, height);
  context.closePath();
  context.globalAlpha = 0.1;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 1;
  context.beginPath();
  context.arc(endX, endY, 1.7, 0, Math.PI * 2);
  context.fill();
}

function drawNothing(context: CanvasRenderingContext2D, colour: string, width: number, height: number): void {
  context.beginPath();
  context.setLineDash([2, 3]);
  context.moveTo(1, height - 4.5);
  context.lineTo(width - 3, height - 4.5);
  context.strokeStyle = colour;
  context.lineWidth = 1.3;
  context.stroke();
  context.setLineDash([]);
}

function place(values: readonly number[], width: number, height: number): readonly (readonly [number, number])[] {
  const high = Math.max(...values) * 1.02;
  const low = Math.min(...values) * 0.92;
  const span = high - low || 1;
  const flat = high === 0;
  return values.map((value, i) => [1 + (i / (values.length - 1)) * (width - 5), 2 + (flat ? 1 : 1 - (value - low) / span) * (height - 5)]);
}

export function trace(context: CanvasRenderingContext2D, points: readonly (readonly [number, number])[]): void {
  points.forEach(([x, y], i) => {
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
}
