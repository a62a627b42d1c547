/**
 * What a name in an input can mean: exactly what it says, or what Snowflake would read without quotes (`sales` as
 * `SALES`, `"my.db"` as my.db). The exact reading goes first, so that names from listings always fit.
 */
import { SnowflakeError } from '../../snowflake/errors.js';
import { asIdentifier } from '../../snowflake/identifiers.js';

export function readingsOf(names: readonly string[]): (readonly string[])[] {
    const folded = names.map(asIdentifier);
    return names.every((name, depth) => name === folded[depth]) ? [names] : [names, folded];
}

/** The first reading that exists; if none does, the refusal of the exact one. */
export async function firstFound<Found>(
    names: readonly string[],
    read: (names: readonly string[]) => Promise<Found>
): Promise<Found> {
    let refusal: unknown;
    for (const reading of readingsOf(names)) {
        try {
            return await read(reading);
        } catch (error) {
            if (!(error instanceof SnowflakeError) || error.code !== 'object_not_found') throw error;
            refusal ??= error;
        }
    }
    throw refusal;
}
