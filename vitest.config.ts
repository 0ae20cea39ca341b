import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.{unit,property,contract,sim}.test.ts'],
    setupFiles: ['test/property-seed.ts'],
    testTimeout: 60_000,
  },
});
