/**
 * The one place where errors become what Nango shows: an ActionError whose payload holds a code and a message with its
 * remedy. Nango's ActionError has an empty `message` of its own; Connect UI passes on the payload's `message` alone, and
 * Nango's MCP server the first 500 characters of its `error`.
 */
import { z } from 'zod';
import { ActionableError } from '../errors.js';
import { isRefreshFailure, refreshFailure } from './refresh-failure.js';

interface ActionErrorMaker {
    readonly ActionError: new (payload: Record<string, unknown>) => Error;
}

/** Runs a function's work; an ActionableError is thrown on as ActionError, anything else as it is. */
export async function reportErrors<T>(nango: ActionErrorMaker, work: () => Promise<T>): Promise<T> {
    try {
        return await work();
    } catch (error) {
        const told = isRefreshFailure(error) ? refreshFailure() : error;
        if (!(told instanceof ActionableError)) throw told;
        const { code, advice: message, details } = told;
        throw new nango.ActionError({ code, message, error: `${code}: ${message}`, ...details });
    }
}

/** Wrong input or settings: names the field. */
export class InputError extends ActionableError {
    constructor(code: 'invalid_input' | 'invalid_settings', what: string, remedy: string) {
        super(code, what, remedy);
        this.name = 'InputError';
    }
}

/** Nango does not validate an action's input at run time, so every action does it first. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): Given<z.infer<Schema>>;
/** The overload says that a field which is null is left out. */
export function parseInput(schema: z.ZodType, input: unknown): unknown {
    const parsed = schema.safeParse(input ?? {});
    if (parsed.success) return withoutNulls(parsed.data);
    throw refusedInput(parsed.error.issues.flatMap((issue) => inputIssues(issue, schema)).join('; '));
}

/** An input as the code takes it: what may be null is left out instead. */
export type Given<Input> = {
    readonly [Field in keyof Input as null extends Input[Field] ? never : Field]: Input[Field];
} & {
    readonly [Field in keyof Input as null extends Input[Field] ? Field : never]?:
        | Exclude<Input[Field], null>
        | undefined;
};

function withoutNulls(data: unknown): unknown {
    return Object.fromEntries(Object.entries(Object(data)).filter(([, value]) => value !== null));
}

/** Of an action that takes nothing. */
export const NoInputSchema = z.strictObject({});

/** For what a schema cannot say. `what` goes on from the field's name: "is required". */
export function wrongInput(field: string, what: string, remedy?: string): InputError {
    return refusedInput(`${field}: ${what}`, remedy);
}

function refusedInput(what: string, remedy = 'Correct these fields and try again.'): InputError {
    return new InputError('invalid_input', `The input is not valid: ${what}.`, remedy);
}

/** The same of the connection's metadata; `what` is said with its field. */
export function wrongSettings(what: string, remedy = "Correct these fields in the connection's metadata."): InputError {
    return new InputError('invalid_settings', `The connection's settings are not valid: ${what}.`, remedy);
}

/** `field.path: what is wrong`, one after another; values are never repeated, they could be secrets. */
export function issuesOf(error: z.ZodError): string {
    return error.issues.map(issueText).join('; ');
}

function issueText({ path, message }: Pick<z.core.$ZodIssue, 'path' | 'message'>): string {
    return `${path.join('.') || 'input'}: ${message}`;
}

const LONGEST_KEY = 100;

function inputIssues(issue: z.core.$ZodIssue, schema: z.ZodType, above: readonly PropertyKey[] = []): string[] {
    const path = [...above, ...issue.path];
    if (issue.code === 'unrecognized_keys') return [unknownFields(issue.keys, path, schema)];
    if (issue.code !== 'invalid_union') return [issueText({ ...issue, path })];
    // Of several sorts of values the one is meant that is wrong only further inside.
    const meant = issue.errors.filter((sort) => sort.every((each) => each.path.length > 0 || isOfFields(each)));
    if (meant.length === 1) return meant.flat().flatMap((each) => inputIssues(each, schema, path));
    const expected = [...new Set(expectedBy(issue))];
    const last = expected.pop();
    if (expected.length === 0) return [issueText({ ...issue, path })];
    return [issueText({ path, message: `Invalid input: expected ${expected.join(', ')} or ${last}` })];
}

function isOfFields({ code }: z.core.$ZodIssue): boolean {
    return code === 'unrecognized_keys';
}

function expectedBy(issue: z.core.$ZodIssue): string[] {
    if (issue.code === 'invalid_union') return issue.errors.flat().flatMap(expectedBy);
    return issue.code === 'invalid_type' && issue.path.length === 0 ? [issue.expected] : [];
}

/** A misspelt field would widen the question (`databse` lists the whole account), so it is named with the right ones. */
function unknownFields(keys: readonly string[], path: readonly PropertyKey[], schema: z.ZodType): string {
    const fields = keys.map((key) => [...path, key.slice(0, LONGEST_KEY)].join('.')).join(', ');
    const known = fieldsAt(schema, path);
    return `${fields}: not known here; ${known.length > 0 ? `known are ${known.join(', ')}` : 'no input is taken'}`;
}

function fieldsAt(schema: unknown, path: readonly PropertyKey[]): string[] {
    let at = schema;
    for (const step of path) {
        at = bare(at);
        if (at instanceof z.ZodObject) at = z.looseObject({}).parse(at.shape)[String(step)];
        else if (at instanceof z.ZodArray) at = at.element;
        else if (at instanceof z.ZodRecord) at = at.valueType;
    }
    at = bare(at);
    return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

/** Without what says that it may be left out; of several sorts of values the one that has fields. */
function bare(schema: unknown): unknown {
    if (schema instanceof z.ZodUnion) {
        return schema.options.find((sort) => sort instanceof z.ZodObject || sort instanceof z.ZodArray);
    }
    const isWrapped =
        schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodPrefault;
    return isWrapped ? bare(schema.unwrap()) : schema;
}
