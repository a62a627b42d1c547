/**
 * An object with these fields, all null, to be copied and filled in. Engines keep an object that gets its fields one by one
 * as a table once they are more than some; one that is copied stays a plain one, and is read and written many times faster.
 */
export function shapeOf(names: readonly string[]): Record<string, null> {
    const shape: Record<string, null> = JSON.parse(
        `{${names.map((name) => `${JSON.stringify(name)}:null`).join(',')}}`
    );
    return shape;
}
