/** What Nango is told of an action, beside its code. */
import type { z } from 'zod';
import { VERSION } from '../version.js';

export interface ActionSpec<Input extends z.ZodType, Output extends z.ZodType> {
    readonly description: string;
    readonly version: typeof VERSION;
    readonly input: Input;
    readonly output: Output;
}

export function actionSpec<Input extends z.ZodType, Output extends z.ZodType>(
    description: string,
    input: Input,
    output: Output
): ActionSpec<Input, Output> {
    return { description, version: VERSION, input, output };
}
