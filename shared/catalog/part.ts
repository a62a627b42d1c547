/**
 * Which part of the account a sync variant reads: a part that the settings name like the variant, else the database of
 * that name. The sync itself (`base`) reads everything, unless the settings give it a part too.
 */
import { InputError } from '../nango/report.js';
import type { Part, Settings } from '../settings/settings.js';
import { quoteIdentifier } from '../snowflake/identifiers.js';

const BASE_VARIANT = 'base';
/** What a pattern of the settings takes as it is; anything else has to be quoted. */
const PLAIN_NAME = /^[\w$*]+$/;

/** Null for all of it. */
export function partOf({ variants = {} }: Settings, variant: string): Part | null {
    // A variant may be called like what every object has: constructor, __proto__.
    const named = Object.hasOwn(variants, variant) ? variants[variant] : undefined;
    if (named) return named;
    if (variant === BASE_VARIANT) return null;
    return { include_databases: [PLAIN_NAME.test(variant) ? variant : quoteIdentifier(variant)] };
}

/** Of what lives in no database there are no parts: each variant would read all of it once more. */
export function refuseParts(sync: string, variant: string): void {
    if (variant === BASE_VARIANT) return;
    throw new InputError(
        'invalid_settings',
        `The ${sync} of an account are in no database, so ${variant} is no part of them.`,
        `Delete this variant of the sync ${sync}; the sync itself reads them all.`
    );
}
