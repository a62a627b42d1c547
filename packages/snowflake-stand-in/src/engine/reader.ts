/**
 * Reads a statement's tokens from left to right. Keywords are matched whatever their case; a name is folded or exact as
 * it is written. What does not fit is refused with Snowflake's 001003 and the position.
 */
import { syntaxError } from './failures.js';
import { isWord, tokenize } from './tokens.js';

import type { Token } from './tokens.js';

export class Reader {
    readonly sql: string;
    readonly tokens: readonly Token[];
    #at = 0;

    constructor(sql: string, tokens: readonly Token[] = tokenize(sql)) {
        this.sql = sql;
        this.tokens = tokens;
    }

    get position(): number {
        return this.#at;
    }

    peek(ahead = 0): Token | undefined {
        return this.tokens[this.#at + ahead];
    }

    get done(): boolean {
        return this.#at >= this.tokens.length;
    }

    /** The rest of the statement as it was written. */
    get rest(): string {
        const token = this.peek();
        return token ? this.sql.slice(token.start).replace(/;\s*$/, '') : '';
    }

    next(): Token {
        const token = this.peek();
        if (!token) throw this.unexpected();
        this.#at += 1;
        return token;
    }

    isNext(...words: readonly string[]): boolean {
        return words.every((word, index) => isWord(this.peek(index), word));
    }

    /** Takes the words if they come next, all of them. */
    accept(...words: readonly string[]): boolean {
        if (!this.isNext(...words)) return false;
        this.#at += words.length;
        return true;
    }

    acceptOneOf(words: readonly string[]): string | null {
        const word = words.find((candidate) => this.isNext(candidate));
        if (word === undefined) return null;
        this.#at += 1;
        return word;
    }

    expect(...words: readonly string[]): void {
        for (const word of words) if (!this.accept(word)) throw this.unexpected();
    }

    isSymbol(symbol: string, ahead = 0): boolean {
        const token = this.peek(ahead);
        return token?.kind === 'symbol' && token.text === symbol;
    }

    acceptSymbol(symbol: string): boolean {
        if (!this.isSymbol(symbol)) return false;
        this.#at += 1;
        return true;
    }

    expectSymbol(symbol: string): void {
        if (!this.acceptSymbol(symbol)) throw this.unexpected();
    }

    string(): string {
        if (this.peek()?.kind !== 'string') throw this.unexpected();
        return this.next().text;
    }

    integer(): number {
        const token = this.peek();
        if (token?.kind !== 'number' || !/^\d+$/.test(token.text)) throw this.unexpected();
        return Number(this.next().text);
    }

    isName(ahead = 0): boolean {
        const kind = this.peek(ahead)?.kind;
        return kind === 'word' || kind === 'quoted';
    }

    /** `SALES`, `"my db"` or `IDENTIFIER('SALES')`. */
    name(): string {
        const named = this.#inIdentifier();
        if (named) {
            const name = named.name();
            named.end();
            return name;
        }
        const token = this.peek();
        if (token?.kind === 'quoted') return this.next().text;
        if (token?.kind === 'word') return this.next().text.toUpperCase();
        throw this.unexpected();
    }

    /** `db.schema.table`, `"a.b".c`, `db..table` (the PUBLIC schema) or `IDENTIFIER('db.schema.table')`. */
    qualifiedName(): string[] {
        const named = this.#inIdentifier();
        if (named) {
            const parts = named.qualifiedName();
            named.end();
            return parts;
        }
        const parts = [this.name()];
        while (this.acceptSymbol('.')) parts.push(this.isSymbol('.') ? 'PUBLIC' : this.name());
        return parts;
    }

    /** What stands in IDENTIFIER('…'). https://docs.snowflake.com/en/sql-reference/identifier-literal */
    #inIdentifier(): Reader | null {
        if (!this.isNext('IDENTIFIER') || !this.isSymbol('(', 1)) return null;
        this.next();
        this.expectSymbol('(');
        const text = this.string();
        this.expectSymbol(')');
        return new Reader(text);
    }

    end(): void {
        this.acceptSymbol(';');
        if (!this.done) throw this.unexpected();
    }

    unexpected(): Error {
        const token = this.peek();
        const before = this.sql.slice(0, token?.start ?? this.sql.length).split('\n');
        const written = token ? this.sql.slice(token.start, token.end) : '';
        return syntaxError(before.length, before.at(-1)?.length ?? 0, written);
    }
}
