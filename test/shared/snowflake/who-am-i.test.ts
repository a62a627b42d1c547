import { expect, test } from 'vitest';
import { identify, whoAmI } from '../../../shared/snowflake/who-am-i.js';
import type { SnowflakeClient } from '../../../shared/snowflake/client.js';
import { snowflakeError } from '../../../shared/snowflake/errors.js';
import { answering } from '../answering.js';

test('who is signed in is what Snowflake says, the rest unknown', async () => {
    expect(await whoAmI(answering(['USER_NAME'], ['ANN']))).toMatchObject({ user: 'ANN', role: null });
});

test.for([[], [[null]]] as const)('an answer that names nobody is no answer: %j', async (rows) => {
    await expect(whoAmI(answering(['USER_NAME'], ...rows))).rejects.toMatchObject({ code: 'unexpected_response' });
});

/** A server that refuses every statement with one of these functions in it; others answer with the name asked for. */
function without(refused: RegExp, vendorCode = '002140'): { client: SnowflakeClient; asked: string[] } {
    const asked: string[] = [];
    const client: SnowflakeClient = {
        ...answering([]),
        execute: async (statement) => {
            asked.push(statement);
            if (refused.test(statement)) throw snowflakeError({ status: 422, vendorCode, message: 'Unknown function' });
            const [, name = ''] = / AS (\w+)$/.exec(statement) ?? [];
            return await answering([name], [name.toLowerCase()]).execute(statement);
        }
    };
    return { client, asked };
}

test('a function that is missing is not told, and the others are', async () => {
    const { who, untold } = await identify(without(/CURRENT_ORGANIZATION_NAME|CURRENT_ROLE/).client);
    expect(who).toMatchObject({ user: 'user_name', warehouse: 'warehouse_name', organization: null, role: null });
    expect([...untold].sort()).toEqual(['ORGANIZATION', 'ROLE_NAME']);
});

test('where not even the plainest are answered, the first refusal counts', async () => {
    const { client, asked } = without(/./);
    await expect(identify(client)).rejects.toMatchObject({ vendorCode: '002140' });
    expect(asked).toHaveLength(3);
});

test('a refusal of the session as such is not one of a function', async () => {
    const { client, asked } = without(/./, '390201');
    await expect(identify(client)).rejects.toMatchObject({ vendorCode: '390201' });
    expect(asked).toHaveLength(1);
});
