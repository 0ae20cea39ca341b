// The inputs of the benchmark, the same bytes and numbers for every contestant, made from seeds. One million events in
// batches: W1 lines of ten words (Zipf, 50,000 words), W2 pairs of numbers (10,000 Zipf keys), W4 a million distinct keys.

export type WorkloadName = 'W1' | 'W2' | 'W4';

/** W1, W4: lines of text. Batch i is lines [i x batchRows, (i + 1) x batchRows). */
export interface TextWorkload {
  readonly kind: 'text';
  readonly name: 'W1' | 'W4';
  readonly bytes: Uint8Array;
  /** Where each line begins; one more entry than lines, the last is the length. Every line ends with a line feed. */
  readonly offsets: Int32Array;
  readonly batchRows: number;
}

/** W2: a key and a value a row. Rows with a value below `least` are filtered out. */
export interface PairWorkload {
  readonly kind: 'pairs';
  readonly name: 'W2';
  readonly keys: Int32Array;
  readonly values: Int32Array;
  readonly least: number;
  readonly windowBatches: number;
  readonly batchRows: number;
}

export type Workload = TextWorkload | PairWorkload;

/** What a contestant produced: rows given out over all batches, and the sum of the numbers in them. Equal for all who are right. */
export interface Answer {
  readonly rows: number;
  readonly sum: number;
}

export function makeWorkload(name: WorkloadName, events: number, batchRows: number): Workload {
  switch (name) {
    case 'W1':
      return wordLines(events, batchRows);
    case 'W2':
      return pairs(events, batchRows);
    case 'W4':
      return distinctKeys(events, batchRows);
  }
}

export function batchCount(workload: Workload): number {
  const rows = workload.kind === 'text' ? workload.offsets.length - 1 : workload.keys.length;
  return Math.ceil(rows / workload.batchRows);
}

/** The bytes of one batch of lines. */
export function batchBytes(workload: TextWorkload, batch: number): Uint8Array {
  const last = workload.offsets.length - 1;
  const from = workload.offsets[Math.min(last, batch * workload.batchRows)];
  const to = workload.offsets[Math.min(last, (batch + 1) * workload.batchRows)];
  return workload.bytes.subarray(from, to);
}

function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/** Ranks 0 to size - 1 by Zipf's law with exponent 1. */
function zipf(size: number, next: () => number): () => number {
  const cumulative = new Float64Array(size);
  let total = 0;
  for (let rank = 0; rank < size; rank++) {
    total += 1 / (rank + 1);
    cumulative[rank] = total;
  }
  return () => {
    const wanted = next() * total;
    let low = 0;
    let high = size - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

const SYLLABLES = ['ba', 'ke', 'li', 'mo', 'nu', 'ra', 'se', 'ti', 'vo', 'wu', 'da', 'fe', 'gi', 'jo', 'pu', 'za'];

/** A word of its own for each rank; common ones are short, as in a language. */
function wordOf(rank: number): string {
  let word = '';
  for (let rest = rank + 1; rest > 0; rest = Math.floor(rest / SYLLABLES.length)) word += SYLLABLES[rest % SYLLABLES.length] ?? '';
  return word;
}

function wordLines(events: number, batchRows: number): TextWorkload {
  const rank = zipf(50_000, randoms(1));
  const vocabulary = Array.from({ length: 50_000 }, (_, i) => wordOf(i));
  const lines = (line: number): string => {
    let text = vocabulary[rank()] ?? '';
    for (let word = 1; word < 8 + (line % 5); word++) text += ` ${vocabulary[rank()]}`;
    return text;
  };
  return textOf('W1', events, batchRows, lines);
}

function distinctKeys(events: number, batchRows: number): TextWorkload {
  // A bijection of 0..events-1 onto itself, so that keys come in no order and none twice.
  const key = (i: number): number => (i * 7_919) % events;
  return textOf('W4', events, batchRows, (i) => `customer-${key(i)}`);
}

function textOf(name: 'W1' | 'W4', events: number, batchRows: number, line: (i: number) => string): TextWorkload {
  const encoder = new TextEncoder();
  let bytes = new Uint8Array(1 << 24);
  const offsets = new Int32Array(events + 1);
  let size = 0;
  for (let i = 0; i < events; i++) {
    const text = line(i);
    if (size + text.length + 1 > bytes.length) {
      const grown = new Uint8Array(bytes.length * 2);
      grown.set(bytes);
      bytes = grown;
    }
    size += encoder.encodeInto(text, bytes.subarray(size)).written;
    bytes[size++] = 0x0a;
    offsets[i + 1] = size;
  }
  return { kind: 'text', name, bytes: bytes.slice(0, size), offsets, batchRows };
}

function pairs(events: number, batchRows: number): PairWorkload {
  const next = randoms(2);
  const rank = zipf(10_000, next);
  const keys = new Int32Array(events);
  const values = new Int32Array(events);
  for (let i = 0; i < events; i++) {
    keys[i] = rank();
    values[i] = Math.floor(next() * 1_000);
  }
  return { kind: 'pairs', name: 'W2', keys, values, least: 100, windowBatches: 10, batchRows };
}
