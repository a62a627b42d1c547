/** Runs actions for tests: the output, or the error that a caller of Nango gets. */
import { z } from 'zod';
import type { World } from '../../../local/world.js';
import { CONNECTION, KEY_PAIR, PASSWORD } from '../../../local/world.js';

/** Both ways to sign in run the same tests. */
export const CONNECTIONS = [KEY_PAIR, PASSWORD] as const;

const OutputSchema = z.looseObject({});
export type Output = z.infer<typeof OutputSchema>;

export async function act(world: World, integration: string, action: string, input: unknown = {}): Promise<Output> {
    const result = await world.nango.runAction(integration, action, CONNECTION, input);
    if (result.error) throw new Error(`${action}: ${JSON.stringify(result.error)}`);
    return OutputSchema.parse(result.output);
}

/** A statement's status once it has ended. */
export async function ended(world: World, integration: string, handle: unknown): Promise<Output> {
    for (;;) {
        const status = await act(world, integration, 'get-statement-status', { statement_handle: handle });
        if (status['state'] !== 'running') return status;
    }
}

const PayloadSchema = z.looseObject({ code: z.string(), message: z.string() });

/** What the action refused with. */
export async function refusal(
    world: World,
    integration: string,
    action: string,
    input: unknown
): Promise<z.infer<typeof PayloadSchema>> {
    const result = await world.nango.runAction(integration, action, CONNECTION, input);
    return PayloadSchema.parse(result.error?.payload);
}

const PageSchema = z.looseObject({ next_cursor: z.string().nullable() });
const ItemSchema = z.looseObject({ name: z.string().optional(), id: z.string().optional() });
export type Item = z.infer<typeof ItemSchema>;

/** All pages of a listing, one array of items per page. */
export async function pages(
    world: World,
    integration: string,
    action: string,
    field: string,
    input: Record<string, unknown> = {},
    between: () => void | Promise<void> = () => {}
): Promise<Item[][]> {
    const all: Item[][] = [];
    let cursor: string | null = null;
    do {
        const page = PageSchema.parse(
            await act(world, integration, action, cursor === null ? input : { ...input, cursor })
        );
        all.push(z.array(ItemSchema).parse(page[field]));
        cursor = page.next_cursor;
        if (cursor !== null) await between();
    } while (cursor !== null);
    return all;
}
