/** Semantic views: models of the business over tables. https://docs.snowflake.com/en/sql-reference/sql/show-semantic-views */
import { readerOf, schemaObject, schemaOf, text } from '../fields.js';
import { knownColumns } from '../kind.js';

const fields = { ...schemaObject, extension: text('What tools keep with it.') };

export const SemanticViewSchema = schemaOf(fields);
export const toSemanticView = readerOf<unknown, typeof fields>(fields);
export const semanticViews = { plural: 'SEMANTIC VIEWS', columns: knownColumns(fields, {}) };
