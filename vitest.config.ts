import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/setup.ts'],
    // Real servers, databases and browsers: slow machines are slow, not broken.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
