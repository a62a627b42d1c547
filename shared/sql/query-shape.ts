/**
 * Whether a run of tokens has the shape of a query: a SELECT, or a WITH whose named queries are queries and which ends
 * in a SELECT. WITH can begin other things (`WITH p AS PROCEDURE … CALL p()`). What follows SELECT is Snowflake's affair.
 */
import type { TokenKind } from './tokens.js';

type Place = 'name' | 'columns' | 'as' | 'body' | 'after body';

/** A WITH that has not come to its SELECT yet. */
interface With {
    readonly depth: number;
    place: Place;
    mayBeRecursive: boolean;
}

export class QueryShape {
    readonly #withs: With[] = [];
    /** The next token begins a query, or opens a parenthesis around one. */
    #beginsQuery = true;

    get isWhole(): boolean {
        return !this.#beginsQuery && this.#withs.length === 0;
    }

    /** False where the token cannot stand here. `depth` is that of the brackets around it. */
    take(kind: TokenKind, text: string, depth: number): boolean {
        const word = kind === 'word' ? text.toUpperCase() : '';
        if (this.#beginsQuery) return this.#begin(word, text, depth);
        const current = this.#withs.at(-1);
        return current?.depth === depth ? this.#goOn(current, kind, word, text) : true;
    }

    /** A bracket was closed; `depth` is that outside it. An empty one where a query has to be is caught by `isWhole`. */
    close(depth: number): void {
        const current = this.#withs.at(-1);
        if (current?.depth !== depth) return;
        if (current.place === 'columns') current.place = 'as';
        else if (current.place === 'body') current.place = 'after body';
    }

    #begin(word: string, text: string, depth: number): boolean {
        if (text === '(') return true;
        const isNamed = this.#withs.length > 0;
        if (word !== 'SELECT' && word !== 'WITH' && !(isNamed && word === 'VALUES')) return false;
        if (word === 'WITH') this.#withs.push({ depth, place: 'name', mayBeRecursive: false });
        this.#beginsQuery = false;
        return true;
    }

    #goOn(current: With, kind: TokenKind, word: string, text: string): boolean {
        const isName = kind === 'quoted' || kind === 'word';
        switch (current.place) {
            case 'name':
                current.place = 'columns';
                // It may stand before the name, or be it.
                current.mayBeRecursive = word === 'RECURSIVE';
                return isName;
            case 'columns':
                if (word === 'AS') current.place = 'body';
                else if (isName && current.mayBeRecursive) current.mayBeRecursive = false;
                else return text === '(';
                return true;
            case 'as':
                current.place = 'body';
                return word === 'AS';
            case 'body':
                this.#beginsQuery = text === '(';
                return this.#beginsQuery || word === 'NOT' || word === 'MATERIALIZED';
            case 'after body':
                if (text === ',') {
                    current.place = 'name';
                    return true;
                }
                this.#withs.pop();
                this.#beginsQuery = text === '(';
                return this.#beginsQuery || word === 'SELECT';
        }
    }
}
