// Where the page is: "#/" is Home, "#/p/<id>" a pipeline. The hash keeps it a page that any static server can serve.
import { useSyncExternalStore } from 'react';
import type { PipelineId } from '../../protocol/engine-api.ts';

export type Route = { readonly page: 'home' } | { readonly page: 'pipeline'; readonly pipelineId: PipelineId };

const HOME: Route = { page: 'home' };
let parsed: { readonly hash: string; readonly route: Route } = { hash: '', route: HOME };

export function routeNow(): Route {
  const { hash } = location;
  if (parsed.hash !== hash) parsed = { hash, route: parseHash(hash) };
  return parsed.route;
}

function parseHash(hash: string): Route {
  const id = /^#\/p\/([^/?#]+)$/.exec(hash)?.[1];
  if (id === undefined) return HOME;
  try {
    return { page: 'pipeline', pipelineId: decodeURIComponent(id) };
  } catch {
    return HOME;
  }
}

export function goHome(): void {
  location.hash = '#/';
}

export function goToPipeline(pipelineId: PipelineId): void {
  location.hash = `#/p/${encodeURIComponent(pipelineId)}`;
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, routeNow);
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
