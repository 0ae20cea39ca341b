// Brings the checker in once, shortly after it is first wanted, so that it does not stand in the way of the first picture.
// Until it is there a document counts as unchecked: nothing is refused on the page, and the engine checks before it runs.
import { createStore } from 'zustand/vanilla';
import type { Endpoint, PipelineDocument } from '../../pipeline/document.ts';
import type { CheckResult } from './document-check.ts';

type Checker = typeof import('./document-check.ts');

export const NO_CHECK: CheckResult = { problems: [], outputs: new Map(), inputs: new Map() };

/** null until it is loaded. */
export const checkerStore = createStore<{ readonly checker: Checker | null }>(() => ({ checker: null }));

/** Where no canvas comes, it is brought in all the same. */
const LATEST_MS = 2_000;

let showPicture: () => void = () => undefined;
const firstPicture = new Promise<void>((resolve) => {
  showPicture = resolve;
});

/** The first pipeline stands on the canvas: what is heavy may come now. */
export function firstPictureShown(): void {
  showPicture();
}

let loading: Promise<Checker> | null = null;

/** The checker, as soon as it is there. */
export function loadChecker(): Promise<Checker> {
  loading ??= Promise.race([firstPicture, new Promise((resolve) => setTimeout(resolve, LATEST_MS))])
    .then(() => import('./document-check.ts'))
    .then((checker) => {
      checkerStore.setState({ checker });
      return checker;
    });
  return loading;
}

/** What is known of a document now; asks for the checker when it is not there. */
export function checkDocument(document: PipelineDocument): CheckResult {
  const { checker } = checkerStore.getState();
  if (checker === null) void loadChecker();
  return checker?.checkDocument(document) ?? NO_CHECK;
}

/** Why an edge may not be drawn, as one sentence, or null. */
export function refuseConnection(document: PipelineDocument, from: Endpoint, to: Endpoint): string | null {
  return checkerStore.getState().checker?.judgeConnection(document, from, to) ?? null;
}
