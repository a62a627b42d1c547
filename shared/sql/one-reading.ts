/**
 * The guard of the action `query`: one statement that reads. SELECT and WITH … SELECT, SHOW, DESCRIBE, EXPLAIN (which
 * compiles what follows and runs nothing), and flows of these. In doubt it is refused.
 * https://docs.snowflake.com/en/sql-reference/operators-flow
 * https://docs.snowflake.com/en/sql-reference/sql/explain
 */
import { nameSet } from '../names.js';
import { Effects } from './effects.js';
import { oneStatement } from './one-statement.js';
import type { OneStatement, StatementShape } from './one-statement.js';
import { QueryShape } from './query-shape.js';
import type { TokenKind } from './tokens.js';

const NOT_READING = 'it is no SELECT, WITH that ends in a SELECT, SHOW, DESCRIBE or EXPLAIN';

const LISTS: ReadonlySet<string> = nameSet('SHOW, DESC, DESCRIBE');
const PLANNED: ReadonlySet<string> = nameSet('INSERT, UPDATE, DELETE, MERGE');
const PLAN_FORMATS: ReadonlySet<string> = nameSet('TABULAR, JSON, TEXT');

type Place = 'start' | 'explain' | 'explain using' | 'explained' | 'query' | 'any';

/** One part of a flow, or the whole statement. */
class Part {
    #place: Place = 'start';
    readonly #query = new QueryShape();
    readonly #effects = new Effects();
    #last = '';

    take(kind: TokenKind, text: string, depth: number): string | null {
        const word = kind === 'word' ? text.toUpperCase() : '';
        if (!this.#moveOn(word)) return NOT_READING;
        const last = this.#last;
        this.#last = word;
        const problem = this.#effects.take(kind, text, depth);
        if (problem !== null) return problem;
        if (this.#place !== 'query') return null;
        if (word === 'INTO') return 'it holds INTO, which puts rows elsewhere';
        if (word === 'UPDATE' && last === 'FOR') return 'FOR UPDATE locks the rows';
        return this.#query.take(kind, text, depth) ? null : NOT_READING;
    }

    close(depth: number): void {
        this.#last = '';
        this.#effects.close(depth);
        if (this.#place === 'query') this.#query.close(depth);
    }

    get isWhole(): boolean {
        return this.#place === 'any' || (this.#place === 'query' && this.#query.isWhole);
    }

    /** False where no statement that reads goes on with this word; '' is what is no word. */
    #moveOn(word: string): boolean {
        switch (this.#place) {
            case 'start':
                this.#place = LISTS.has(word) ? 'any' : word === 'EXPLAIN' ? 'explain' : 'query';
                return true;
            case 'explain':
                this.#place = word === 'USING' ? 'explain using' : planned(word);
                return true;
            case 'explain using':
                this.#place = 'explained';
                return PLAN_FORMATS.has(word);
            case 'explained':
                this.#place = planned(word);
                return true;
            default:
                return true;
        }
    }
}

function planned(word: string): Place {
    return PLANNED.has(word) ? 'any' : 'query';
}

class ReadingShape implements StatementShape {
    #part = new Part();

    take(kind: TokenKind, text: string, depth: number): string | null {
        if (kind !== 'flow') return this.#part.take(kind, text, depth);
        if (depth > 0 || !this.#part.isWhole) return 'the flow operator ->> stands where no statement has ended';
        this.#part = new Part();
        return null;
    }

    close(depth: number): null {
        this.#part.close(depth);
        return null;
    }

    end(): string | null {
        return this.#part.isWhole ? null : NOT_READING;
    }
}

/** The statement without its comments and the semicolons behind it, or why it is not let through. */
export function oneReading(sql: string): OneStatement {
    return oneStatement(sql, new ReadingShape());
}
