/** The driver's logger, silent: what the driver would write holds host names, statements and users. */
function nothing(): void {}

export class SilentLogger {
    error = nothing;
    warn = nothing;
    info = nothing;
    debug = nothing;
    trace = nothing;
    log = nothing;
    configure = nothing;
    setLogger = nothing;
    closeTransports = async (): Promise<void> => {};
    getLevelNumber = (): number => 0;
    getLevelTag = (): string => 'OFF';
    getLevelTagsMap = (): object => ({});
    getLogMessages = (): readonly string[] => [];
    getTransportLabels = (): readonly string[] => [];
}

export default SilentLogger;
