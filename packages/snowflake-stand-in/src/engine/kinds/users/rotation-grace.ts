/**
 * How long a key pair or a token that was rotated out goes on signing in: 24 hours unless asked otherwise, and never longer
 * than it would have. One that has expired has no hours left.
 * https://docs.snowflake.com/en/sql-reference/sql/alter-user-rotate-programmatic-access-token
 */
import { HOUR_MS } from 'stand-in-base/clock.js';
import { refusedValue } from '../../failures.js';
import { numberProperty } from '../../properties.js';

import type { Property } from '../../properties.js';

const DEFAULT_HOURS = 24;

/** In milliseconds. `option` names the hours that the statement asks for; `expiresAt` null: never. */
export function rotationGrace(
    properties: ReadonlyMap<string, Property>,
    option: string,
    expiresAt: number | null,
    now: number
): number {
    const left = expiresAt === null ? Infinity : Math.max(0, Math.floor((expiresAt - now) / HOUR_MS));
    const asked = numberProperty(properties, option);
    if (asked !== undefined && !(asked >= 0 && asked <= left)) throw refusedValue(`Invalid value for ${option}.`);
    return (asked ?? Math.min(DEFAULT_HOURS, left)) * HOUR_MS;
}
