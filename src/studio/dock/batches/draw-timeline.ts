// Draws the batch timeline on a canvas: grid, bars by status, the stretches in which nothing ran, checkpoints and times. Each
// status has its own pattern, so colour only repeats it. Reads a layout and colours, decides nothing.
import type { BatchInfo } from '../../../protocol/engine-api.ts';
import { formatClock, panelCount } from '../../text/numbers.ts';
import { formatTook } from '../format.ts';
import { gapWords } from './batch-words.ts';
import { type LogScale, logShare } from './log-scale.ts';
import { BATCH_WIDTH, type PlacedSlot, rerunBars, slotHolds, type TimelineLayout, timeTicks } from './timeline-layout.ts';

export const PLOT = { left: 46, right: 12, top: 20, bottom: 38 } as const;

const COLOURS = [
  'bg-panel',
  'bg-hover',
  'text',
  'text-2',
  'text-3',
  'line',
  'line-strong',
  'grid',
  'edge',
  'accent',
  'accent-bg',
  'accent-text',
  'st-idle',
  'st-idle-bg',
  'st-running',
  'st-running-bg',
  'st-waiting',
  'st-waiting-bg',
  'st-replayed',
  'st-replayed-bg',
  'st-replayed-text',
  'st-committed',
  'st-committed-text',
  'st-failed',
  'st-failed-bg',
  'st-failed-text',
  'st-checkpoint',
] as const;
type Colour = (typeof COLOURS)[number];
export type TimelineColours = Readonly<Record<Colour, string>> & { readonly font: string };

