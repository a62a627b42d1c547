/** SHOW for the listing actions: with the role that the caller names, and within the fifteen minutes of an action. */
import { SHOW_IN_ACTION_SECONDS } from '../../limits.js';
import type { SnowflakeClient } from '../../snowflake/client.js';
import { dropUnset } from '../../snowflake/context.js';
import type { KnownColumns } from '../new-columns.js';
import type { Show } from '../show.js';

export function showWith(client: SnowflakeClient, role: string | undefined, known?: KnownColumns): Show {
    return {
        client,
        options: { ...dropUnset({ role }), timeoutSeconds: SHOW_IN_ACTION_SECONDS },
        ...(known && { known })
    };
}

/** A pattern of LIKE that stands for this very text; SHOW ... LIKE knows no case. */
export function likePattern(text: string): string {
    return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}
