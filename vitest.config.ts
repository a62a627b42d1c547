import { defineConfig } from 'vitest/config';

const SHARED = { testTimeout: 120_000, hookTimeout: 120_000, setupFiles: ['test/support/property-based.ts'] };

/** Tests of compiled bundles; the others need no compilation and stay quick. */
const BUNDLE_TESTS = ['test/integrations/**/*.test.ts', 'test/client/**/*.test.ts', 'test/generate.test.ts'];

export default defineConfig({
    test: {
        // A process of its own for each file would load and warm up the same modules and bundles hundreds of times.
        isolate: false,
        // Some tests wait for the CLI in a process of its own.
        maxWorkers: '150%',
        projects: [
            {
                test: {
                    name: 'source',
                    include: ['test/**/*.test.ts', 'packages/*/test/**/*.test.ts'],
                    exclude: [...BUNDLE_TESTS, 'test/interop/**'],
                    ...SHARED
                }
            },
            {
                test: {
                    name: 'bundles',
                    include: BUNDLE_TESTS,
                    globalSetup: ['test/support/compile.ts'],
                    ...SHARED
                }
            }
        ]
    }
});
