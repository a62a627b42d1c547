/** AbortController from the `abort-controller` package. */
export { AbortController, AbortSignal } from 'abort-controller';
