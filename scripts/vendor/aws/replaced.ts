/**
 * What stands in for parts of the AWS SDK that a JSON service over `nango.uncontrolledFetch` never reaches, or needs little
 * of, by their path in `node_modules`: they were a third of the bundle. The build fails when one of them is gone.
 */
import { fileURLToPath } from 'node:url';

const CORE = '@smithy/core/dist-es/submodules';
const CLIENTS = { 'client-glue': 'glue', 'client-secrets-manager': 'secretsmanager' } as const;
const OURS = (file: string): string => JSON.stringify(fileURLToPath(new URL(file, import.meta.url)));

/** Classes and functions that nothing calls: each says that it is not there. */
const UNREACHED: Readonly<Record<string, readonly string[]>> = {
    '@smithy/signature-v4/dist-es/moveHeadersToQuery.js': ['moveHeadersToQuery'],
    [`${CORE}/event-streams/index.browser.js`]: ['EventStreamSerde', 'eventStreamSerdeProvider'],
    [`${CORE}/retry/util-retry/AdaptiveRetryStrategy.js`]: ['AdaptiveRetryStrategy'],
    [`${CORE}/endpoints/middleware-endpoint/service-customizations/index.js`]: ['resolveParamsForS3'],
    // For the SDK's own log, which is left out below.
    [`${CORE}/client/smithy-client/schemaLogFilter.js`]: ['schemaLogFilter'],
    [`${CORE}/serde/util-stream/stream-collector.browser.js`]: ['streamCollector']
};

const REDUCED: Readonly<Record<string, string>> = {
    // For events of streams; each signer makes one.
    '@smithy/signature-v4/dist-es/HeaderFormatter.js': 'export class HeaderFormatter {}',
    // The request handler is always given.
    '@smithy/fetch-http-handler/dist-es/index.js':
        'export const FetchHttpHandler = { create: (handler) => handler }; export { streamCollector } from "@smithy/core/serde";',
    // Which of the SDK's features are used, for AWS's own count.
    '@aws-sdk/core/dist-es/submodules/client/middleware-user-agent/check-features.js':
        'export async function checkFeatures() {}',
    // Calls are logged by shared/aws/call-log.ts.
    '@aws-sdk/core/dist-es/submodules/client/middleware-logger/loggerMiddleware.js':
        'export const loggerMiddleware = null, loggerMiddlewareOptions = null, getLoggerPlugin = () => ({ applyToStack: () => {} });',
    // JSON services bind nothing to the path, the query or the headers of a request.
    [`${CORE}/protocols/HttpBindingNormalizedSchema.js`]:
        'export const getHttpOperationBindings = () => []; export class HttpBindingNormalizedSchema {}',
    [`${CORE}/checksum/sha256/Sha256WebCrypto.js`]: `export { Sha256 as Sha256WebCrypto } from ${OURS('sha256.ts')};`,
    [`${CORE}/protocols/json/codec-v2/JsonCodec2.js`]: `export { JsonCodec as JsonCodec2 } from ${OURS('json-codec.ts')};`,
    // By what Node gives to the sandbox.
    [`${CORE}/serde/util-base64/toBase64.browser.js`]:
        'export const toBase64 = (data) => Buffer.from(data).toString("base64");',
    [`${CORE}/serde/util-base64/fromBase64.browser.js`]:
        'export const fromBase64 = (text) => new Uint8Array(Buffer.from(text, "base64"));',
    [`${CORE}/serde/uuid/v4.js`]: 'import { randomUUID } from "crypto"; export const bindV4 = () => () => randomUUID();'
};

/** By the path of a module from `node_modules`, with slashes; each is for one module at least. */
export const REPLACEMENTS: Readonly<Record<string, string>> = {
    ...Object.fromEntries(Object.entries(UNREACHED).map(([path, names]) => [path, absent(names)])),
    ...REDUCED,
    ...Object.fromEntries(
        Object.entries(CLIENTS).flatMap(([client, service]) => [
            [
                `@aws-sdk/${client}/dist-es/endpoint/endpointResolver.js`,
                `import { endpointOf } from ${OURS('endpoint.ts')}; export const defaultEndpointResolver = endpointOf('${service}');`
            ],
            // No client is given an extension.
            [
                `@aws-sdk/${client}/dist-es/runtimeExtensions.js`,
                'export const resolveRuntimeExtensions = (config) => config;'
            ]
        ])
    )
};

/** Functions that say that they are not there. */
export function absent(names: readonly string[]): string {
    return names
        .map((name) => `export function ${name}() { throw new Error("The SDK's ${name} is not bundled."); }`)
        .join('\n');
}
