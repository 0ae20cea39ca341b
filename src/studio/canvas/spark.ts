// Small lines on small canvases: the rate of an operator over the last half minute. Sizes are given and colours read once a
// theme, because asking the page for either, hundreds of times, makes it lay itself out as often.
const ratio = Math.min(2, globalThis.devicePixelRatio || 1);

export interface DrawingSize {
  readonly width: number;
  readonly height: number;
}

export const SPARK_SIZE: DrawingSize = { width: 66, height: 18 };

/**
 * Makes the drawing surface fit its CSS size; returns a context in CSS pixels, emptied. Without a size the element is asked
 * for it.
 */
export function startDrawing(
  canvas: HTMLCanvasElement,
  size: DrawingSize = { width: canvas.clientWidth, height: canvas.clientHeight },
): CanvasRenderingContext2D | null {
  const context = canvas.getContext('2d');
  if (context === null) return null;
  const width = Math.round(size.width * ratio);
  const height = Math.round(size.height * ratio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  return context;
}

const colours = new Map<string, string>();

/** The value of a colour token of the page. */
export function colourOf(token: string): string {
  let colour = colours.get(token);
  if (colour === undefined) {
    colour = getComputedStyle(document.documentElement).getPropertyValue(token);
    colours.set(token, colour);
  }
  return colour;
}

/** After the theme changed. */
export function forgetColours(): void {
  colours.clear();
}

/** A line with a tinted ground and a dot at its end; nothing while there are not two values (the box shows dashes then). */
export function drawSpark(canvas: HTMLCanvasElement, values: readonly number[], family: string): void {
  canvas.classList.toggle('is-empty', values.length < 2);
  if (values.length < 2) return;
  const context = startDrawing(canvas, SPARK_SIZE);
  if (context === null) return;
  const colour = colourOf(`--fam-${family}`);
  const points = place(values, SPARK_SIZE);
  context.beginPath();
  trace(context, points);
  context.strokeStyle = colour;
  context.lineWidth = 1.3;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.stroke();
  const [endX, endY] = points.at(-1) ?? [0, 0];
  context.lineTo(endX, SPARK_SIZE.height);
  context.lineTo(1, SPARK_SIZE.height);
  context.closePath();
  context.globalAlpha = 0.1;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 1;
  context.beginPath();
  context.arc(endX, endY, 1.7, 0, Math.PI * 2);
  context.fill();
}

function place(values: readonly number[], { width, height }: DrawingSize): readonly (readonly [number, number])[] {
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
