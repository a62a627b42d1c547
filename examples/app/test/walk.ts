/**
 * Walks through every screen in Chromium, as a customer would, against the local Nango; each screen is photographed for
 * the documentation (`SCREENSHOTS=<folder>`). `npm run test:app` at the top of the repository runs it.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';

import axe from 'axe-core';
import { chromium } from 'playwright-core';

import { startServer } from './served.js';

import type { Locator, Page, Request } from 'playwright-core';

declare global {
    interface Window {
        readonly axe: typeof axe;
    }
}

const VIEW = { width: 1280, height: 800 };
/** The machine may be busy; nothing here waits longer than it has to. */
const PATIENCE_MS = 60_000;

const folder = process.env['SCREENSHOTS'] ?? '';
if (folder !== '') mkdirSync(folder, { recursive: true });

const served = await startServer();
const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage']
});
const page = await browser.newPage({ viewport: VIEW, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC' });
page.setDefaultTimeout(PATIENCE_MS);
/** What the page sent, and where: no key may go to the app's own server. */
const sent: { readonly url: string; readonly body: string }[] = [];
const troubles: string[] = [];
page.on('request', (request: Request) => sent.push({ url: request.url(), body: request.postData() ?? '' }));
page.on('pageerror', (error) => troubles.push(error.message));
page.on('console', (message) => {
    // A refusal is an answer, which the browser's console calls an error.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        troubles.push(message.text());
});
page.on('dialog', (dialog) => void dialog.accept());

const steps: [name: string, step: () => Promise<void>][] = [];
const step = (name: string, run: () => Promise<void>): number => steps.push([name, run]);

/** In WebP, which is small enough to be kept with the documentation. */
async function photograph(name: string, height = VIEW.height): Promise<void> {
    if (folder === '') return;
    await page.setViewportSize({ ...VIEW, height });
    await page.evaluate(() => {
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        document.querySelector('main')?.scrollTo(0, 0);
    });
    await page.mouse.move(0, 0);
    const session = await page.context().newCDPSession(page);
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
    writeFileSync(`${folder}/${name}.webp`, Buffer.from(data, 'base64'));
    if (process.env['SCREENSHOTS_PNG'] !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
    await page.setViewportSize(VIEW);
}

async function open(screen: string): Promise<void> {
    await page.getByRole('navigation').getByRole('link', { name: screen }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
}

const text = async (): Promise<string> => await page.locator('main').innerText();

function keyOf(modulusLength = 2_048): { pkcs1: string; locked: string; pkcs8: string; publicKey: string } {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
    const lock = { cipher: 'des-ede3-cbc', passphrase: 'open sesame' };
    return {
        pkcs8: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        pkcs1: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
        locked: privateKey.export({ type: 'pkcs8', format: 'pem', ...lock }).toString(),
        publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString()
    };
}

/** As Snowflake's own guide has it computed. */
function fingerprintOf(publicKey: string): string {
    const der = execFileSync('openssl', ['rsa', '-pubin', '-outform', 'DER'], {
        input: publicKey,
        stdio: ['pipe', 'pipe', 'ignore']
    });
    const digest = execFileSync('openssl', ['dgst', '-sha256', '-binary'], { input: der });
    return `SHA256:${digest.toString('base64')}`;
}

/** The first lines of a private key hold its public half, which Snowflake is told. */
function secretLines(pem: string): string[] {
    const lines = pem.split('\n').filter((line) => line.length > 40);
    return lines.slice(8);
}

const key = keyOf();
/** Passwords and tokens. */
const typed: string[] = [];
const privateKey = page.getByLabel('Private key');

step('the account is parsed as it is typed, and what is no account is refused', async () => {
    await page.goto(served.url);
    const account = page.getByLabel('Account', { exact: true });
    await account.fill('https://app.snowflake.com/us-east-1/xy12345/#/homepage');
    await page.getByText('xy12345.us-east-1.snowflakecomputing.com').waitFor();
    await account.fill('https://evil.com');
    await page.getByText('The account is not one that Snowflake could have.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Connect', exact: true }).isDisabled(), true);
});

step('a key is read in every form that people have it in', async () => {
    const fingerprint = fingerprintOf(key.publicKey);
    for (const [form, given] of [
        ['PKCS#8', key.pkcs8],
        ['PKCS#1 (converted)', key.pkcs1],
        ['PKCS#8, without header', key.pkcs8.replaceAll(/-----.*-----\n/g, '')],
        ['PKCS#1 (converted), without header', key.pkcs1.replaceAll(/-----.*-----\n/g, '')],
        ['PKCS#8', key.pkcs8.replaceAll('\n', String.raw`\n`)]
    ] as const) {
        await privateKey.fill(given);
        await page.getByText(form, { exact: true }).waitFor();
        await page.getByText(fingerprint).waitFor();
    }
    await privateKey.fill(key.locked);
    await page.getByLabel('Its passphrase').fill('open sesam');
    await page.getByText('This does not open the key.').waitFor();
    await page.getByLabel('Its passphrase').fill('open sesame');
    await page.getByText('PKCS#8, encrypted (decrypted here)').waitFor();
    await page.getByText(fingerprint).waitFor();
});

step('what is no such key is named for what it is', async () => {
    for (const [said, given] of [
        ['This is the public half of a key pair.', key.publicKey],
        ['The key is cut off', key.pkcs8.slice(0, 900)],
        ['The key has 1024 bits.', keyOf(1_024).pkcs8],
        ['This is not a key.', 'my password!']
    ] as const) {
        await privateKey.fill(given);
        await page.getByText(said).waitFor();
    }
});

step('a key that Snowflake does not know is refused in full', async () => {
    await page.getByRole('button', { name: 'Fill in the embedded account' }).click();
    await privateKey.fill(key.pkcs1);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'Snowflake refused this key pair' }).waitFor();
    await page.getByText('The public key is not set on the user').waitFor();
    await photograph('app-connect-refused', 1_240);
});

