// Questions about the edges of a document that need no catalogue.
import type { Edge, Endpoint, OperatorId } from './document.ts';

export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return a.operator === b.operator && a.port === b.port;
}

export function sameEdge(a: Edge, b: Edge): boolean {
  return sameEndpoint(a.from, b.from) && sameEndpoint(a.to, b.to);
}

export function formatEdge(edge: Edge): string {
  return `${edge.from.operator}.${edge.from.port} -> ${edge.to.operator}.${edge.to.port}`;
}

function targetsOf(edges: readonly Edge[]): ReadonlyMap<OperatorId, readonly OperatorId[]> {
  const targets = new Map<OperatorId, OperatorId[]>();
  for (const edge of edges) {
    const list = targets.get(edge.from.operator);
    if (list === undefined) targets.set(edge.from.operator, [edge.to.operator]);
    else list.push(edge.to.operator);
  }
  return targets;
}

/** Whether rows that leave `from` can come to `to`; an operator reaches itself. */
export function reaches(edges: readonly Edge[], from: OperatorId, to: OperatorId): boolean {
  const targets = targetsOf(edges);
  const seen = new Set([from]);
  for (const operator of seen) {
    if (operator === to) return true;
    for (const next of targets.get(operator) ?? []) seen.add(next);
  }
  return false;
}

/**
 * Every operator after those that feed it, ties in the order given (Kahn's algorithm with the lowest index first). `looped`:
 * the operators on a loop or fed by one, in the order given.
 */
export function sortByEdges(
  operators: readonly OperatorId[],
  edges: readonly Edge[],
): { readonly sorted: readonly OperatorId[]; readonly looped: readonly OperatorId[] } {
  const indexOf = new Map(operators.map((id, i) => [id, i]));
  const waiting = new Int32Array(operators.length);
  const targets = targetsOf(edges);
  for (const edge of edges) {
    const to = indexOf.get(edge.to.operator);
    if (to !== undefined && indexOf.has(edge.from.operator)) waiting[to] = (waiting[to] ?? 0) + 1;
  }
  const ready = new IndexHeap();
  waiting.forEach((count, i) => {
    if (count === 0) ready.push(i);
  });
  const sorted: OperatorId[] = [];
  for (let i = ready.pop(); i !== undefined; i = ready.pop()) {
    const operator = operators[i] ?? '';
    sorted.push(operator);
    for (const target of targets.get(operator) ?? []) {
      const t = indexOf.get(target);
      if (t === undefined) continue;
      waiting[t] = (waiting[t] ?? 0) - 1;
      if (waiting[t] === 0) ready.push(t);
    }
  }
  const done = new Set(sorted);
  return { sorted, looped: operators.filter((id) => !done.has(id)) };
}

/** One loop, as the operators along it from the first of them in the order given, or null. */
export function findLoop(operators: readonly OperatorId[], edges: readonly Edge[]): readonly OperatorId[] | null {
  const looped = new Set(sortByEdges(operators, edges).looped);
  const start = operators.find((id) => looped.has(id));
  if (start === undefined) return null;
  const sourceOf = new Map<OperatorId, OperatorId>();
  for (const edge of edges) if (looped.has(edge.from.operator) && looped.has(edge.to.operator)) sourceOf.set(edge.to.operator, edge.from.operator);
  const path: OperatorId[] = [];
  const seen = new Map<OperatorId, number>();
  // Walking against the edges from an operator Kahn could not place always comes back to one already seen.
  for (let at: OperatorId | undefined = start; at !== undefined; at = sourceOf.get(at)) {
    const first = seen.get(at);
    if (first !== undefined) return fromFirst(operators, path.slice(first).reverse());
    seen.set(at, path.length);
    path.push(at);
  }
  return null;
}

function fromFirst(operators: readonly OperatorId[], loop: readonly OperatorId[]): readonly OperatorId[] {
  const members = new Set(loop);
  const start = loop.indexOf(operators.find((id) => members.has(id)) ?? '');
  return [...loop.slice(start), ...loop.slice(0, start)];
}

/** Binary heap of indexes, smallest first. */
class IndexHeap {
  private readonly heap: number[] = [];

  push(index: number): void {
    const { heap } = this;
    let i = heap.push(index) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if ((heap[parent] ?? 0) <= (heap[i] ?? 0)) return;
      this.swap(i, parent);
      i = parent;
    }
  }

  pop(): number | undefined {
    const { heap } = this;
    const smallest = heap[0];
    const last = heap.pop();
    if (smallest === undefined || last === undefined || heap.length === 0) return smallest;
    heap[0] = last;
    for (let i = 0; ; ) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2]) if (child < heap.length && (heap[child] ?? 0) < (heap[least] ?? 0)) least = child;
      if (least === i) return smallest;
      this.swap(i, least);
      i = least;
    }
  }

  private swap(a: number, b: number): void {
    const { heap } = this;
    const kept = heap[a] ?? 0;
    heap[a] = heap[b] ?? 0;
    heap[b] = kept;
  }
}
