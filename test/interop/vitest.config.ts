import { defineConfig } from 'vitest/config';

/** Only what can run against an AWS that is not ours; everything here takes the address from AWS_INTEROP_ENDPOINT. */
export default defineConfig({
    test: {
        include: ['test/interop/**/*.interop.ts', 'test/shared/export-secrets/**/*.{test,interop}.ts'],
        globalSetup: ['test/support/compile.ts'],
        passWithNoTests: false,
        testTimeout: 60_000,
        hookTimeout: 60_000
    }
});
