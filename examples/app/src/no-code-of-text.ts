/** First of all modules: the page's content security policy forbids code made of text, which zod would try for speed. */
import { z } from 'zod';

z.config({ jitless: true });
