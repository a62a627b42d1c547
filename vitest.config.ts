import { defineConfig } from 'vitest/config';

const SHARED = { testTimeout: 60_000, hookTimeout: 60_000, setupFiles: ['test/support/property-based.ts'] };

/** Tests of compiled bundles; the others need no compilation and stay quick. */
const BUNDLE_TESTS = ['test/integrations/**/*.test.ts', 'test/client/**/*.test.ts', 'test/generate.test.ts'];

export default defineConfig({
    test: {
        // Many tests wait for what they have to wait for: half as many workers again as there are cores keep these busy.
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
