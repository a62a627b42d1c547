/** What a statement does about an object that is not there. */
import { StatementFailure } from '../types.js';
import { doesNotExist } from './failures.js';
import { title } from './full-name.js';
import { qualified } from './names.js';

/** The object, or Snowflake's refusal where there is none. */
export function existing<T>(object: T | undefined, type: string, parts: readonly string[]): T {
    if (object === undefined) throw doesNotExist(title(type), qualified(...parts));
    return object;
}

/** What was found, or null where it is not there and IF EXISTS said that this is no matter. */
export function findIf<T>(ifExists: boolean, find: () => T): T | null {
    try {
        return find();
    } catch (error) {
        if (ifExists && error instanceof StatementFailure) return null;
        throw error;
    }
}
