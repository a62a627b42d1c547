import { expect, test } from 'vitest';
import { whoAmI } from '../../../shared/connection/check.js';
import { answering } from '../answering.js';

test('who is signed in is what Snowflake says, the rest unknown', async () => {
    expect(await whoAmI(answering(['USER_NAME'], ['ANN']))).toMatchObject({ user: 'ANN', role: null });
});

test.for([[], [[null]]] as const)('an answer that names nobody is no answer: %j', async (rows) => {
    await expect(whoAmI(answering(['USER_NAME'], ...rows))).rejects.toMatchObject({ code: 'unexpected_response' });
});
