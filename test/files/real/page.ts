// The page of the file tests: passes commands to its worker and answers to the test.
import type { Answer, Command } from './files.worker.ts';

export type { Command };

declare global {
  interface Window {
    askFiles(command: Command): Promise<Answer>;
    endWorker(): void;
  }
}

const worker = new Worker(new URL('./files.worker.ts', import.meta.url), { type: 'module' });
const waiting = new Map<number, (answer: Answer) => void>();
let asked = 0;

worker.onmessage = (event: MessageEvent<{ readonly id: number; readonly answer: Answer }>) => {
  waiting.get(event.data.id)?.(event.data.answer);
  waiting.delete(event.data.id);
};

window.askFiles = (command) =>
  new Promise((resolve) => {
    asked++;
    waiting.set(asked, resolve);
    worker.postMessage({ id: asked, command });
  });

window.endWorker = () => worker.terminate();
