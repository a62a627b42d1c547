/** Where a statement runs, as the actions' inputs name it: an empty text is unset. */
export interface PlaceInput {
    readonly database?: string | undefined;
    readonly schema?: string | undefined;
    readonly warehouse?: string | undefined;
    readonly role?: string | undefined;
}

export function placeOf({ database, schema, warehouse, role }: PlaceInput): PlaceInput {
    return {
        database: database || undefined,
        schema: schema || undefined,
        warehouse: warehouse || undefined,
        role: role || undefined
    };
}
