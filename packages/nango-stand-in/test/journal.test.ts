/** What the leak tests rest on: a secret is found in whatever disguise it is emitted. */
import { expect, test } from 'vitest';

import { Journal } from '../src/journal.js';

const SECRET = 'p"ss\nwörd&1';

test.for([
    ['plain', { deep: [{ text: `before ${SECRET} after` }] }],
    ['as a key', { [SECRET]: 1 }],
    ['as JSON in text', { body: JSON.stringify({ password: SECRET }) }],
    ['in a query', `https://x/?p=${encodeURIComponent(SECRET)}`],
    ['in basic auth', `Basic ${Buffer.from(`ada:${SECRET}`).toString('base64')}`],
    ['in base64, elsewhere', Buffer.from(`xy:${SECRET}!`).toString('base64')]
])('a secret is found %s', ([, value]) => {
    const journal = new Journal();
    journal.add('log', 1, 'f', { message: 'nothing' });
    journal.add('log', 1, 'f', value);
    expect(journal.search(SECRET)).toHaveLength(1);
});

test('what is changed after it was emitted stays as it was', () => {
    const journal = new Journal();
    const record = { id: 'a', token: SECRET };
    journal.add('records', 1, 'f', record);
    record.token = '';
    expect(journal.search(SECRET)).toHaveLength(1);
});
