/** The listing action of a kind: what Nango is told of it, and one page of it under the field that the kind names. */
import { z } from 'zod';
import { anyText, nullable } from '../../schema.js';
import { actionSpec } from '../../nango/action-spec.js';
import type { ActionSpec } from '../../nango/action-spec.js';
import { parseInput } from '../../nango/report.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { dropUnset } from '../../snowflake/context.js';
import type { KindListing, Scopes, WalkedKind } from '../kind.js';
import { INPUTS } from './input.js';
import type { PageInput, ScopeInput } from './input.js';
import { listPage, UnreadableSchema } from './page.js';

const pageOutput = {
    next_cursor: nullable(anyText, 'Pass it as cursor for the next page; null on the last one.'),
    unreadable: z.array(UnreadableSchema).describe('Databases or schemas that could not be read, with the reason.')
};

/** What it costs and how it goes on, for whoever chooses among the actions. */
const OF_EVERY_LISTING =
    'Free: it needs no warehouse. Page by page: while next_cursor is not null, pass it as cursor; like and starts_with narrow it.';

type Listed<Items extends string, Item extends z.ZodObject, Takes extends Scopes> = WalkedKind & {
    readonly listing: KindListing<Items, Item, Takes>;
};

type ListingSpec<Items extends string, Item extends z.ZodObject, Takes extends Scopes> = ActionSpec<
    (typeof INPUTS)[Takes],
    z.ZodObject<{ [K in Items]: z.ZodArray<Item> } & typeof pageOutput, z.core.$strip>
>;

/** The overloads state that the output's field has the name and the items that the kind gives. */
export function listingSpecOf<Items extends string, Item extends z.ZodObject, Takes extends Scopes>(
    kind: Listed<Items, Item, Takes>
): ListingSpec<Items, Item, Takes>;
export function listingSpecOf({ listing }: { readonly listing: KindListing }): ListingSpec<never, z.ZodObject, Scopes> {
    return actionSpec(
        `${listing.description} ${OF_EVERY_LISTING}`,
        INPUTS[listing.takes],
        z.object({ [listing.items]: z.array(listing.schema), ...pageOutput })
    );
}

/** As the schema gives it: null is a field that was left out. */
type OrNull<Fields> = { readonly [Field in keyof Fields]?: Fields[Field] | null };

export async function listKind<Items extends string, Item extends z.ZodObject, Takes extends Scopes>(
    client: SnowflakeClient,
    kind: Listed<Items, Item, Takes>,
    input: unknown
): Promise<z.output<ListingSpec<Items, Item, Takes>['output']>>;
export async function listKind(
    client: SnowflakeClient,
    kind: WalkedKind & { readonly listing: KindListing },
    input: unknown
): Promise<Record<string, unknown>> {
    const { database_name, schema_name, ...given } = parseInput<z.ZodType<OrNull<PageInput & ScopeInput>>>(
        INPUTS[kind.listing.takes],
        input
    );
    const scope = dropUnset({ database: given.database ?? database_name, schema: given.schema ?? schema_name });
    const { items, ...page } = await listPage(client, kind, { ...given, ...scope });
    return { [kind.listing.items]: items, ...page };
}
