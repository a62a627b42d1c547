/**
 * The records of a sync, page by page, parsed by their model. Keep `cursor` of the last page that was stored: given to
 * the next read, it brings only what changed since. A record that changes during a read can come twice.
 */
import { z } from 'zod';
import { issuesOf } from '../shared/nango/report.js';
import { CallError, calling, checking } from './call-error.js';
import type { ConnectionRef, NangoNode } from './nango-node.js';
import type { SyncModel } from './names.js';

export interface RecordsOptions {
    /** Of the last page that was stored; from there on. */
    readonly cursor?: string | undefined;
    /** ISO 8601: only what changed since, e.g. `modifiedAfter` of a webhook. */
    readonly modifiedAfter?: string | undefined;
    /** Also the records that are gone from Snowflake. Default: false. */
    readonly deleted?: boolean | undefined;
    /** The variant of the sync. Default: the sync itself. */
    readonly variant?: string | undefined;
    /** Records per page, at most 10,000. Default: Nango's, 100. */
    readonly pageSize?: number | undefined;
    /** Only these records. */
    readonly ids?: readonly string[] | undefined;
}

const MetadataSchema = z.object({
    first_seen_at: z.string(),
    last_modified_at: z.string(),
    last_action: z
        .string()
        .toUpperCase()
        .pipe(z.enum(['ADDED', 'UPDATED', 'DELETED'])),
    deleted_at: z.string().nullable().default(null),
    pruned_at: z.string().nullable().default(null),
    cursor: z.string()
});
export type RecordMetadata = z.infer<typeof MetadataSchema>;
const StoredSchema = z.looseObject({ id: z.coerce.string(), _nango_metadata: MetadataSchema });
type Stored = z.infer<typeof StoredSchema>;

export type SyncedRecord<Model> = Model & { readonly _nango_metadata: RecordMetadata };

/** A record without its content: deleted in Snowflake, or pruned from Nango's cache. */
export interface RecordStub {
    readonly id: string;
    readonly _nango_metadata: RecordMetadata;
}

export interface RecordPage<Model> {
    readonly records: readonly SyncedRecord<Model>[];
    /** Gone from Snowflake; empty unless `deleted` was asked for. */
    readonly deleted: readonly RecordStub[];
    /** Still in Snowflake, but their content was pruned from Nango's cache. */
    readonly pruned: readonly RecordStub[];
    /** Where this page ends. */
    readonly cursor: string;
}

export async function* readRecords<Model extends object>(
    nango: NangoNode,
    connection: ConnectionRef<string>,
    model: SyncModel<Model>,
    options: RecordsOptions
): AsyncGenerator<RecordPage<Model>, void, undefined> {
    const target = { ...connection, call: `records of ${model.name}` };
    let cursor = options.cursor;
    for (;;) {
        const answer = await calling(
            target,
            async () => await nango.listRecords(request(connection, model.name, options, cursor))
        );
        const stored = checking(target, () => z.array(StoredSchema).parse(answer.records));
        const last = stored.at(-1);
        if (last === undefined) return;
        const isStub = ({ _nango_metadata: meta }: Stored): boolean =>
            meta.deleted_at !== null || meta.pruned_at !== null;
        yield {
            records: stored.filter((each) => !isStub(each)).map((each) => typed(each, model, target)),
            deleted: stored.filter(({ _nango_metadata: meta }) => meta.deleted_at !== null).map(stub),
            pruned: stored
                .filter(({ _nango_metadata: meta }) => meta.deleted_at === null && meta.pruned_at !== null)
                .map(stub),
            cursor: last._nango_metadata.cursor
        };
        if (answer.next_cursor === null) return;
        cursor = answer.next_cursor;
    }
}

function request(
    { integration, connectionId }: ConnectionRef<string>,
    model: string,
    options: RecordsOptions,
    cursor: string | undefined
): Parameters<NangoNode['listRecords']>[0] {
    return {
        providerConfigKey: integration,
        connectionId,
        model,
        ...(options.deleted !== true && { filter: 'added,updated' as const }),
        ...(cursor !== undefined && { cursor }),
        ...(options.modifiedAfter !== undefined && { modifiedAfter: options.modifiedAfter }),
        ...(options.variant !== undefined && { variant: options.variant }),
        ...(options.pageSize !== undefined && { limit: options.pageSize }),
        ...(options.ids !== undefined && { ids: [...options.ids] })
    };
}

function stub({ id, _nango_metadata }: Stored): RecordStub {
    return { id, _nango_metadata };
}

/** A record saved by another version of the sync may not fit: better an error that says so than a type that lies. */
function typed<Model extends object>(
    stored: Stored,
    model: SyncModel<Model>,
    target: ConnectionRef<string> & { readonly call: string }
): SyncedRecord<Model> {
    const parsed = model.schema.safeParse(stored);
    if (parsed.success) return { ...parsed.data, _nango_metadata: stored._nango_metadata };
    throw new CallError({
        ...target,
        code: 'unexpected_record',
        message: `A record does not fit the model ${model.name}: ${issuesOf(parsed.error)}. It was saved by another version of the sync: deploy this package's functions and run the sync again.`,
        details: { id: stored.id, model: model.name },
        source: 'client'
    });
}
