// Serves the page of main.tsx: for dock.e2e.ts, and by hand with `npx vite --config test/studio/dock/harness/vite.config.ts`.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: '../../../../node_modules/.cache/vite-dock-harness',
  plugins: [react()],
  server: { host: '127.0.0.1', port: 5312, strictPort: true, hmr: false, watch: null, fs: { allow: ['../../../..'] } },
  optimizeDeps: { include: ['react-dom/client', 'zustand', 'zustand/vanilla', 'uplot', '@tanstack/react-virtual', 'radix-ui', 'zod/mini'] },
});