step('once Snowflake knows it, the account is connected', async () => {
    await page.getByRole('button', { name: 'Run it in the embedded account' }).click();
    await page.getByRole('button', { name: 'It ran' }).waitFor();
    await photograph('app-connect', 960);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('is connected; its syncs are running').waitFor();
    assert.equal(await page.getByRole('button', { name: /^Delete the connection/ }).count(), 2);
});

async function fillSecret(way: RegExp, label: string): Promise<Locator> {
    await page.getByRole('radio', { name: way }).check();
    await page.getByRole('button', { name: 'Fill in the embedded account' }).click();
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('input[type=password]')?.value !== '');
    const field = page.getByLabel(label, { exact: true });
    typed.push(await field.inputValue());
    return field;
}

/** The newest, so that the other steps have two connections. */
async function connectAndDelete(): Promise<void> {
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('is connected; its syncs are running').waitFor();
    const remove = page.getByRole('button', { name: /^Delete the connection/ });
    await remove.nth(2).waitFor();
    await remove.last().click();
    await remove.nth(2).waitFor({ state: 'detached' });
}

step('a programmatic access token connects, a mistyped one does not', async () => {
    const token = await fillSecret(/Access token/, 'Programmatic access token');
    await token.fill('mistyped');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('Programmatic access token is invalid').waitFor();
    await photograph('app-connect-token', 900);
    await fillSecret(/Access token/, 'Programmatic access token');
    await connectAndDelete();
});

