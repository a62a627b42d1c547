/** What was asked of the stand-in, for counting and for reading a failed test. Bodies are never kept: they hold secrets. */
export interface LoggedRequest {
    readonly service: string;
    readonly operation: string;
    readonly region: string;
    /** Name or ARN of the secret, job or connection, where the request names one. */
    readonly resource: string | undefined;
    /** 0 where the connection was dropped without an answer. */
    readonly status: number;
    readonly error: string | null;
    readonly requestId: string;
    /** False for requests that were cut off before their work was done. */
    readonly reached: boolean;
    readonly accessKeyId: string | null;
    readonly host: string;
}

export class RequestLog {
    #entries: LoggedRequest[] = [];

    add(entry: LoggedRequest): void {
        this.#entries.push(entry);
    }

    /** In the order in which they ended. */
    get entries(): readonly LoggedRequest[] {
        return this.#entries;
    }

    count(operation?: string): number {
        return operation === undefined
            ? this.#entries.length
            : this.#entries.filter((entry) => entry.operation === operation).length;
    }

    clear(): void {
        this.#entries = [];
    }
}
