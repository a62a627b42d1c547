/** The few things of Node's `process` that bundled packages read. It knows nothing of the machine it runs on. */
export const process = {
    // The driver's telemetry about the machine it runs on says nothing true here.
    env: { SF_TELEMETRY_DISABLE_CONNECTION_SHAPE: 'true' },
    argv: [],
    version: 'v22.0.0',
    versions: { node: '22.0.0' },
    platform: 'linux',
    arch: 'x64',
    pid: 1,
    cwd: (): string => '/',
    nextTick(run: (...args: readonly unknown[]) => void, ...args: readonly unknown[]): void {
        void Promise.resolve().then(() => run(...args));
    },
    emitWarning(): void {},
    on(): void {},
    once(): void {},
    off(): void {}
};
