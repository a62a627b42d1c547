/**
 * Which organisation a connection belongs to: the Connect session's tag `organization_id`, or the older end-user
 * field. Both come from the app's backend; an end user cannot set them, so they may decide who owns what.
 */
import { z } from 'zod';
import { anyText } from '../schema.js';
import { ActionableError } from '../errors.js';

const OrganisationSchema = z.object({
    tags: z.object({ organization_id: anyText.optional() }).nullish().catch(null),
    end_user: z
        .object({ organization: z.object({ id: anyText }).nullish() })
        .nullish()
        .catch(null)
});

/** Null when the connection names none. */
export function namedOrganisation(connection: unknown): string | null {
    const parsed = OrganisationSchema.safeParse(connection);
    const fromTag = parsed.data?.tags?.organization_id?.trim();
    const fromEndUser = parsed.data?.end_user?.organization?.id.trim();
    return fromTag || fromEndUser || null;
}

/** Guessing an organisation would let one's destinations count for another. */
export function organisationMissing(): ActionableError {
    return new ActionableError(
        'organization_missing',
        'This connection names no organisation.',
        'Create the Connect session with the tag "organization_id" (tags: { organization_id: "..." }), or add the tag to the connection.'
    );
}
