/** Executions that overlap, or that are left out, as tests order them. */
import type { LocalNango } from 'nango-stand-in/local-nango.js';
import type { Cuts } from 'nango-stand-in/execution.js';
import type { ExecutionResult } from 'nango-stand-in/outcome.js';

/** What `run` triggers does not start. */
export async function withoutTriggered<Result>(nango: LocalNango, run: () => Promise<Result>): Promise<Result> {
    const trigger = nango.trigger.bind(nango);
    nango.trigger = () => undefined;
    try {
        return await run();
    } finally {
        nango.trigger = trigger;
    }
}

/** A run stands still behind its n-th step until `meanwhile` has ended. Null where it has no such step. */
export async function standing(
    run: (cuts: Cuts) => Promise<ExecutionResult>,
    step: number,
    meanwhile: () => Promise<unknown>
): Promise<ExecutionResult | null> {
    let isReached = false;
    const until = async (): Promise<unknown> => {
        isReached = true;
        return await meanwhile();
    };
    const result = await run({ stall: { step, moment: 'after', until } });
    return isReached ? result : null;
}
