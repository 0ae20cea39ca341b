// Gives the driver of the browser one function: a workload through the whole engine over IndexedDB, in a worker as in the studio.
declare global {
  interface Window {
    runDurable(name: string, events: number, batchRows: number): Promise<unknown>;
  }
}

window.runDurable = (name, events, batchRows) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./durable.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = (message: MessageEvent<unknown>) => {
      worker.terminate();
      resolve(message.data);
    };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ name, events, batchRows });
  });

export {};
