/** THIRD-PARTY-NOTICES.txt: the licences of what `npm run build` bundles, each package once. Written by `npm run build`. */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRunDirectly } from './run-directly.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const RULE = `\n\n${'-'.repeat(80)}\n\n`;
export const NOTICES = path.join(ROOT, 'THIRD-PARTY-NOTICES.txt');

/** From the notices beside each vendored bundle. */
export function noticesText(): string {
    const notices = new Set(
        globSync('shared/vendor/*.LICENSES.txt', { cwd: ROOT }).flatMap((file) =>
            readFileSync(path.join(ROOT, file), 'utf8').trimEnd().split(RULE)
        )
    );
    const intro = 'The functions carry code of these packages, minified, each under its licence.';
    return `${[intro, ...[...notices].sort()].join(RULE)}\n`;
}

if (isRunDirectly(import.meta.url)) {
    writeFileSync(NOTICES, noticesText());
}
