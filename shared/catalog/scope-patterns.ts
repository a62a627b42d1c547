/**
 * Whether each name in the settings names something. A misspelt one would leave out, or let in, what nobody meant, and
 * what it leaves out would be deleted: so a name that matches nothing ends the run. Only an exclusion with `*` may match
 * nothing, since it is meant for what comes and goes.
 */
import { InputError } from '../nango/report.js';
import { isRefusedStatement } from '../snowflake/errors.js';
import { quoteLiteral, quotePath } from '../snowflake/identifiers.js';
import type { DatabaseKind } from './database-kind.js';
import { hasWildcard, likeOf, nameTest } from './name-pattern.js';
import type { NamePattern } from './name-pattern.js';
import { show } from './show.js';
import type { Show } from './show.js';

interface Named {
    readonly setting: string;
    /** The setting leaves out what it names. */
    readonly excludes: boolean;
    /** As it stands in the settings. */
    readonly text: string;
    readonly database: NamePattern;
}

export type NamedDatabase = Named;
export interface NamedSchema extends Named {
    readonly schema: NamePattern;
}

interface Tracked<Name extends Named> {
    readonly name: Name;
    readonly excludes: boolean;
    readonly isDatabase: (name: string) => boolean;
    readonly isSchema: (name: string) => boolean;
    seen: boolean;
}

export class ScopePatterns {
    readonly #databases: readonly Tracked<NamedDatabase>[];
    readonly #schemas: readonly Tracked<NamedSchema>[];
    readonly #isWalked: (kind: DatabaseKind) => boolean;
    /** All databases that the role sees. */
    readonly #visible = new Map<string, DatabaseKind>();

    constructor(
        databases: readonly NamedDatabase[],
        schemas: readonly NamedSchema[],
        isWalked: (kind: DatabaseKind) => boolean
    ) {
        this.#databases = databases.map((name) => tracked(name, hasWildcard(name.database), () => true));
        this.#schemas = schemas.map((name) =>
            tracked(name, hasWildcard(name.database) || hasWildcard(name.schema), nameTest(name.schema))
        );
        this.#isWalked = isWalked;
    }

    get sawSome(): boolean {
        return this.#visible.size > 0;
    }

    /** Of a database that the role sees; any other may be of the usual kind. */
    kindOf(database: string): DatabaseKind {
        return this.#visible.get(database) ?? 'standard';
    }

    sawDatabase(name: string, kind: DatabaseKind): void {
        this.#visible.set(name, kind);
        for (const each of this.#databases) {
            if (!each.seen && (each.excludes || this.#isWalked(kind))) each.seen = each.isDatabase(name);
        }
    }

    sawSchema(database: string, schema: string): void {
        for (const each of this.#schemas) {
            if (!each.seen) each.seen = each.isDatabase(database) && each.isSchema(schema);
        }
    }

    /** After all databases were seen: throws InputError naming what matches none. */
    refuseUnknownDatabases(): void {
        refuse(this.#databases.filter(({ seen }) => !seen));
        refuse(this.#schemas.filter((each) => !each.seen && ![...this.#visible.keys()].some(each.isDatabase)));
    }

    /**
     * After a walk over `walked`: asks for the schemas of which it met no object, one request for each such name. What
     * cannot be read (`unreadable`), or is left out as a database, cannot be told, and passes.
     */
    async refuseUnknownSchemas(from: Show, walked: readonly string[], unreadable: ReadonlySet<string>): Promise<void> {
        for (const each of this.#schemas.filter(({ seen }) => !seen)) {
            const databases = [...this.#visible.keys()].filter(each.isDatabase);
            const isSure = databases.every((name) => walked.includes(name) && !unreadable.has(name));
            if (isSure && (await isMissing(from, each, databases))) refuse([each]);
        }
    }
}

function tracked<Name extends Named>(
    name: Name,
    isOpen: boolean,
    isSchema: (schema: string) => boolean
): Tracked<Name> {
    const { excludes } = name;
    return { name, excludes, isDatabase: nameTest(name.database), isSchema, seen: excludes && isOpen };
}

async function isMissing(from: Show, each: Tracked<NamedSchema>, databases: readonly string[]): Promise<boolean> {
    const [only, ...others] = databases;
    const scope = only !== undefined && others.length === 0 ? `DATABASE ${quotePath(only)}` : 'ACCOUNT';
    try {
        const shown = await show(from, `SHOW SCHEMAS LIKE ${quoteLiteral(likeOf(each.name.schema))} IN ${scope}`);
        return (
            shown.whole &&
            !shown.rows.some(
                (row) => each.isDatabase(row.required('database_name')) && each.isSchema(row.required('name'))
            )
        );
    } catch (error) {
        if (isRefusedStatement(error)) return false;
        throw error;
    }
}

function refuse(unknown: readonly Tracked<Named>[]): void {
    if (unknown.length === 0) return;
    const names = unknown.map(({ name }) => `${name.text} (${name.setting})`).join(', ');
    throw new InputError(
        'invalid_settings',
        `The settings name what the role does not see: ${names}.`,
        'Correct or remove the names, or grant the role USAGE on them. Until then the records stay as they are.'
    );
}
