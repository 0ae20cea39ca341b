// Rows the page itself makes: the keys that are pressed and where the pointer is, while a pipeline with such a source is open here and
// runs. What is typed into fields is never taken. Rows are handed over a few times a second and count as come when the engine has
// logged them.
import type { PlainValue } from '../../columns/build.ts';
import { engine } from '../store/engine-link.ts';
import { isTextField } from '../ui/composing.ts';

const OFFER_EVERY_MS = 50;
/** At most 60 places of the pointer a second. */
const POINTER_EVERY_MS = 1_000 / 60;
/** What waits while the engine is busy; more is a page that is not listened to. */
const MOST_WAITING = 2_000;

export interface PageFeeds {
  readonly keystrokes: readonly string[];
  readonly pointer: readonly string[];
}

/** Listens and offers until the returned function is called. */
export function startPageFeeds(pipelineId: string, { keystrokes, pointer }: PageFeeds): () => void {
  const waiting = new Map<string, PlainValue[][]>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastPointerMs = 0;
  let stopped = false;

  const add = (operators: readonly string[], row: readonly PlainValue[]): void => {
    for (const operator of operators) {
      const rows = waiting.get(operator) ?? [];
      if (rows.length < MOST_WAITING) rows.push([...row]);
      waiting.set(operator, rows);
    }
    timer ??= setTimeout(() => void offer(), OFFER_EVERY_MS);
  };
  const offer = async (): Promise<void> => {
    for (const [operator, rows] of [...waiting]) {
      waiting.delete(operator);
      await engine.offerRows(pipelineId, operator, rows).catch(() => undefined);
    }
    timer = waiting.size > 0 && !stopped ? setTimeout(() => void offer(), OFFER_EVERY_MS) : undefined;
  };
  const onKey = (event: KeyboardEvent): void => {
    const typed = event.target instanceof Element && isTextField(event.target);
    if (!typed && !event.repeat) add(keystrokes, [event.key, now()]);
  };
  const onPointer = (event: PointerEvent): void => {
    const ms = performance.now();
    if (event.type === 'pointermove' && ms - lastPointerMs < POINTER_EVERY_MS) return;
    lastPointerMs = ms;
    add(pointer, [Math.round(event.clientX), Math.round(event.clientY), event.buttons, now()]);
  };
  if (keystrokes.length > 0) addEventListener('keydown', onKey, true);
  const events = pointer.length > 0 ? (['pointermove', 'pointerdown', 'pointerup'] as const) : [];
  for (const event of events) addEventListener(event, onPointer, true);
  return () => {
    stopped = true;
    clearTimeout(timer);
    // What was pressed before is still taken.
    void offer();
    removeEventListener('keydown', onKey, true);
    for (const event of events) removeEventListener(event, onPointer, true);
  };
}

/** The time as a TIMESTAMP is written. */
function now(): string {
  return new Date().toISOString().replace('Z', '000Z');
}
