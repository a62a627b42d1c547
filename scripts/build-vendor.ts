/** `npm run build`: writes shared/vendor/*.js, the SDKs as Nango's sandbox can run them, and their licence notices. */
import { fileURLToPath } from 'node:url';
import { buildBundle } from './vendor/bundle.js';
import { BUNDLES } from './vendor/bundles.js';

const root = fileURLToPath(new URL('..', import.meta.url));

for (const bundle of BUNDLES) {
    const built = await buildBundle(root, bundle);
    process.stdout.write(`${bundle.name.padEnd(22)}${(built.bytes / 1000).toFixed(0).padStart(5)} kB\n`);
}
