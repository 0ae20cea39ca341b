// The page of the store tests: passes commands to its worker and answers to the test.
import type { Answer, Command } from './store.worker.ts';

export type { Answer, Command };

declare global {
  interface Window {
    ask(command: Command): Promise<Answer>;
  }
}

const worker = new Worker(new URL('./store.worker.ts', import.meta.url), { type: 'module' });
const waiting = new Map<number, (answer: Answer) => void>();
let asked = 0;

worker.onmessage = (event: MessageEvent<{ readonly id: number; readonly answer: Answer }>) => {
  waiting.get(event.data.id)?.(event.data.answer);
  waiting.delete(event.data.id);
};

window.ask = (command) =>
  new Promise((resolve) => {
    asked++;
    waiting.set(asked, resolve);
    worker.postMessage({ id: asked, command });
  });
