/** p-map for Nango's sandbox. This list is also what `npm run build` bundles. */
export { default, pMapIterable } from 'p-map';
export type { IterableOptions, Options } from 'p-map';
