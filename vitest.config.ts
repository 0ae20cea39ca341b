import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.{unit,property,contract,sim}.test.ts'],
    testTimeout: 60_000,
  },
});
