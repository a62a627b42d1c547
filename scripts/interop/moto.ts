/** The AWS tests against moto, an AWS emulator that is not ours, in a Python environment outside the tree. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { pythonWith } from '../python.js';

const MOTO_VERSION = '5.2.5';
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 5_000;

/** Starts moto on a free port of loopback and resolves with its address once it listens. */
async function startMoto(python: string): Promise<{ moto: ChildProcess; url: string }> {
    const moto = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], {
        stdio: ['ignore', 'pipe', 'pipe']
    });
    let output = '';
    const url = await new Promise<string>((resolve, reject) => {
        const fail = (reason: string): void => reject(new Error(`moto ${reason}. It said:\n${output}`));
        const timer = setTimeout(() => fail(`did not start within ${START_TIMEOUT_MS / 1000} s`), START_TIMEOUT_MS);
        const read = (chunk: Buffer): void => {
            output = (output + chunk.toString('utf8')).slice(-10_000);
            const address = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
            if (address === undefined) return;
            clearTimeout(timer);
            resolve(address);
        };
        moto.stdout.on('data', read);
        moto.stderr.on('data', read);
        moto.once('error', (error) => fail(`could not be started: ${error.message}`));
        moto.once('exit', (code) => {
            clearTimeout(timer);
            fail(`ended with ${code}`);
        });
    }).catch(async (error: unknown) => {
        await stop(moto);
        throw error;
    });
    return { moto, url };
}

async function stop(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const ended = new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
    });
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(hard);
}

/**
 * moto ends a Glue job run as soon as it is looked at; this keeps runs in STARTING, so that there is a running one.
 * https://docs.getmoto.org/en/latest/docs/configuration/state_transition/index.html
 */
async function keepJobRunsRunning(url: string): Promise<void> {
    const answer = await fetch(`${url}/moto-api/state-manager/set-transition`, {
        method: 'POST',
        body: JSON.stringify({ model_name: 'glue::job_run', transition: { progression: 'manual', times: 1_000_000 } })
    });
    if (!answer.ok) throw new Error(`moto refused to change its state transitions (${answer.status}).`);
}

async function runTests(url: string): Promise<number> {
    const vitest = join('node_modules', 'vitest', 'vitest.mjs');
    const child = spawn(process.execPath, [vitest, 'run', '--config', 'test/interop/vitest.config.ts'], {
        stdio: 'inherit',
        env: { ...process.env, AWS_INTEROP_ENDPOINT: url }
    });
    return new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('exit', (code) => resolve(code ?? 1));
    });
}

/** Whether all passed. Throws NotRun where moto cannot be had. */
export async function againstMoto(): Promise<boolean> {
    const python = await pythonWith(`moto[server]==${MOTO_VERSION}`);
    const { moto, url } = await startMoto(python);
    // Ctrl+C reaches the tests and moto by itself; ending in order is left to the code below.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => moto.kill('SIGTERM'));
    try {
        console.log(`moto ${MOTO_VERSION} answers on ${url}`);
        await keepJobRunsRunning(url);
        return (await runTests(url)) === 0;
    } finally {
        await stop(moto);
    }
}
