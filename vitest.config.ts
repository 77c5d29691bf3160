import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/setup.ts'],
    // On two cores vitest would use one; most tests wait for something else than a core.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Real servers, databases and browsers: slow machines are slow, not broken.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
