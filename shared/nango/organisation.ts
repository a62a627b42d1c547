/**
 * Which organisation a connection belongs to: the Connect session's tag `organization_id`, or the older end-user
 * field. Both come from the app's backend; an end user cannot set them, so they may decide who owns what.
 */
import { z } from 'zod';
import { ActionableError } from '../errors.js';

const OrganisationSchema = z.object({
    tags: z.object({ organization_id: z.string().optional() }).nullish().catch(null),
    end_user: z
        .object({ organization: z.object({ id: z.string() }).nullish() })
        .nullish()
        .catch(null)
});

/** Throws when the connection names none: guessing would let one organisation's destinations count for another. */
export function organisationOf(connection: unknown): string {
    const parsed = OrganisationSchema.safeParse(connection);
    const fromTag = parsed.data?.tags?.organization_id?.trim();
    const fromEndUser = parsed.data?.end_user?.organization?.id.trim();
    const organisation = fromTag || fromEndUser;
    if (organisation) return organisation;
    throw new ActionableError(
        'organization_missing',
        'This connection names no organisation.',
        'Create the Connect session with the tag "organization_id" (tags: { organization_id: "..." }), or add the tag to the connection.'
    );
}
