/** Starts the app as `npm start` does, on a free port, and waits until it says that it is ready. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../', import.meta.url));
/** It may have to compile all functions first, on a busy machine. */
const READY_MS = 480_000;

export interface Served {
    readonly url: string;
    /** All that the server has written so far. */
    output(): string;
    stop(): Promise<void>;
}

export async function startServer(attempts = 3): Promise<Served> {
    try {
        return await startOn(await freePort());
    } catch (error) {
        // Until the app listens, which it does last, somebody else may take the port.
        if (attempts === 1 || !(error instanceof Error) || !error.message.includes('EADDRINUSE')) throw error;
        return await startServer(attempts - 1);
    }
}

async function startOn(port: number): Promise<Served> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
        cwd: FOLDER,
        env: { ...process.env, PORT: String(port), NANGO_SECRET_KEY: '' },
        stdio: ['ignore', 'pipe', 'pipe']
    });
    let output = '';
    const ready = new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => {
            child.kill('SIGKILL');
            reject(new Error(`The app did not start:\n${output}`));
        }, READY_MS);
        for (const stream of [child.stdout, child.stderr]) {
            stream.setEncoding('utf8').on('data', (text: string) => {
                output += text;
                if (!output.includes('The app is ready')) return;
                clearTimeout(timer);
                resolve();
            });
        }
        child.once('exit', (code) => {
            clearTimeout(timer);
            reject(new Error(`The app ended with ${code}:\n${output}`));
        });
    });
    await ready;
    return {
        url: `http://127.0.0.1:${port}`,
        output: () => output,
        stop: async () => {
            const ended = once(child, 'exit');
            child.kill('SIGTERM');
            await ended;
        }
    };
}

async function freePort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    server.close();
    if (address === null || typeof address === 'string') throw new Error('No free port');
    return address.port;
}
