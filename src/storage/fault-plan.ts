// Fault plans drawn by seed, for simulations that try what nobody thought of. The same seed and shape give the same plan on
// every machine. Plans hold only what real storage was seen to do: "conflict" is never invented, and "full" never lands.
import type { Fault, Landing } from './faulty-store.ts';

export interface FaultShape {
  /** Faults fall on calls 1 to this. */
  readonly calls: number;
  /** How many faults at most; two that fall on one call count as one. */
  readonly faults: number;
  /** Which kinds may come. Default: all but power. */
  readonly kinds?: readonly Fault['kind'][];
}

export function drawFaults(seed: number, shape: FaultShape): readonly Fault[] {
  const random = mixer(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const kinds = shape.kinds ?? ['crash', 'reject', 'cut', 'slow'];
  const byCall = new Map<number, Fault>();
  for (let i = 0; i < shape.faults; i++) {
    const at = 1 + below(shape.calls);
    byCall.set(at, drawFault(at, kinds[below(kinds.length)] ?? 'crash', below));
  }
  return [...byCall.values()].sort((a, b) => a.at - b.at);
}

function drawFault(at: number, kind: Fault['kind'], below: (n: number) => number): Fault {
  const writes: Landing = below(2) === 0 ? 'lost' : 'landed';
  switch (kind) {
    case 'crash':
      return { at, kind, writes };
    case 'power':
      return { at, kind, writes, transactions: below(8) };
    case 'cut':
      return { at, kind, writes, failedOpens: below(3) };
    case 'slow':
      return { at, kind, ms: 1 + below(50) };
    case 'reject':
      return below(2) === 0 ? { at, kind, error: 'full', writes: 'lost', times: 1 + below(3) } : { at, kind, error: 'unknown', writes };
  }
}

/** Numbers in [0, 1) from a 32-bit seed: a counter stepped by the golden ratio and stirred by two multiplications. */
function mixer(seed: number): () => number {
  let counter = seed >>> 0;
  return () => {
    counter = (counter + 0x9e3779b9) >>> 0;
    let x = counter;
    x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    return ((x ^ (x >>> 15)) >>> 0) / 0x1_0000_0000;
  };
}
