/** The global `crypto`: Web Crypto as Node's `crypto` module gives it. */
export { webcrypto as crypto } from 'crypto';
