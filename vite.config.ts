import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { PAGE_META_POLICY } from './src/headless/content-security-policy.ts';

/** Writes the page's policy into the built index.html. The development server needs inline scripts and stays without. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: PAGE_META_POLICY }, injectTo: 'head-prepend' },
    ],
  };
}

export default defineConfig({
  base: './',
  plugins: [react(), contentSecurityPolicy()],
  worker: { format: 'es' },
  // Nothing is inlined as data: URLs, so that the policy can stay narrow.
  build: { target: 'es2023', assetsInlineLimit: 0, license: { fileName: 'licenses.md' } },
  server: { host: '127.0.0.1' },
  optimizeDeps: { include: ['comlink', 'zod/mini', '@lezer/lr', '@lezer/common'] },
});
