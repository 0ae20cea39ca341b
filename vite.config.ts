import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  worker: { format: 'es' },
  build: { target: 'es2023' },
  optimizeDeps: { include: ['comlink', 'zod/mini', '@lezer/lr', '@lezer/common'] },
});