/** The colours of the theme the element stands in. */
export function readColours(element: Element): TimelineColours {
  const style = getComputedStyle(element);
  const colours = Object.fromEntries(COLOURS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  // Every name of COLOURS was just set.
  return { ...(colours as Record<Colour, string>), font: style.getPropertyValue('--font-ui').trim() };
}

export interface TimelinePicture {
  readonly layout: TimelineLayout;
  readonly scale: LogScale;
  readonly intervalMs: number;
  readonly selectedBatchId: number | null;
  readonly hovered: PlacedSlot | null;
  /** Last batches before an applied edit. */
  readonly edits: readonly number[];
  /** Size of the whole canvas in CSS pixels. */
  readonly width: number;
  readonly height: number;
}

type Pen = CanvasRenderingContext2D;

export function drawTimeline(pen: Pen, picture: TimelinePicture, colours: TimelineColours): void {
  const painter = new Painter(pen, picture, colours);
  painter.grid();
  painter.marks();
  for (const slot of picture.layout.slots) painter.slot(slot);
  painter.intervalLine();
  painter.edits();
  painter.times();
}

class Painter {
  private readonly bottom: number;
  private readonly plotHeight: number;
  private readonly pen: Pen;
  private readonly picture: TimelinePicture;
  private readonly colours: TimelineColours;

  constructor(pen: Pen, picture: TimelinePicture, colours: TimelineColours) {
    this.pen = pen;
    this.picture = picture;
    this.colours = colours;
    this.bottom = picture.height - PLOT.bottom;
    this.plotHeight = Math.max(1, this.bottom - PLOT.top);
  }

  grid(): void {
    const { pen, colours, picture } = this;
    const right = picture.width - PLOT.right;
    const room = this.plotHeight / Math.max(1, picture.scale.ticks.length);
    picture.scale.ticks.forEach((tick, i) => {
      const y = Math.round(this.y(tick)) + 0.5;
      this.stroke(i === 0 ? colours.line : colours.grid, 1, () => this.path([PLOT.left, y], [right, y]));
      if (room >= 13 || i % 2 === 0) this.text(formatTook(tick), PLOT.left - 8, y + 3.5, colours['text-3'], 'right');
    });
    pen.globalAlpha = 1;
  }

  /** Behind the bars: the batch under the pointer, and the selected one. */
  marks(): void {
    const { pen, picture, colours } = this;
    const { hovered, selectedBatchId } = picture;
    if (hovered !== null && hovered.kind !== 'gap') {
      pen.fillStyle = colours['bg-hover'];
      pen.fillRect(PLOT.left + hovered.x, PLOT.top - 4, hovered.width, this.plotHeight + 4);
    }
    if (selectedBatchId === null) return;
    for (const slot of picture.layout.slots) {
      if (slot.kind === 'gap' || !slotHolds(slot, selectedBatchId)) continue;
      const x = PLOT.left + slot.x - 0.5;
      pen.beginPath();
      pen.roundRect(Math.round(x) + 0.5, PLOT.top - 4.5, Math.round(slot.width), this.plotHeight + 4, 2);
      pen.fillStyle = colours['accent-bg'];
      pen.fill();
      pen.strokeStyle = colours.accent;
      pen.lineWidth = 1;
      pen.stroke();
    }
  }

  slot(slot: PlacedSlot): void {
    switch (slot.kind) {
      case 'batch':
        this.batch(slot, slot.batch);
        break;
      case 'fold':
        this.fold(slot);
        break;
      case 'gap':
        this.gap(slot);
        break;
      case 'cut-off':
        this.cutOff(slot);
        break;
      case 'rerun':
        this.rerun(slot);
        break;
    }
  }

  intervalLine(): void {
    const { picture, colours } = this;
    const y = Math.round(this.y(picture.intervalMs)) + 0.5;
    const right = picture.width - PLOT.right;
    this.stroke(colours['text-2'], 1, () => this.path([PLOT.left, y], [right, y]), [4, 3]);
    const words = `batch interval ${formatTook(picture.intervalMs)}`;
    this.pen.font = `400 10.5px ${colours.font}`;
    const width = this.pen.measureText(words).width;
    // The label sits on a plate so that bars that reach above the line leave it readable.
    this.plate(right - width - 4, y - 17, width + 6, 15);
    this.text(words, right, y - 6, colours['text-2'], 'right');
  }

  edits(): void {
    const { pen, picture, colours } = this;
    for (const slot of picture.layout.slots) {
      if (slot.kind !== 'batch' || slot.batch.status === 'replayed' || !picture.edits.includes(slot.batch.batchId)) continue;
      const x = Math.round(PLOT.left + slot.x + slot.width) + 0.5;
      this.stroke(colours.accent, 1.2, () => this.path([x, PLOT.top - 2], [x, this.bottom]));
      pen.beginPath();
      pen.moveTo(x, PLOT.top - 10);
      for (const [dx, dy] of [
        [9, 0],
        [6.4, 3.6],
        [9, 7.2],
        [0, 7.2],
      ] as const)
        pen.lineTo(x + dx, PLOT.top - 10 + dy);
      pen.closePath();
      pen.fillStyle = colours.accent;
      pen.fill();
      if (x < picture.width - 110) this.text('changes applied', x + 13, PLOT.top - 3, colours['accent-text'], 'left');
    }
  }

  times(): void {
    const { picture, colours } = this;
    for (const tick of timeTicks(picture.layout, picture.intervalMs, 84)) {
      const x = Math.round(PLOT.left + tick.x) + 0.5;
      this.stroke(colours.line, 1, () => this.path([x, this.bottom + 1], [x, this.bottom + 4]));
      const half = 22;
      const shown = Math.min(Math.max(x, PLOT.left + half), picture.width - half);
      this.text(formatClock(tick.timeMs), shown, picture.height - 4, colours['text-3'], 'center');
    }
    this.text('ckpt', PLOT.left - 8, this.bottom + 17, colours['text-3'], 'right');
  }

  private batch(slot: PlacedSlot, batch: BatchInfo): void {
    const { pen, colours } = this;
    const x = PLOT.left + slot.x + 1;
    const width = slot.width - 2;
    const top = Math.min(this.y(batch.processingMs), this.bottom - 2);
    const height = this.bottom - top;
    switch (batch.status) {
      case 'queued':
        this.outline(x, this.bottom - 9, width, 9, colours['st-idle']);
        return;
      case 'running': {
        const full = Math.max(14, height * 1.4);
        pen.fillStyle = colours['st-running-bg'];
        pen.fillRect(x, this.bottom - full, width, full);
        pen.fillStyle = colours['st-running'];
        pen.fillRect(x, this.bottom - full / 2, width, full / 2);
        this.outline(x, this.bottom - full, width, full, colours['st-running']);
        return;
      }
      case 'failed':
        pen.fillStyle = colours['st-failed-bg'];
        pen.fillRect(x, top, width, height);
        this.outline(x, top, width, Math.max(height, 14), colours['st-failed'], [2, 1.5]);
        return;
      case 'replayed':
        this.hatched(x, top, width, height);
        break;
      case 'committed':
      case 'caught-up':
        pen.fillStyle = batch.processingMs > this.picture.intervalMs ? colours['st-waiting'] : colours.edge;
        this.bar(x, top, width, height);
        break;
    }
    this.delay(batch, x, top, width);
    if (batch.checkpoint) this.diamond(x + width / 2);
  }

  /** Scheduling delay stands on the bar: together they are the total delay, on the same log axis. */
  private delay(batch: BatchInfo, x: number, top: number, width: number): void {
    const above = this.y(batch.processingMs + batch.schedulingDelayMs);
    const height = top - above - 1;
    // Below the interval a delay is the engine's own rhythm, not waiting.
    if (height < 3 || batch.schedulingDelayMs < this.picture.intervalMs * 0.05) return;
    const { pen, colours } = this;
    pen.fillStyle = colours['st-waiting-bg'];
    pen.fillRect(x, above, width, height);
    pen.fillStyle = colours['st-waiting'];
    for (let y = above; y < above + height - 1; y += 3) pen.fillRect(x, y, width, 1.3);
  }

  private fold(slot: Extract<PlacedSlot, { kind: 'fold' }>): void {
    const { colours } = this;
    const x = PLOT.left + slot.x + 2;
    const width = slot.width - 4;
    const top = Math.min(this.y(slot.ms), this.bottom - 3);
    const { pen } = this;
    pen.fillStyle = colours['st-idle-bg'];
    this.bar(x, top, width, this.bottom - top);
    this.outline(x, top, width, this.bottom - top, colours['line-strong']);
    // Two short strokes through the foot: here the scale is broken.
    for (const at of [0.42, 0.58]) {
      const middle = x + width * at;
      this.stroke(colours['line-strong'], 1.2, () => this.path([middle - 2, this.bottom + 3], [middle + 2, this.bottom - 3]));
    }
    const words = [`${panelCount(slot.count)} ${slot.batch.numInputRows === 0 ? 'empty' : 'missed'}`, formatTook(slot.ms)];
    const middle = x + width / 2;
    // Above the box, or inside it where it comes near the top.
    const labelY = top - 19 > PLOT.top + 26 ? top - 19 : top + 16;
    if (labelY < top) this.plate(middle - 30, labelY - 11, 60, 28);
    this.text(words[0] ?? '', middle, labelY, colours['text-2'], 'center', 600, 11);
    this.text(words[1] ?? '', middle, labelY + 13, colours['text-3'], 'center');
  }

  private gap(slot: Extract<PlacedSlot, { kind: 'gap' }>): void {
    const { pen, colours } = this;
    const x = PLOT.left + slot.x;
    const width = slot.width;
    pen.save();
    pen.beginPath();
    pen.rect(x + 1, PLOT.top, width - 2, this.plotHeight);
    pen.clip();
    this.stroke(colours['line-strong'], 1, () => {
      for (let at = x - this.plotHeight; at < x + width; at += 8.5) this.path([at, this.bottom], [at + this.plotHeight, PLOT.top]);
    });
    pen.restore();
    const left = Math.round(x) + 1.5;
    const right = Math.round(x + width) - 1.5;
    this.stroke(colours['st-failed'], 1.4, () => this.path([left, PLOT.top - 6], [left, this.bottom]), [3, 2]);
    this.stroke(colours['st-committed'], 1.4, () => this.path([right, PLOT.top - 6], [right, this.bottom]));
    const { title, length } = gapWords(slot);
    const middle = x + width / 2;
    const labelY = PLOT.top + this.plotHeight * 0.24;
    pen.font = `600 11px ${colours.font}`;
    const half = Math.max(pen.measureText(title).width, 34) / 2 + 6;
    this.plate(middle - half, labelY - 14, half * 2, 33);
    this.text(title, middle, labelY, colours['text-2'], 'center', 600, 11);
    this.text(length, middle, labelY + 13, colours['text-3'], 'center');
    if (x > 40) this.text(formatClock(slot.fromMs), x - 2, PLOT.top - 7, colours['st-failed-text'], 'right');
    if (x + width < this.picture.width - 56) this.text(formatClock(slot.toMs), x + width + 2, PLOT.top - 7, colours['st-committed-text'], 'left');
  }

  private cutOff(slot: PlacedSlot): void {
    const height = Math.max(14, this.plotHeight * 0.3);
    this.outline(PLOT.left + slot.x + 1, this.bottom - height, slot.width - 2, height, this.colours['st-failed'], [2, 1.5]);
  }

  /** How long a silent re-run took is not told, so its bars have one height: done ones hatched, the others open. */
  private rerun(slot: Extract<PlacedSlot, { kind: 'rerun' }>): void {
    const bars = rerunBars(slot);
    const done = Math.floor((slot.done / (slot.to - slot.from + 1)) * bars);
    const height = Math.max(14, this.plotHeight * 0.24);
    const top = this.bottom - height;
    for (let i = 0; i < bars; i++) {
      const x = PLOT.left + slot.x + i * BATCH_WIDTH + 1;
      if (i < done) this.hatched(x, top, BATCH_WIDTH - 2, height);
      else this.outline(x, top, BATCH_WIDTH - 2, height, this.colours['st-replayed'], [2, 2]);
    }
    if (slot.x < 70) return;
    const right = PLOT.left + slot.x - 7;
    this.plate(right - 56, this.bottom - 35, 60, 31);
    const range = slot.from === slot.to ? String(slot.from) : `${slot.from}–${slot.to}`;
    this.text(range, right, this.bottom - 22, this.colours['st-replayed-text'], 'right', 600, 11);
    this.text('ran again', right, this.bottom - 9, this.colours['st-replayed-text'], 'right');
  }

  private hatched(x: number, top: number, width: number, height: number): void {
    const { pen, colours } = this;
    pen.fillStyle = colours['st-replayed-bg'];
    pen.fillRect(x, top, width, height);
    pen.save();
    pen.beginPath();
    pen.rect(x, top, width, height);
    pen.clip();
    this.stroke(colours['st-replayed'], 2, () => {
      for (let at = x - height - 6; at < x + width; at += 5) this.path([at, this.bottom], [at + height + 6, top - 6]);
    });
    pen.restore();
  }

  private bar(x: number, top: number, width: number, height: number): void {
    const { pen } = this;
    pen.beginPath();
    pen.roundRect(x, top, width, height, [1, 1, 0, 0]);
    pen.fill();
  }

  private outline(x: number, top: number, width: number, height: number, colour: string, dash: number[] = []): void {
    this.stroke(colour, 1, () => this.pen.rect(x + 0.5, Math.round(top) + 0.5, width - 1, Math.round(height) - 1), dash);
  }

  private diamond(x: number): void {
    const { pen } = this;
    const y = this.bottom + 13;
    pen.beginPath();
    pen.moveTo(x, y - 4);
    pen.lineTo(x + 4, y);
    pen.lineTo(x, y + 4);
    pen.lineTo(x - 4, y);
    pen.closePath();
    pen.fillStyle = this.colours['st-checkpoint'];
    pen.fill();
  }

  private plate(x: number, y: number, width: number, height: number): void {
    const { pen } = this;
    pen.beginPath();
    pen.roundRect(x, y, width, height, 5);
    pen.fillStyle = this.colours['bg-panel'];
    pen.globalAlpha = 0.92;
    pen.fill();
    pen.globalAlpha = 1;
  }

  private text(words: string, x: number, y: number, colour: string, align: CanvasTextAlign, weight = 400, size = 10.5): void {
    const { pen } = this;
    pen.font = `${weight} ${size}px ${this.colours.font}`;
    pen.textAlign = align;
    pen.fillStyle = colour;
    pen.fillText(words, x, y);
  }

  private path(from: readonly [number, number], to: readonly [number, number]): void {
    this.pen.moveTo(from[0], from[1]);
    this.pen.lineTo(to[0], to[1]);
  }

  private stroke(colour: string, width: number, trace: () => void, dash: number[] = []): void {
    const { pen } = this;
    pen.beginPath();
    trace();
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.setLineDash(dash);
    pen.stroke();
    pen.setLineDash([]);
  }

  private y(ms: number): number {
    return this.bottom - logShare(this.picture.scale, ms) * this.plotHeight;
  }
}
