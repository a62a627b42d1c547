/** What the package notes on a new connection, under one metadata key: facts for the app, never credentials. */
import { z } from 'zod';
import { anyText } from '../schema.js';
import { eachName } from '../names.js';
import type { NangoHandle } from '../nango/handle.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { visibleEdition } from './check.js';
import { whoAmI } from '../snowflake/who-am-i.js';

export const AccountNoteSchema = z.object(
    eachName(
        'organization, account, locator, region, edition, version, user, role, warehouse, database',
        anyText.nullable()
    )
);
export type AccountNote = z.infer<typeof AccountNoteSchema>;

/** The metadata that `post-connection-creation` writes. */
export const ConnectionMetadataSchema = z.object({ snowflake: AccountNoteSchema });

interface MetadataWriter {
    updateMetadata(metadata: { snowflake: AccountNote }): Promise<unknown>;
}

export async function describeConnection(nango: NangoHandle & MetadataWriter, client: SnowflakeClient): Promise<void> {
    const found = await whoAmI(client);
    const edition = await visibleEdition(client, found.account);
    const { organization, account, locator, region, version, user, role, warehouse, database } = found;
    await nango.updateMetadata({
        snowflake: { organization, account, locator, region, edition, version, user, role, warehouse, database }
    });
}
