/** The binds of a statement, whichever way the caller gives them: a list, or numbered as the SQL API takes them. */
import { z } from 'zod';
import { wrongInput } from '../nango/report.js';
import { bindOf } from '../snowflake/binds.js';
import type { PlainValue } from '../snowflake/binds.js';
import type { Bind } from '../snowflake/client.js';
import { BIND_TYPES } from '../snowflake/client.js';
import type { TypedBind } from './inputs.js';

const TypeSchema = z.enum(BIND_TYPES);

export interface BindInput {
    readonly binds?: readonly (PlainValue | TypedBind)[] | undefined;
    readonly bindings?: Readonly<Record<string, { readonly type: string; readonly value: PlainValue }>> | undefined;
}

/** Undefined without binds: Snowflake then takes a `?` in the text for a mistake, as it should. */
export function bindsOf({ binds, bindings }: BindInput): Bind[] | undefined {
    if (binds && bindings) throw wrongInput('bindings', 'give either binds or bindings');
    if (binds) return binds.map((bind) => (isTyped(bind) ? typed(bind) : bindOf(bind)));
    if (!bindings) return undefined;
    const numbers = Object.keys(bindings);
    return numbers.map((_, index) => {
        const bind = bindings[String(index + 1)];
        if (!bind) throw wrongInput('bindings', `must be numbered "1" to "${numbers.length}"`);
        const type = TypeSchema.safeParse(bind.type.trim().toUpperCase());
        if (!type.success) throw wrongInput(`bindings.${index + 1}.type`, `must be one of ${BIND_TYPES.join(', ')}`);
        return typed({ type: type.data, value: bind.value });
    });
}

function isTyped(bind: PlainValue | TypedBind): bind is TypedBind {
    return typeof bind === 'object' && bind !== null;
}

function typed({ type, value }: TypedBind): Bind {
    return { type, value: value === null ? null : String(value) };
}
