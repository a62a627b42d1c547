import './no-code-of-text.js';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app.js';
import './styles.css';

const queries = new QueryClient({
    // What changes is told by Nango's webhooks; nothing is asked again merely because a window was looked at.
    defaultOptions: { queries: { staleTime: Infinity, retry: false, refetchOnWindowFocus: false } }
});

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root');
createRoot(root).render(
    <StrictMode>
        <QueryClientProvider client={queries}>
            <App />
        </QueryClientProvider>
    </StrictMode>
);
