/** jsonwebtoken's signing for Nango's sandbox. This list is also what `npm run build` bundles. */
export { sign } from 'jsonwebtoken';
export type { SignOptions } from 'jsonwebtoken';
