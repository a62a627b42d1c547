/**
 * Parameters that the SQL API does not take and that would give a statement another meaning: asked for once, and only
 * before a statement that they could change. For an account whose names are upper case nothing is asked.
 */
import { z } from 'zod';
import { anyText } from '../../schema.js';
import { SnowflakeError } from '../errors.js';
import type { StatementOptions, StatementResult } from '../client.js';
import { parametersInTheWay } from '../parameters.js';
import type { Refused } from '../parameters.js';

const SHOW_PARAMETERS = 'SHOW PARAMETERS IN SESSION';

type Values = ReadonlyMap<string, string>;
const RowSchema = z.tuple([anyText, anyText]);

export class ParametersInForce {
    readonly #execute: (statement: string) => Promise<StatementResult>;
    #values: Promise<Values> | undefined;

    constructor(execute: (statement: string) => Promise<StatementResult>) {
        this.#execute = execute;
    }

    /** Throws where the statement would not mean what it says. */
    async check(statement: string, options: StatementOptions): Promise<void> {
        const wanted = parametersInTheWay(statement, options);
        if (wanted.length === 0) return;
        this.#values ??= this.#ask();
        const values = await this.#values;
        const refused = wanted.find(({ name, value }) => values.get(name)?.toLowerCase() === value);
        if (refused) throw inTheWay(refused);
    }

    /** A server that cannot say has not set them either. */
    async #ask(): Promise<Values> {
        try {
            return await valuesIn(await this.#execute(SHOW_PARAMETERS));
        } catch (error) {
            this.#values = undefined;
            if (error instanceof SnowflakeError && error.code === 'sql_error') return new Map();
            throw error;
        }
    }
}

async function valuesIn(result: StatementResult): Promise<Values> {
    const names = result.columns.map(({ name }) => name.toLowerCase());
    const [key, value] = [names.indexOf('key'), names.indexOf('value')];
    const values = new Map<string, string>();
    for await (const { rows } of result.slices()) {
        for (const row of rows) {
            const pair = RowSchema.safeParse([row[key], row[value]]);
            if (pair.success) values.set(pair.data[0].toUpperCase(), pair.data[1]);
        }
    }
    return values;
}

const WHAT_IT_DOES: Readonly<Record<string, string>> = {
    AUTOCOMMIT: 'so what this statement changes would be gone when it has ended',
    QUOTED_IDENTIFIERS_IGNORE_CASE: 'so Snowflake reads the names of this statement in upper case, as those of others'
};

function inTheWay({ name, value }: Refused): SnowflakeError {
    const good = value === 'true' ? 'FALSE' : 'TRUE';
    const instead = name === 'AUTOCOMMIT' ? ', or put BEGIN and COMMIT around it (statement_count)' : '';
    return new SnowflakeError(
        'parameter_in_the_way',
        `The parameter ${name} is ${value.toUpperCase()} for this user or account, ${WHAT_IT_DOES[name] ?? ''}. Nothing was run.`,
        `Set it for the user (ALTER USER ... SET ${name} = ${good})${instead}.`,
        { concerns: 'account' }
    );
}
