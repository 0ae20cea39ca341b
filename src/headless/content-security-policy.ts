// What the built page and its worker may do, said once: the server sends it as headers, and the build writes the page's part
// into index.html, so that a copy on any static host keeps most of it. No code comes from strings: nothing here evaluates
// text, neither in the page nor in the worker.
//
// `connect-src` lets the engine's worker read the live sources of a pipeline: encrypted ones anywhere, others on this machine
// only. It cannot be narrower, because whom a user reads from is known only when they say so; that nothing is contacted before they did
// is the engine's to keep (workers/sockets). The page itself contacts its own site only.
//
// Styles are the one loose place in the page, and cannot be tighter with an editor in it: the expression editor, the toasts and the scroll lock
// of open menus make <style> elements while they run, with text nobody knows beforehand (a nonce fixed at build time would only look
// stricter), and the browser itself writes style attributes when one types over highlighted text. A style carries no code, and
// with `img-src`, `font-src` and `connect-src` shut to other sites it cannot carry anything away either.

type Directives = { readonly [directive: string]: string };

const PAGE: Directives = {
  'default-src': "'none'",
  'script-src': "'self'",
  'script-src-attr': "'none'",
  'worker-src': "'self'",
  'connect-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'manifest-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

/** Everything encrypted, and this machine: a policy cannot name it by IPv6. */
const LIVE_SOURCES = ['https:', 'wss:', ...['localhost', '127.0.0.1'].flatMap((host) => [`http://${host}:*`, `ws://${host}:*`])].join(' ');

/** A worker loads its own modules and the bundled texts, reads live sources, and starts nothing else. It does not inherit the page's policy. */
const WORKER: Directives = {
  'default-src': "'none'",
  'script-src': "'self'",
  'connect-src': `'self' ${LIVE_SOURCES}`,
};

/** For index.html; `frame-ancestors` has no meaning there and browsers complain about it. */
export const PAGE_META_POLICY = policyText(PAGE);

export const PAGE_HEADER_POLICY = policyText({ ...PAGE, 'frame-ancestors': "'none'" });

export const WORKER_HEADER_POLICY = policyText({ ...WORKER, 'frame-ancestors': "'none'" });

function policyText(directives: Directives): string {
  return Object.entries(directives)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');
}
