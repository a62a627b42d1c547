/** What can be granted, by what each kind of object says of itself. */
import { grantPartiallyExecuted } from '../failures.js';
import { KINDS } from '../kinds/index.js';

const ALL_PRIVILEGES: ReadonlyMap<string, readonly string[]> = new Map(
    KINDS.flatMap((kind) =>
        Object.entries(kind.privileges).map(([sort, own]) => [sort, [...creations(sort), ...own]] as const)
    )
);

/** Sorts of which these are all the privileges there are. */
const COMPLETE = new Set(
    KINDS.filter(({ refusesOtherPrivileges }) => refusesOtherPrivileges).flatMap(({ privileges }) =>
        Object.keys(privileges)
    )
);

/** On a container: to make objects in it. */
function creations(container: string): string[] {
    return KINDS.filter(({ home }) => home === container).map(({ type }) => `CREATE ${type}`);
}

/** ALL, spelled out. */
export function allOf(privileges: readonly string[], objectType: string): readonly string[] {
    if (!privileges.includes('ALL')) return privileges;
    return ALL_PRIVILEGES.get(objectType) ?? [];
}

function unknownTo(objectType: string, privileges: readonly string[]): readonly string[] {
    const known = ALL_PRIVILEGES.get(objectType);
    if (known === undefined || !COMPLETE.has(objectType)) return [];
    return privileges.filter((privilege) => !['ALL', 'OWNERSHIP', ...known].includes(privilege));
}

/** Those of the privileges that can be granted on such objects. */
export function knownTo(objectType: string, privileges: readonly string[]): readonly string[] {
    const unknown = unknownTo(objectType, privileges);
    return privileges.filter((privilege) => !unknown.includes(privilege));
}

/** Snowflake grants what can be granted before it refuses the rest. */
export function refuseUnknown(objectType: string, privileges: readonly string[], granting: boolean): void {
    const unknown = unknownTo(objectType, privileges);
    if (granting && unknown.length > 0) throw grantPartiallyExecuted(unknown);
}
