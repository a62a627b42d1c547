/** The guard of a query that is put into a statement of ours: one balanced SELECT or WITH, and nothing else. */
import { oneStatement } from './one-statement.js';
import type { OneStatement, StatementShape } from './one-statement.js';
import { QueryShape } from './query-shape.js';
import type { TokenKind } from './tokens.js';

const NO_SELECT = 'it is no SELECT, nor a WITH that ends in one';

class SelectShape implements StatementShape {
    readonly #query = new QueryShape();

    take(kind: TokenKind, text: string, depth: number): string | null {
        if (kind === 'flow') return 'it holds the flow operator ->>, which joins statements';
        return this.#query.take(kind, text, depth) ? null : NO_SELECT;
    }

    close(depth: number): null {
        this.#query.close(depth);
        return null;
    }

    end(): string | null {
        return this.#query.isWhole ? null : NO_SELECT;
    }
}

/** The query without its comments and the semicolons behind it, or why it is none. Says nothing of its values. */
export function oneSelect(sql: string): OneStatement {
    return oneStatement(sql, new SelectShape());
}
