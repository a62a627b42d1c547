/**
 * The parts of the driver that cannot, or must not, run in Nango's sandbox, by their path in `snowflake-sdk/dist/lib`:
 * the driver's version is pinned exactly, and test/vendor/snowflake-sdk.test.ts fails when one of these files goes.
 * What remains of a part says by name that it is not there.
 */
interface Part {
    /** What it does, as the error names it. */
    readonly what: string;
    /** How the driver imports it. */
    readonly as: 'module' | 'default' | readonly string[];
}

const UNAVAILABLE: Readonly<Record<string, Part>> = {
    'authentication/auth_idtoken': { what: 'ID token sign-in', as: 'module' },
    // Key pairs go over the SQL API, which needs no driver: see shared/snowflake/sql-api.
    'authentication/auth_keypair': { what: 'Key-pair sign-in', as: 'module' },
    'authentication/auth_oauth_authorization_code': { what: 'OAuth sign-in by browser', as: 'module' },
    'authentication/auth_oauth_client_credentials': { what: 'OAuth client credentials', as: 'default' },
    'authentication/auth_okta': { what: 'Okta sign-in', as: 'module' },
    'authentication/auth_web': { what: 'Sign-in by browser', as: 'module' },
    'authentication/auth_workload_identity/index': { what: 'Workload identity', as: 'default' },
    'authentication/secure_storage/json_credential_manager': {
        what: 'The credential cache',
        as: ['JsonCredentialManager']
    },
    // Statements run through `request`: the driver's own reader of cells needs moment with all its time zones and two
    // packages of large numbers, more than half of the bundle, and gives JavaScript values that have lost digits.
    'connection/statement': {
        what: "A statement of the driver's own",
        as: ['createStatementPostExec', 'createStatementPreExec']
    }
};

/** Parts that look at the machine, or only at themselves: they answer that there is nothing to see. */
const BLIND: Readonly<Record<string, string>> = {
    'authentication/spcs_token': 'exports.getSpcsToken = () => null;',
    'configuration/connection_configuration':
        'exports.shouldReadTokenFromFile = () => false; exports.readTokenFromFile = () => null; exports.loadConnectionConfiguration = () => null;',
    disk_cache: "exports.getDefaultCacheDir = () => '/';",
    'logger/easy_logging_starter': 'exports.init = async () => {};',
    'logger/execution_timer':
        'module.exports = class { start() { return this; } stop() { return this; } getDuration() { return 0; } };',
    'minicore/index': 'exports.getMinicoreStatus = () => ({});',
    proxy_util: "exports.describeProxy = () => 'none';",
    // Nothing of it is called without the driver's statements.
    'services/large_result_set': 'module.exports = class {};',
    'telemetry/application_path': 'exports.getApplicationPath = () => null;',
    'telemetry/libc_details': 'exports.getLibcDetails = () => ({ family: null, version: null });',
    'telemetry/os_details/index': 'exports.getOsDetails = () => null;',
    'telemetry/platform_detection': 'exports.getDetectedPlatforms = async () => [];'
};

export const REPLACED_PARTS: readonly string[] = [...Object.keys(UNAVAILABLE), ...Object.keys(BLIND)];

/** The CommonJS text that stands in for a part, or undefined for one that stays as it is. */
export function replacementOf(part: string): string | undefined {
    const blind = BLIND[part];
    if (blind !== undefined) return blind;
    const unavailable = UNAVAILABLE[part];
    if (unavailable === undefined) return undefined;
    return refusal(unavailable);
}

/** Packages that nothing here needs. */
const UNAVAILABLE_PACKAGES: Readonly<Record<string, Part>> = {
    'fastest-levenshtein': { what: 'A guess at a misspelt option', as: ['closest'] },
    'fast-xml-parser': { what: 'XML in VARIANT columns', as: ['XMLParser'] },
    'generic-pool': { what: 'A pool of connections', as: ['createPool'] },
    // For a browser that comes back from a sign-in.
    net: { what: 'A server', as: ['createServer'] }
};

export function packageReplacement(name: string): string | undefined {
    const part = UNAVAILABLE_PACKAGES[name];
    return part === undefined ? undefined : refusal(part);
}

/** Of modules that stay, by their path in `snowflake-sdk/dist`, what is cut from their text. */
export const CUTS: Readonly<Record<string, (text: string) => string>> = {
    'package.json': (text) => {
        const { name, version } = JSON.parse(text);
        return JSON.stringify({ name, version });
    },
    // From numbers to names, which nothing asks for.
    'lib/error_code.js': (text) => text.replace(/ErrorCode\[(ErrorCode\["\w+"\] = \d+)\] = "\w+";/g, '$1;')
};

function refusal({ what, as }: Part): string {
    const message = JSON.stringify(`${what} is not available in Nango's sandbox.`);
    const refuse = `function () { throw new Error(${message}); }`;
    if (as === 'module') return `module.exports = ${refuse};`;
    const names = as === 'default' ? ['default'] : as;
    return ['exports.__esModule = true;', ...names.map((name) => `exports.${name} = ${refuse};`)].join('\n');
}
