/**
 * Session parameters as a driver sees them. Drivers format times and read numbers by what stands here, so every
 * answer carries them all.
 * https://docs.snowflake.com/en/sql-reference/parameters
 */
export type ParameterValue = string | number | boolean;

const DEFAULTS: Readonly<Record<string, ParameterValue>> = {
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
    MULTI_STATEMENT_COUNT: 1,
    ROWS_PER_RESULTSET: 0,
    STATEMENT_TIMEOUT_IN_SECONDS: 172_800,
    QUERY_TAG: '',
    SERVICE_NAME: ''
};

export class SessionParameters {
    readonly #set = new Map<string, ParameterValue>();

    get(name: string): ParameterValue | undefined {
        return this.#set.get(name) ?? DEFAULTS[name];
    }

    count(name: string): number {
        const value = Number(this.get(name));
        return Number.isInteger(value) && value >= 0 ? value : 0;
    }

    /** Takes what a client sends by name; anything but text, numbers and booleans is left out. */
    take(values: Readonly<Record<string, unknown>>): void {
        for (const [name, value] of Object.entries(values)) {
            if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
                this.#set.set(name.toUpperCase(), value);
            }
        }
    }

    /** Follows `ALTER SESSION SET|UNSET` after the engine accepted it. */
    follow(statement: string): void {
        const change = /^\s*ALTER\s+SESSION\s+(?<verb>SET|UNSET)\s+(?<rest>[^]*)$/i.exec(statement)?.groups;
        if (!change) return;
        const rest = change['rest'] ?? '';
        if (change['verb']?.toUpperCase() === 'UNSET') {
            for (const name of rest.split(',')) this.#set.delete(name.trim().toUpperCase());
            return;
        }
        for (const [, name, quoted, plain] of rest.matchAll(/(\w+)\s*=\s*(?:'((?:[^']|'')*)'|([^\s,;]+))/g)) {
            if (name !== undefined) this.#set.set(name.toUpperCase(), quoted?.replaceAll("''", "'") ?? literal(plain));
        }
    }

    list(): { name: string; value: ParameterValue }[] {
        const all = { ...DEFAULTS, ...Object.fromEntries(this.#set) };
        return Object.entries(all).map(([name, value]) => ({ name, value }));
    }
}

function literal(text = ''): ParameterValue {
    if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
    return /^-?\d+$/.test(text) ? Number(text) : text;
}
