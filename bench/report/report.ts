/** What one section of the benchmark found out. */
import type { Target } from './targets.js';

export interface Report {
    readonly title: string;
    /** Under what it was measured. */
    readonly conditions: string;
    readonly tables: readonly string[];
    readonly targets: readonly Target[];
    /** As JSON. */
    readonly figures: unknown;
}
