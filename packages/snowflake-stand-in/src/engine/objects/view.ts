/** What a view has, and what sort of view it is. */
import type { Column } from '../column.js';

export interface ViewFacts {
    columns: Column[];
    /** The whole CREATE VIEW statement. */
    text: string;
    /** The query in it; null where only the catalogue knows the view. */
    query: string | null;
    secure: boolean;
    materialized: boolean;
    /** A semantic view: it has its own SHOW and DESCRIBE, and its columns are dimensions. */
    semantic: boolean;
    changeTracking: boolean;
    lastDdl?: number | null;
    /** One of Snowflake's own. */
    readonly isSystem?: true;
}

/** As CREATE leaves it where nothing else is said. */
export const NEW_VIEW = {
    text: '',
    query: null,
    secure: false,
    materialized: false,
    semantic: false,
    changeTracking: false
} as const satisfies Partial<ViewFacts>;

/** As GRANT ... ON ALL and ON FUTURE tell views apart. */
export function viewSort(view: ViewFacts): string {
    return view.materialized ? 'MATERIALIZED VIEW' : view.semantic ? 'SEMANTIC VIEW' : 'VIEW';
}