step('a sign-in at Snowflake connects, and one that is denied does not', async () => {
    const right = await (await fillSecret(/Password/, 'Password')).inputValue();
    await page.getByRole('radio', { name: /OAuth/ }).check();
    await page.getByRole('button', { name: 'Fill in the embedded account' }).click();
    const popup = async (): Promise<Page> => {
        const [opened] = await Promise.all([
            page.waitForEvent('popup'),
            page.getByRole('button', { name: 'Connect', exact: true }).click()
        ]);
        await opened.getByRole('heading', { name: 'Sign in to Snowflake' }).waitFor();
        return opened;
    };
    const denied = await popup();
    await denied.getByRole('button', { name: 'Deny' }).click();
    await page.getByText('Code: callback_err').waitFor();
    const consent = await popup();
    await consent.getByLabel('Username').fill('NANGO_SVC');
    await consent.getByLabel('Password').fill(right);
    await consent.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('is connected; its syncs are running').waitFor();
    await open('Exports');
    const chosen = page.locator('main > label select');
    await chosen.selectOption(await chosen.locator('option', { hasText: 'OAuth' }).getAttribute('value'));
    await page.getByText('Not with a sign-in at Snowflake').waitFor();
    await open('Connect');
    const remove = page.getByRole('button', { name: /^Delete the connection/ });
    await page.getByRole('listitem').filter({ hasText: 'OAuth' }).getByRole('button').click();
    await remove.nth(2).waitFor({ state: 'detached' });
});

step('a password connects too, a wrong one does not', async () => {
    const password = await fillSecret(/Password/, 'Password');
    const right = await password.inputValue();
    await password.fill('wrong');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('Code: connection_validation_failed').waitFor();
    await password.fill(right);
    await connectAndDelete();
});

step('the checks say who the connection is and what it sees', async () => {
    await open('Checks');
    // The screen before may still stand there, with a form about connections.
    await page.getByRole('combobox', { name: 'Connection', exact: true }).selectOption({ index: 0 });
    await page.getByText('Everything that is needed works').waitFor();
    await page.getByText('Signed in as NANGO_SVC.').waitFor();
    await photograph('app-checks');
});

step('the catalogue is browsed, by keyboard too', async () => {
    await open('Catalogue');
    const tree = page.getByRole('tree');
    await tree.getByRole('treeitem', { name: /^▦? ?ORDERS/ }).click();
    await page.getByRole('cell', { name: 'O_ORDERKEY' }).waitFor();
    await tree.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('cell', { name: 'O_ORDERKEY' }).waitFor();
});

step('what changes in the account arrives by cursor', async () => {
    const from = sent.length;
    await page.getByRole('button', { name: 'Change something in the account' }).click();
    await page.getByText('SALES.PUBLIC.RETURNS_1', { exact: true }).first().waitFor();
    await page.getByText('SALES.PUBLIC.RETURNS_1.REASON').waitFor();
    const reads = sent.slice(from).filter(({ url }) => url.includes('/records/'));
    assert.ok(reads.length > 0 && reads.every(({ url }) => url.includes('cursor=')), 'every later read has a cursor');
    await photograph('app-catalogue');
    await page.getByLabel('Find by name').fill('returns_1');
    await page.getByRole('treeitem', { name: /RECENT_RETURNS_1/ }).waitFor();
    assert.equal(await page.getByRole('treeitem', { name: 'CUSTOMER' }).count(), 0);
});

step('a role shows its grants and its users', async () => {
    await open('Roles');
    await page.getByLabel('Role ENGINEER', { exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2, name: 'ENGINEER' }).waitFor();
    await page.getByText('GRACE · Grace Murray').waitFor();
    await page.getByLabel('Role SALES_ANALYST', { exact: true }).click();
    await page.getByText('KATHERINE').waitFor();
    await page.getByText('Asking Snowflake').waitFor({ state: 'detached' });
    await page.getByLabel('Role NANGO_READER', { exact: true }).click();
    await page.getByText('SNOWFLAKE_SAMPLE_DATA').first().waitFor();
    await photograph('app-roles');
});

