/** jsonwebtoken for Nango's sandbox. This list is also what `npm run build` bundles. */
export { decode, JsonWebTokenError, NotBeforeError, sign, TokenExpiredError, verify } from 'jsonwebtoken';
export type { Jwt, JwtPayload, SignOptions, VerifyOptions } from 'jsonwebtoken';
