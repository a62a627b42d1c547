import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redact } from '../../../shared/export-secrets/redact.js';

test('a user name is taken out whatever its case, and only as a whole word', () => {
    expect(redact("Role X is not granted to user 'ANN'. Annual plan.", ['ann'])).toBe(
        "Role X is not granted to user '***'. Annual plan."
    );
});

test('a value inside another leaves nothing of the longer one', () => {
    expect(redact('key=secret-long', ['secret', 'secret-long'])).toBe('key=***');
});

test('whatever the value holds, it does not stand on its own in the text afterwards', () => {
    const value = fc.string({ unit: 'grapheme-ascii', minLength: 1 }).filter((text) => /[^\s*]/.test(text));
    fc.assert(
        fc.property(value, (secret) => {
            fc.pre(!'before  after ***'.includes(secret));
            expect(redact(`before ${secret} after`, [secret])).not.toContain(secret);
        })
    );
});

test('a long credential is taken out even where letters touch it', () => {
    expect(redact('token:xhunter2hunter2x', ['hunter2hunter2'])).toBe('token:x***x');
});

test.each(['base64', 'base64url', 'hex'] as const)(
    'a credential in %s is taken out, also where it is a part',
    (form) => {
        const secret = 'p4ssw0rd-of-the-exporter';
        for (const text of [secret, `exporter:${secret}`, `{"a":"${secret}"}`, `xy${secret}z`]) {
            const encoded = Buffer.from(text).toString(form);
            const said = redact(`Refused: ${encoded} is wrong.`, [secret]);
            const whole = Buffer.from(secret.slice(3, -3)).toString(form).slice(2, -3);
            expect(said).not.toContain(whole);
            expect(said).toContain('***');
        }
    }
);
