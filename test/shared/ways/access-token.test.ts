/** A run with an access token tells once when it ends, however many statements are under way at once. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { DAY_MS } from 'stand-in-base/clock.js';
import { openClient } from '../../../shared/ways/access-token/client.js';

const TOKEN = 'the token of this test';

/** Answers every statement with one row of SHOW USER PROGRAMMATIC ACCESS TOKENS. */
function runWith(note: { readonly expires_at: string } | null) {
    const digest = createHash('sha256').update(TOKEN).digest('hex').slice(0, 16);
    const warnings: string[] = [];
    const statements: string[] = [];
    let notes = 0;
    const names = ['name', 'status', 'expires_at', 'rotated_to'];
    const ends = ((Date.now() + 3 * DAY_MS) / 1000).toFixed(3);
    const client = openClient({
        getConnection: async () => ({
            connection_config: { account: 'myorg-myaccount' },
            credentials: { type: 'API_KEY', apiKey: TOKEN },
            metadata: note && { snowflake_token: { digest, name: 'NANGO', ...note } }
        }),
        getEnvironmentVariables: async () => [],
        log: async (message, { level }) => {
            if (level === 'warn') warnings.push(message);
        },
        updateMetadata: async () => {
            notes += 1;
        },
        proxy: async ({ data }) => {
            statements.push(JSON.stringify(data));
            const types = names.map((name) => ({
                name,
                type: name === 'expires_at' ? 'timestamp_ltz' : 'text',
                precision: null,
                scale: 3,
                length: null,
                nullable: true
            }));
            const resultSetMetaData = { numRows: 1, rowType: types, partitionInfo: [{ rowCount: 1 }] };
            const rows = [['NANGO', 'ACTIVE', ends, null]];
            return { status: 200, data: { code: '090001', statementHandle: 'H1', resultSetMetaData, data: rows } };
        }
    });
    const sideBySide = async (): Promise<void> => {
        await Promise.all(['SELECT 1', 'SELECT 2', 'SELECT 3'].map(async (each) => await client.execute(each)));
    };
    return {
        sideBySide,
        warnings,
        asked: () => [notes, statements.filter((each) => each.includes('SHOW USER')).length]
    };
}

test.each([
    ['a note', { expires_at: new Date(Date.now() + DAY_MS).toISOString() }, [0, 0]],
    ['none yet', null, [1, 1]],
    ['a note of a token that has ended', { expires_at: new Date(Date.now() - DAY_MS).toISOString() }, [1, 1]]
])('with %s, statements side by side warn once', async (_, note, asked) => {
    const run = runWith(note);
    await run.sideBySide();
    await run.sideBySide();
    expect(run.warnings).toEqual([expect.stringMatching(/^The access token NANGO ends on/)]);
    expect(run.asked()).toEqual(asked);
});
