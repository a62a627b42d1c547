/** What Nango throws from any call of an execution that it ends. To be thrown on at once: Nango knows it by its code. */
import { z } from 'zod';

/** As in `errors.js` of `@nangohq/runner-sdk`; the sandbox's errors are not `instanceof Error`. */
const EndSchema = z.object({ code: z.enum(['script_aborted', 'execution_interrupted', 'execution_timeout']) });

export function endsExecution(error: unknown): boolean {
    return EndSchema.safeParse(error).success;
}
