import { defineConfig } from 'vitest/config';

/** Minutes, and packages fetched afresh: a suite of its own. */
export default defineConfig({
    test: { include: ['test/packed/**/*.packed.ts'], testTimeout: 900_000, hookTimeout: 900_000 }
});
