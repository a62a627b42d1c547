/** The unpacking half of fflate for Nango's sandbox, which has no zlib. This list is also what `npm run build` bundles. */
export { gunzipSync } from 'fflate';
