/** One call of an action: its input checked before it leaves, its output parsed, its refusal a CallError. */
import { issuesOf, parseInput } from '../shared/nango/report.js';
import { CallError, calling, checking } from './call-error.js';
import type { ConnectionRef, NangoNode } from './nango-node.js';
import type { ActionSchemas } from './names.js';

export async function callAction<Input, Output>(
    nango: NangoNode,
    connection: ConnectionRef<string>,
    action: string,
    schemas: ActionSchemas<Input, Output>,
    given: Input | undefined
): Promise<Output> {
    const target = { ...connection, call: action };
    const { integration, connectionId } = connection;
    const input = given ?? {};
    checking(target, () => parseInput(schemas.input, input));
    // Sent as given, not as parsed: the function applies its own defaults, and maybe newer ones.
    const output = await calling(
        target,
        async () => await nango.triggerAction<unknown, unknown>(integration, connectionId, action, input)
    );
    const parsed = schemas.output.safeParse(output);
    if (parsed.success) return parsed.data;
    throw new CallError({
        ...target,
        code: 'unexpected_output',
        message: `The output of ${action} is not as expected: ${issuesOf(parsed.error)}. Another version of it is deployed: deploy this package's functions.`,
        source: 'client'
    });
}
