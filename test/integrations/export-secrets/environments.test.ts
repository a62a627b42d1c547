/** Two Nangos, say production and development, that share one AWS account, prefix and organisation by mistake. */
import { randomUUID } from 'node:crypto';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimName } from '../../../shared/export-secrets/naming.js';
import { act, connect, describe, organisation, provisioned, refusal } from './world.js';
import { startSecondNango, startWorld, stored, sync } from './world.js';
import type { World } from './world.js';

const kind = 'snowflake-jwt';

let production: World;
let development: World;
beforeAll(async () => {
    production = await startWorld();
    development = await startSecondNango(production);
});
afterAll(async () => {
    await development.close();
    await production.close();
});

test.each(['different', 'equal'])(
    'a destination stays as it is when a connection of %s id creates one',
    async (ids) => {
        const org = organisation();
        const id = randomUUID();
        connect(production, kind, org, id);
        const made = await provisioned(production, kind, id, { name: 'production' });
        const before = await stored(production, made.secret_name);
        const other = connect(development, kind, org, ids === 'equal' ? id : randomUUID());
        const found = development.nango.connections.get(kind, other);
        found.connectionConfig = { ...found.connectionConfig, database: 'OTHER' };

        const payload = await refusal(development, kind, 'create-export-secret', other, { name: 'development' });
        expect(payload).toMatchObject({
            code: 'export_secret_already_exists',
            active_secret_id: made.id,
            active_environment: 'dev',
            message: expect.stringContaining('another Nango environment ("dev")')
        });
        await development.nango.idle();
        expect((await sync(development, kind, other)).error).toBeNull();
        await development.nango.deleteConnection(kind, other);

        expect(await stored(production, made.secret_name)).toEqual(before);
        expect((await describe(production, made.secret_name))?.DeletedDate).toBeUndefined();
        expect((await sync(production, kind, id)).error).toBeNull();
        const after = await act(production, kind, 'get-export-secret', id, { id: made.id });
        expect(after).toMatchObject({ status: 'Validated', integration_status: 'Connected', error: null });
    }
);

test('the place that an environment which is no more still holds is freed as the documentation says', async () => {
    const org = organisation();
    const abandoned = await startSecondNango(production);
    await provisioned(abandoned, kind, connect(abandoned, kind, org), { name: 'old' });
    await abandoned.close();
    const connection = connect(production, kind, org);
    await refusal(production, kind, 'create-export-secret', connection, { name: 'new' });
    await production.secrets.send(
        new PutSecretValueCommand({
            SecretId: claimName('dualentry/exports', org, 'snowflake'),
            SecretString: '{"holder":null}'
        })
    );
    const made = await provisioned(production, kind, connection, { name: 'new' });
    expect(made.status).toBe('Validated');
    await act(production, kind, 'disconnect-export-secret', connection, { id: made.id });
    expect((await provisioned(production, kind, connection, { name: 'newer' })).status).toBe('Validated');
});
