import { defineConfig } from 'vitest/config';

/** Only what can run against an AWS that is not ours; everything here takes the address from AWS_INTEROP_ENDPOINT. */
export default defineConfig({
    test: {
        include: ['test/interop/**/*.interop.ts', 'test/shared/export-secrets/**/*.{test,interop}.ts'],
        globalSetup: ['test/support/compile.ts'],
        passWithNoTests: false,
        // moto takes its time over what the embedded AWS answers at once.
        testTimeout: 300_000,
        hookTimeout: 60_000
    }
});
