import { fileURLToPath } from 'node:url';

import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const SERVER = 'http://127.0.0.1:3007';

export default defineConfig({
    plugins: [react(), tailwindcss()],
    resolve: {
        alias: { 'nango-snowflake': fileURLToPath(new URL('../../client/index.ts', import.meta.url)) },
        dedupe: ['zod']
    },
    build: {
        target: 'es2022',
        chunkSizeWarningLimit: 1_000,
        // As the package's own build says of its modules: what a page does not use of them falls away.
        rolldownOptions: {
            treeshake: {
                moduleSideEffects: (id) => !/\/(?:client|shared)\/.*\.[jt]s$/.test(id) || id.includes('/examples/')
            }
        }
    },
    // `npm run dev` beside `npm start`: the pages from Vite, everything else from the server.
    server: { proxy: { '/api': SERVER, '/webhooks': SERVER } }
});
