/** https://docs.snowflake.com/en/sql-reference/sql/show-sequences */
import { timestampCell, yesNo } from '../cells.js';
import { readProperties, textProperty } from '../properties.js';
import { plainKind } from './plain-kind.js';
import { ownerRoleType } from './rows.js';

import type { Reader } from '../reader.js';

interface Sequence {
    next: bigint;
    readonly interval: bigint;
    readonly ordered: boolean;
    /** Somebody takes values all the time: whoever looks again finds it further on. */
    readonly inUse: boolean;
}

export const sequences = plainKind<Sequence>({
    type: 'SEQUENCE',
    plural: 'SEQUENCES',
    title: 'Sequence',
    clauses: { terse: 'ignored', paging: 'ignored' },
    privileges: ['USAGE'],
    shown: `created_on:time name schema_name database_name next_value:number interval:number owner owner_role_type
        comment ordered`,
    sample: [
        { name: 'ORDER_NUMBERS', next: 40_001n, ordered: true, inUse: true, comment: 'Numbers of orders' },
        { name: 'SURROGATE_KEYS', next: 2n ** 63n - 1n, interval: -(2n ** 53n) - 1n }
    ],
    defaults: () => ({ next: 1n, interval: 1n, ordered: false, inUse: false }),
    row: (object, sequence) => {
        const { next, interval, ordered, inUse } = sequence;
        if (inUse) sequence.next += interval;
        return [
            timestampCell(object.createdOn),
            object.name,
            object.schema.name,
            object.schema.database.name,
            String(next),
            String(interval),
            object.owner,
            ownerRoleType(object),
            object.comment,
            yesNo(ordered)
        ];
    },
    read: (reader) => {
        reader.accept('WITH');
        const next = option(reader, 'START', 'WITH') ?? 1n;
        const interval = option(reader, 'INCREMENT', 'BY') ?? 1n;
        const ordered = order(reader) ?? false;
        return { next, interval, ordered, comment: textProperty(readProperties(reader), 'COMMENT') ?? '' };
    },
    alter: (_sequence, reader) => {
        if (reader.isNext('UNSET') || reader.isNext('SET', 'COMMENT')) return null;
        reader.accept('SET');
        const interval = option(reader, 'INCREMENT', 'BY');
        const ordered = order(reader);
        reader.end();
        return { ...(interval !== null && { interval }), ...(ordered !== null && { ordered }) };
    }
});

/** `START [WITH] [=] 1`, `INCREMENT [BY] [=] -1`; null where it is not there. */
function option(reader: Reader, word: string, particle: string): bigint | null {
    if (!reader.accept(word)) return null;
    reader.accept(particle);
    reader.acceptSymbol('=');
    const sign = reader.acceptSymbol('-') ? -1n : 1n;
    const token = reader.peek();
    if (token?.kind !== 'number' || !/^\d+$/.test(token.text)) throw reader.unexpected();
    return sign * BigInt(reader.next().text);
}

function order(reader: Reader): boolean | null {
    const word = reader.acceptOneOf(['ORDER', 'NOORDER']);
    return word === null ? null : word === 'ORDER';
}
