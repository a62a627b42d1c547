/**
 * What a query could change by a function that it calls, token by token. Functions of the system are known by name: the
 * list has those that Snowflake documents as information and that leave nothing behind. A function of the account's own
 * cannot change a row, whatever it is called: what it may reach is a matter of the grants that its callers have.
 * https://docs.snowflake.com/en/sql-reference/functions-system
 */
import { nameSet } from '../names.js';
import type { TokenKind } from './tokens.js';

const READING: ReadonlySet<string> = nameSet(
    'TYPEOF, GET_TAG, GET_TAG_ALLOWED_VALUES, CLUSTERING_DEPTH, CLUSTERING_INFORMATION, CLUSTERING_RATIO',
    'PIPE_STATUS, EXTERNAL_TABLE_PIPE_STATUS, AUTO_REFRESH_STATUS, LAST_CHANGE_COMMIT_TIME',
    'STREAM_GET_TABLE_TIMESTAMP, ESTIMATE_QUERY_ACCELERATION, ESTIMATE_SEARCH_OPTIMIZATION_COSTS',
    'ESTIMATE_AUTOMATIC_CLUSTERING_COSTS, EXPLAIN_JSON_TO_TEXT, CLIENT_VERSION_INFO',
    'BEHAVIOR_CHANGE_BUNDLE_STATUS, ALLOWLIST, ALLOWLIST_PRIVATELINK'
);
const SYSTEM = 'SYSTEM$';

/** Without that name, yet more than a reading: https://docs.snowflake.com/en/sql-reference/functions-all */
const REFUSED: ReadonlyMap<string, string> = new Map([
    ['TO_QUERY', 'runs a text that nobody has looked into'],
    ['FINETUNE', 'starts and cancels the tuning of models'],
    ['AGENT_RUN', 'runs an agent, whose tools may change something'],
    ['DATA_AGENT_RUN', 'runs an agent, whose tools may change something']
]);

const NEXTVAL = 'NEXTVAL moves a sequence on';

/** Letters of any script with their marks; a name of other characters could look like one of these. */
const NAME = /^[\p{L}\p{M}\p{N}_$]+$/u;
const CONTROL = /^\p{C}$/u;

export class Effects {
    /** The last token: what it names, or the symbol that it is. */
    #name = '';
    #symbol = '';
    /** The depths at which an IDENTIFIER( is open. */
    readonly #identifiers: number[] = [];
    #closedIdentifier = false;
    /** The last token is INTO, or the one before it was: what IDENTIFIER names then is a table. */
    #isInto = false;
    #wasInto = false;
    readonly #mayMoveSequences: boolean;

    /** What changes rows numbers them by a sequence. */
    constructor({ mayMoveSequences = false } = {}) {
        this.#mayMoveSequences = mayMoveSequences;
    }

    /** What is wrong with this token after those before it, or null. */
    take(kind: TokenKind, text: string, depth: number): string | null {
        const name = nameOf(kind, text);
        const problem =
            kind === 'symbol' || kind === 'flow'
                ? this.#takeSymbol(text, depth)
                : kind === 'word' || kind === 'quoted'
                  ? this.#takeName(kind, text, name)
                  : this.#takeText(kind, text);
        this.#name = name;
        this.#symbol = kind === 'symbol' ? text : '';
        this.#closedIdentifier = false;
        this.#wasInto = this.#isInto;
        this.#isInto = kind === 'word' && name === 'INTO';
        return problem;
    }

    close(depth: number): void {
        this.#name = '';
        this.#symbol = '';
        this.#closedIdentifier = this.#identifiers.at(-1) === depth;
        if (this.#closedIdentifier) this.#identifiers.pop();
    }

    #takeSymbol(text: string, depth: number): string | null {
        if (CONTROL.test(text)) return 'it holds a control character';
        if (text !== '(') return null;
        if (this.#closedIdentifier) return 'it names a function by IDENTIFIER';
        if (this.#name === 'IDENTIFIER' && !this.#wasInto) this.#identifiers.push(depth);
        if (this.#name === 'GETNEXTVAL' && !this.#mayMoveSequences) return `GET${NEXTVAL}`;
        const effect = REFUSED.get(this.#name);
        if (effect !== undefined) return `${this.#name} ${effect}`;
        if (!this.#name.startsWith(SYSTEM) || READING.has(this.#name.slice(SYSTEM.length))) return null;
        return 'it calls a SYSTEM$ function that is not known to read only';
    }

    #takeName(kind: TokenKind, text: string, name: string): string | null {
        if (kind === 'word' && !NAME.test(text)) return 'it holds a character that belongs in quotes';
        if (this.#symbol === '.' && name === 'NEXTVAL' && !this.#mayMoveSequences) return NEXTVAL;
        if (this.#symbol === '!') return 'it calls a method of an object';
        return null;
    }

    #takeText(kind: TokenKind, text: string): string | null {
        const isName = kind === 'text' && this.#identifiers.length > 0 && !this.#mayMoveSequences;
        return isName && text.toUpperCase().includes('NEXTVAL') ? NEXTVAL : null;
    }
}

/** As Snowflake may read it: small letters as capitals, and look-alikes as what they look like. */
function nameOf(kind: TokenKind, text: string): string {
    if (kind === 'word') return text.normalize('NFKC').toUpperCase();
    return kind === 'quoted' ? text.slice(1, -1).replaceAll('""', '"').normalize('NFKC').toUpperCase() : '';
}
