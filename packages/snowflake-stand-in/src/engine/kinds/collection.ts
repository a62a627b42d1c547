import { alreadyExists } from '../failures.js';

/** Gives an object another name among those it is kept with. */
export function moveTo<T extends { name: string }>(name: string, object: T, collection: Map<string, T>): void {
    if (collection.has(name) && name !== object.name) throw alreadyExists(name);
    collection.delete(object.name);
    object.name = name;
    collection.set(name, object);
}
