/** The syncs of objects that live in databases: schemas, tables, views, columns. One engine for all of them. */
import type { SnowflakeClient } from '../../snowflake/client.js';
import { databaseNames } from '../databases.js';
import { stepsOf } from '../deep/steps.js';
import { fullRefresh } from '../full-refresh.js';
import type { RowSync, WalkedKind } from '../kind.js';
import type { Scope } from '../scope.js';
import { UnreadablePlaces } from '../unreadable.js';
import type { KnownRecords } from '../unreadable.js';
import type { NangoRecord } from '../../nango/handle.js';
import { namesOfId, qualifiedName } from '../../snowflake/identifiers.js';
import { OTHERS } from '../../sync/census.js';
import type { OpenWalk } from '../listed-model.js';
import type { CatalogHandle, Start } from './start.js';
import { startCatalogSync } from './start.js';

type ObjectKind = WalkedKind & { readonly sync: RowSync };

export async function syncObjects(
    nango: CatalogHandle,
    kind: ObjectKind,
    client: SnowflakeClient,
    stored: unknown
): Promise<void> {
    const start = await startCatalogSync(nango, client, kind);
    const read = async (walk: OpenWalk<NangoRecord>): Promise<void> => await readObjects(start, kind, walk);
    await fullRefresh(
        start,
        { model: kind.sync.model, groupOf: databaseOf(), isLeftOut: leftOutBy(start.scope), read },
        stored
    );
}

/** Ids of one database stand together. */
function databaseOf(): (id: string) => string {
    let known = { start: '', name: '' };
    return (id) => {
        if (known.start !== '' && id.startsWith(known.start)) return known.name;
        const [name] = namesOfId(id, 1);
        known = name === undefined ? { start: '', name: '' } : { start: `${qualifiedName(name)}.`, name };
        return known.name;
    };
}

/** By the id, which a record that Nango has emptied still has. */
function leftOutBy(scope: Scope): (record: NangoRecord) => boolean {
    return ({ id }) => {
        const [database, schema] = namesOfId(id, 2);
        return database !== undefined && scope.leavesOut?.(database, schema) === true;
    };
}

async function readObjects(start: Start, kind: ObjectKind, walk: OpenWalk<NangoRecord>): Promise<void> {
    const { nango, from, scope } = start;
    const known: KnownRecords = {
        model: kind.sync.model,
        schema: kind.sync.schema,
        placeOf: (record) => kind.names.map((name) => record[name])
    };
    const unreadable = new UnreadablePlaces(nango, known, walk);
    let databases: readonly string[] = [];
    const list = async (): Promise<readonly string[]> => {
        databases = await databaseNames(from, scope);
        return databases;
    };
    for await (const step of stepsOf(start, kind, list, walk)) {
        if (step.kind === 'reached') {
            await walk.save([], step.position);
            continue;
        }
        if (step.kind === 'unreadable') await unreadable.add(step.place.names, step.error);
        else {
            walk.found = true;
            unreadable.wasRead(step.position.place);
            if (step.startsOver) walk.countedTwice(step.position.place[0] ?? OTHERS);
        }
        const records = step.kind === 'rows' ? kind.sync.toRecords(step.rows) : [];
        if (step.kind === 'rows' && step.partial === true) await walk.saveAgain(records);
        else await walk.save(records, step.position);
    }
    if (!walk.found && unreadable.places.length > 0) {
        walk.abandon();
        throw unreadable.nothingRead();
    }
    const unread = new Set(unreadable.places.flatMap(([database]) => database ?? []));
    await scope.patterns?.refuseUnknownSchemas(from, databases, unread);
    await unreadable.keepKnown();
}
