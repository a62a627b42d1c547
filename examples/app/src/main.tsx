import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';

import { App } from './app.js';
import './styles.css';

// The page's content security policy forbids code made of text, which zod would otherwise try.
z.config({ jitless: true });

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
