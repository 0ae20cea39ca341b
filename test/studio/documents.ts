// Documents that tests of the page open.
export interface FileDocument {
  readonly format: 'millrace';
  readonly formatVersion: 1;
  readonly name: string;
  readonly operators: { readonly [id: string]: { readonly type: string; readonly name?: string; readonly params: object } };
  readonly edges: readonly string[];
  readonly ui: { readonly positions: { readonly [id: string]: readonly [number, number] }; readonly notes: readonly object[] };
}

/** lines -> words -> clean -> counts -> chart, named so. */
export function wordCount(): FileDocument {
  const params = { time: 'batch', size: '30 seconds', slide: '1 second', keys: ['word'], aggregates: { n: 'count(*)' } };
  return {
    format: 'millrace',
    formatVersion: 1,
    name: 'Words',
    operators: {
      'lines-1': { type: 'text-stream', name: 'lines', params: { sample: 'moby-dick', rowsPerSecond: 100 } },
      'words-1': { type: 'explode', name: 'words', params: { expression: "split(lower(value), '[^a-z]+')", as: 'word' } },
      'clean-1': { type: 'filter', name: 'clean', params: { condition: "word <> ''" } },
      'counts-1': { type: 'sliding-window', name: 'counts', params },
      'chart-1': { type: 'chart', name: 'chart', params: { y: 'n', series: 'word' } },
    },
    edges: ['lines-1.out -> words-1.in', 'words-1.out -> clean-1.in', 'clean-1.out -> counts-1.in', 'counts-1.out -> chart-1.in'],
    ui: {
      positions: { 'lines-1': [40, 160], 'words-1': [228, 160], 'clean-1': [416, 160], 'counts-1': [604, 160], 'chart-1': [792, 160] },
      notes: [],
    },
  };
}

/** A grid of filters that are not connected. */
export function manyBoxes(count: number): FileDocument {
  const ids = Array.from({ length: count }, (_, i) => i + 1);
  return {
    format: 'millrace',
    formatVersion: 1,
    name: 'Many',
    operators: Object.fromEntries(ids.map((i) => [`box-${i}`, { type: 'filter', name: `Box ${i}`, params: { condition: 'true' } }])),
    edges: [],
    ui: { positions: Object.fromEntries(ids.map((i) => [`box-${i}`, [((i - 1) % 10) * 200, Math.floor((i - 1) / 10) * 160] as const])), notes: [] },
  };
}
