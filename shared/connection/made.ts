/** What a connection goes through when it is made or renewed: first its settings come back, then it is checked. */
import type { NangoHandle } from '../nango/handle.js';
import type { SnowflakeClient } from '../snowflake/client.js';
import { validateConnection } from './check.js';
import { knowAccount } from './known-account.js';
import type { RememberingHandle } from './known-account.js';
import { putBackSettings } from './put-back-settings.js';
import type { KeepingHandle } from './put-back-settings.js';

export async function connectionMade(
    nango: NangoHandle & RememberingHandle & KeepingHandle,
    client: SnowflakeClient
): Promise<void> {
    await putBackSettings(nango);
    await knowAccount(nango, await validateConnection(nango, client));
}
