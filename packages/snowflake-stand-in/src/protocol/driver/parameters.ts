/**
 * Session parameters as a driver sees them. Drivers format times and read numbers by what stands here, so every
 * answer carries them all.
 * https://docs.snowflake.com/en/sql-reference/parameters
 */
import type { Session } from '../../types.js';

export type ParameterValue = string | number | boolean;

/** What drivers are told where nobody set it. */
const DEFAULTS: Readonly<Record<string, ParameterValue>> = {
    AUTOCOMMIT: true,
    TIMEZONE: 'America/Los_Angeles',
    TIMESTAMP_OUTPUT_FORMAT: 'YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM',
    TIMESTAMP_NTZ_OUTPUT_FORMAT: 'YYYY-MM-DD HH24:MI:SS.FF3',
    TIMESTAMP_LTZ_OUTPUT_FORMAT: '',
    TIMESTAMP_TZ_OUTPUT_FORMAT: '',
    DATE_OUTPUT_FORMAT: 'YYYY-MM-DD',
    TIME_OUTPUT_FORMAT: 'HH24:MI:SS',
    BINARY_OUTPUT_FORMAT: 'HEX',
    CLIENT_SESSION_KEEP_ALIVE: false,
    CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY: 3600,
    CLIENT_STAGE_ARRAY_BINDING_THRESHOLD: 65_280,
    CLIENT_RESULT_CHUNK_SIZE: 160,
    CLIENT_TELEMETRY_ENABLED: true,
    JS_TREAT_INTEGER_AS_BIGINT: false,
    QUERY_CONTEXT_CACHE_SIZE: 5,
    QUERY_TAG: '',
    SERVICE_NAME: ''
};

/** By upper-case name, as text; anything but text, numbers and booleans is left out. */
export function asTexts(values: Readonly<Record<string, unknown>>): Map<string, string> {
    return new Map(
        Object.entries(values).flatMap(([name, value]): [string, string][] =>
            typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
                ? [[name.toUpperCase(), String(value)]]
                : []
        )
    );
}

/** All that drivers are told, with the values in force. */
export function listed(session: Session): { name: string; value: ParameterValue }[] {
    return Object.entries(DEFAULTS).map(([name, known]) => {
        const value = session.parameter(name);
        return { name, value: value === undefined ? known : typed(value, known) };
    });
}

function typed(value: string, like: ParameterValue): ParameterValue {
    if (typeof like === 'boolean') return value.toLowerCase() === 'true';
    return typeof like === 'number' ? Number(value) : value;
}
