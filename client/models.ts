/**
 * The models and settings by name, each the very schema that the functions run with, and its type. Written by
 * `npm run generate`.
 */
import type { z } from 'zod';
import { AccountNoteSchema as accountNoteSchema } from '../shared/connection/describe.js';
import { SettingsSchema as settingsSchema } from '../shared/settings/settings.js';
import { snowflakeFunctions } from './functions.js';

const { syncs } = snowflakeFunctions;

export const DatabaseSchema = syncs['databases'].models.Database;
export const SchemaSchema = syncs['schemas'].models.Schema;
export const TableSchema = syncs['tables'].models.Table;
export const ColumnSchema = syncs['columns'].models.Column;
export const ViewSchema = syncs['views'].models.View;
export const RoleSchema = syncs['roles'].models.Role;
export const UserSchema = syncs['users'].models.User;
export const SequenceSchema = syncs['sequences'].models.Sequence;
export const QueryResultSchema = syncs['query-results'].models.QueryResult;
export const ExportSecretSchema = syncs['export-secrets'].models.ExportSecret;
export const SettingsSchema = settingsSchema;
/** What `post-connection-creation` notes of the account, in the metadata key `snowflake`. */
export const AccountNoteSchema = accountNoteSchema;

export type Database = z.output<typeof DatabaseSchema>;
export type Schema = z.output<typeof SchemaSchema>;
export type Table = z.output<typeof TableSchema>;
export type Column = z.output<typeof ColumnSchema>;
export type View = z.output<typeof ViewSchema>;
export type Role = z.output<typeof RoleSchema>;
export type User = z.output<typeof UserSchema>;
export type Sequence = z.output<typeof SequenceSchema>;
export type QueryResult = z.output<typeof QueryResultSchema>;
export type ExportSecret = z.output<typeof ExportSecretSchema>;
export type Settings = z.output<typeof SettingsSchema>;
export type AccountNote = z.output<typeof AccountNoteSchema>;
