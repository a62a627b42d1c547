/** The names of a connection are read once, as SQL reads them, for every way to sign in. */
import { expect, test } from 'vitest';
import { connectionContext } from '../../../shared/snowflake/context.js';

async function contextOf(config: unknown): Promise<unknown> {
    return await connectionContext({ getConnection: async () => ({ connection_config: config }) });
}

test.each([
    ['NANGO_WH', 'NANGO_WH'],
    ['nango_wh', 'NANGO_WH'],
    ['mixedCase', 'MIXEDCASE'],
    ['"mixedCase"', 'mixedCase'],
    [' "mixedCase" ', 'mixedCase'],
    ['"say ""hi"""', 'say "hi"'],
    ['my wh', 'my wh'],
    ['größe', 'größe'],
    ['a$1', 'A$1']
])('%s names %s', async (written, name) => {
    const context = { role: name, warehouse: name, database: name, schema: name };
    const config = { role: written, warehouse: written, database: written, schema: written };
    expect(await contextOf(config)).toEqual(context);
});

test.each([[null], [undefined], [{ role: '', warehouse: ' ', database: null, schema: 5 }]])(
    '%j names nothing',
    async (config) => {
        expect(await contextOf(config)).toEqual({});
    }
);
