/** What a connection goes through when it is made or renewed: first its settings come back, then it is checked. */
import { ActionableError } from '../errors.js';
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
    try {
        await putBackSettings(nango);
        await knowAccount(nango, await validateConnection(nango, client));
    } catch (error) {
        throw error instanceof ActionableError ? shortened(error) : error;
    }
}

/** What a customer reads in a form: a name of 255 characters must not push the remedy out of it. */
const MOST_TOLD = 500;

function shortened(error: ActionableError): ActionableError {
    const { code, message, remedy, details, advice } = error;
    if (advice.length <= MOST_TOLD) return error;
    const kept = message.slice(0, Math.max(0, MOST_TOLD - remedy.length - '… '.length));
    return new ActionableError(code, `${kept}…`, remedy, details, { cause: error });
}