step('a query is set, runs, and its rows come', async () => {
    await open('Query');
    await page
        .getByRole('textbox', { name: 'Query' })
        .fill(
            'SELECT O_ORDERKEY, O_CUSTKEY, O_TOTALPRICE, O_ORDERDATE\nFROM SALES.PUBLIC.ORDERS\nWHERE O_ORDERKEY < ?'
        );
    await page.getByLabel('Values for ?').fill('[20]');
    await page.getByLabel('Id column').fill('O_ORDERKEY');
    await page.getByRole('button', { name: 'Save and run' }).click();
    await page.getByText(/Last run .*, [1-9]\d* deleted/).waitFor();
    await page.getByText('19 rows', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'O_ORDERKEY' }).click();
    await photograph('app-query');
    await page.getByRole('textbox', { name: 'Query' }).fill('DELETE FROM SALES.PUBLIC.ORDERS');
    await page.getByRole('button', { name: 'Save and run' }).click();
    await page
        .getByRole('alert')
        .filter({ hasText: 'The last run was refused' })
        .or(page.getByText('invalid_settings'))
        .first()
        .waitFor();
});

step('an export destination is made, disconnected and restored', async () => {
    await open('Exports');
    await page.getByLabel('Name').fill('Finance reports');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: '“Finance reports” is Validated' }).waitFor();
    await page.getByText('arn:aws:secretsmanager:').waitFor();
    await photograph('app-exports');
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('heading', { name: '“Finance reports” is Archived' }).waitFor();
    await page.getByRole('button', { name: 'Restore' }).click();
    await page.getByRole('heading', { name: '“Finance reports” is Validated' }).waitFor();
});

step('the runs are drawn, and stand in a table', async () => {
    await open('Runs');
    await page.getByRole('img', { name: 'Requests of the last run, by sync' }).locator('svg').waitFor();
    await page.getByRole('cell', { name: 'columns' }).first().waitFor();
    await photograph('app-runs');
});

step('every screen is accessible, by the rules of axe: names, roles, contrast', async () => {
    const all: string[] = [];
    for (const screen of ['Connect', 'Checks', 'Catalogue', 'Roles', 'Query', 'Exports', 'Runs']) {
        await open(screen);
        assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
        await page.evaluate(axe.source);
        const violations = await page.evaluate(async () => {
            const { violations: found } = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa'] });
            return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
        });
        all.push(...violations.map((violation) => `${screen}: ${violation}`));
    }
    assert.deepEqual(all, []);
});

step('no key, password or passphrase went to the app, or into its log', async () => {
    const lines = secretLines(key.pkcs8);
    const secrets = [...lines, ...secretLines(key.pkcs1), 'open sesame', ...typed];
    const own = sent.filter(({ url }) => url.startsWith(served.url));
    assert.ok(own.length > 20);
    assert.ok(
        sent.some(({ url, body }) => !url.startsWith(served.url) && body.includes(lines[1] ?? '?')),
        'Nango was given the key'
    );
    for (const secret of secrets) {
        assert.ok(own.every(({ url, body }) => !url.includes(secret) && !body.includes(secret)));
        assert.ok(!served.output().includes(secret));
    }
    const kept = await page.evaluate(() =>
        JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])
    );
    assert.equal(kept, '[{},{},""]');
});

let failed = false;
try {
    for (const [name, run] of steps) {
        const started = Date.now();
        await run();
        console.log(`✓ ${name} (${Date.now() - started} ms)`);
    }
    assert.deepEqual(troubles, [], 'the browser had nothing to complain of');
} catch (error) {
    failed = true;
    console.error(error);
    console.error(
        `The page said:\n${await text().catch(() => '(nothing)')}\nThe browser said:\n${troubles.join('\n')}`
    );
    if (process.env['SCREENSHOTS_PNG'] !== undefined) await page.screenshot({ path: `${folder}/failed.png` });
} finally {
    await browser.close();
    await served.stop();
}
process.exitCode = failed ? 1 : 0;
