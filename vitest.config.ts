import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real servers, databases and browsers: slow machines are slow, not broken.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
