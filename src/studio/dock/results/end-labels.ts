// Labels at the ends of lines, pushed apart so that none covers another and all stay inside. Pure.

export interface EndLabel {
  readonly key: string;
  /** Where the line ends. */
  readonly y: number;
}

export interface PlacedLabel extends EndLabel {
  readonly labelY: number;
}

/**
 * Labels in the order of their lines from top to bottom, at least `pitch` apart, between `top` and `bottom`, each as near to
 * its line as that allows (pool adjacent violators: labels that would touch move as one block around their mean).
 * When they cannot all fit, those at the end are left out.
 */
export function placeEndLabels(labels: readonly EndLabel[], top: number, bottom: number, pitch: number): readonly PlacedLabel[] {
  const room = Math.max(0, Math.floor((bottom - top) / pitch) + 1);
  const sorted = labels.slice(0, room).toSorted((a, b) => a.y - b.y);
  const blocks: { count: number; sum: number; at: number }[] = [];
  sorted.forEach((label, i) => {
    // In coordinates without the pitch, neighbours only need to keep their order.
    let block = { count: 1, sum: label.y - i * pitch, at: label.y - i * pitch };
    for (let above = blocks.at(-1); above !== undefined && above.at > block.at; above = blocks.at(-1)) {
      blocks.pop();
      const count = above.count + block.count;
      const sum = above.sum + block.sum;
      block = { count, sum, at: sum / count };
    }
    blocks.push(block);
  });
  const last = (sorted.length - 1) * pitch;
  const placed: PlacedLabel[] = [];
  for (const block of blocks) {
    const at = Math.min(Math.max(block.at, top), bottom - last);
    for (let i = 0; i < block.count; i++) {
      const label = sorted[placed.length];
      if (label !== undefined) placed.push({ ...label, labelY: at + placed.length * pitch });
    }
  }
  return placed;
}
