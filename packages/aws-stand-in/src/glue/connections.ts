/**
 * Glue connections, their test, and tags. TestConnection checks the shape that AWS documents; whether the database
 * answers is for the test to order.
 * https://docs.aws.amazon.com/glue/latest/webapi/API_TestConnection.html
 */
import { AwsFailure } from '../aws-failure.js';
import { authorize, pageToken, parseInput, type Operations } from '../call.js';
import { epochSeconds } from '../clock.js';
import { authorizeArn, authorizeConnection } from './access.js';
import {
    CreateConnectionInput,
    DeleteConnectionInput,
    GetConnectionInput,
    GetConnectionsInput,
    GetTagsInput,
    TagInput,
    TestConnectionInput,
    UntagInput,
    UpdateConnectionInput,
    type TestedConnection
} from './schemas.js';
import { entityNotFound, invalidInput, type Connection, type GlueStore } from './store.js';

const DEFAULT_PAGE = 100;

function show(connection: Connection, hidePassword: boolean): Record<string, unknown> {
    const properties = Object.entries(connection.input.ConnectionProperties).filter(
        ([key]) => !hidePassword || !key.includes('PASSWORD')
    );
    return {
        ...connection.input,
        ValidateCredentials: undefined,
        ConnectionProperties: Object.fromEntries(properties),
        CreationTime: epochSeconds(connection.createdMs),
        LastUpdatedTime: epochSeconds(connection.changedMs),
        Status: 'READY'
    };
}

/** https://docs.aws.amazon.com/glue/latest/webapi/API_TestConnectionInput.html */
function checkProperties({
    ConnectionType,
    ConnectionProperties,
    AuthenticationConfiguration
}: TestedConnection): void {
    if (ConnectionType !== 'JDBC') return;
    const has = (...keys: string[]): boolean => keys.every((key) => (ConnectionProperties[key] ?? '') !== '');
    if (!has('JDBC_CONNECTION_URL') && !has('HOST', 'PORT', 'JDBC_ENGINE')) {
        throw invalidInput('JDBC connections require JDBC_CONNECTION_URL, or HOST, PORT and JDBC_ENGINE.');
    }
    if (!has('USERNAME', 'PASSWORD') && !has('SECRET_ID') && AuthenticationConfiguration === undefined) {
        throw invalidInput('JDBC connections require USERNAME and PASSWORD, or SECRET_ID.');
    }
}

function find(store: GlueStore, name: string): Connection {
    const connection = store.connections.get(name);
    if (connection === undefined) throw entityNotFound(`Cannot find connection ${name}`);
    return connection;
}

/** The resource must exist for its tags to be read or changed. */
function checkTaggable(store: GlueStore, arn: string): void {
    const known =
        [...store.jobs.keys()].some((name) => store.arn('job', name) === arn) ||
        [...store.connections.keys()].some((name) => store.arn('connection', name) === arn);
    if (!known) throw entityNotFound(`Entity not found: ${arn}`);
}

export const connectionOperations = (store: GlueStore): Operations => ({
    CreateConnection(caller, body) {
        const { ConnectionInput: input, Tags } = parseInput(CreateConnectionInput, body);
        authorizeConnection(caller, store, 'CreateConnection', input.Name);
        if (store.connections.has(input.Name)) {
            throw new AwsFailure('AlreadyExistsException', `Connection already exists: ${input.Name}`);
        }
        store.connections.set(input.Name, { input, createdMs: caller.nowMs, changedMs: caller.nowMs });
        store.tag(store.arn('connection', input.Name), Tags ?? {});
        return { CreateConnectionStatus: 'READY' };
    },

    GetConnection(caller, body) {
        const { Name, HidePassword } = parseInput(GetConnectionInput, body);
        authorizeConnection(caller, store, 'GetConnection', Name);
        return { Connection: show(find(store, Name), HidePassword === true) };
    },

    GetConnections(caller, body) {
        const input = parseInput(GetConnectionsInput, body);
        authorize(caller, 'glue:GetConnections', store.catalogArn);
        const wanted = input.Filter?.ConnectionType;
        const all = [...store.connections.values()].filter(
            ({ input: { ConnectionType } }) => wanted === undefined || ConnectionType === wanted
        );
        const start = pageToken.read(input.NextToken);
        if (start === null) throw invalidInput('Invalid pagination token');
        const end = start + (input.MaxResults ?? DEFAULT_PAGE);
        return {
            ConnectionList: all.slice(start, end).map((each) => show(each, input.HidePassword === true)),
            NextToken: end < all.length ? pageToken.write(end) : undefined
        };
    },

    UpdateConnection(caller, body) {
        const { Name, ConnectionInput: input } = parseInput(UpdateConnectionInput, body);
        authorizeConnection(caller, store, 'UpdateConnection', Name);
        const connection = find(store, Name);
        if (input.Name !== Name) throw invalidInput('The name of a connection cannot be changed.');
        connection.input = input;
        connection.changedMs = caller.nowMs;
        return {};
    },

    DeleteConnection(caller, body) {
        const { ConnectionName } = parseInput(DeleteConnectionInput, body);
        authorizeConnection(caller, store, 'DeleteConnection', ConnectionName);
        find(store, ConnectionName);
        store.connections.delete(ConnectionName);
        store.tags.delete(store.arn('connection', ConnectionName));
        return {};
    },

    TestConnection(caller, body) {
        const { ConnectionName, TestConnectionInput: given } = parseInput(TestConnectionInput, body);
        authorize(caller, 'glue:TestConnection', '*');
        if ((ConnectionName === undefined) === (given === undefined)) {
            throw invalidInput('Provide either ConnectionName or TestConnectionInput.');
        }
        const tested = given ?? find(store, ConnectionName ?? '').input;
        checkProperties(tested);
        store.tested.push({
            connectionType: tested.ConnectionType,
            secretId: tested.ConnectionProperties['SECRET_ID'] ?? tested.AuthenticationConfiguration?.SecretArn ?? null
        });
        const failure = store.testVerdict(tested);
        if (failure !== null) throw failure;
        return {};
    },

    GetTags(caller, body) {
        const { ResourceArn } = parseInput(GetTagsInput, body);
        authorizeArn(caller, store, 'GetTags', ResourceArn);
        checkTaggable(store, ResourceArn);
        return { Tags: Object.fromEntries(store.tags.get(ResourceArn) ?? []) };
    },

    TagResource(caller, body) {
        const { ResourceArn, TagsToAdd } = parseInput(TagInput, body);
        authorizeArn(caller, store, 'TagResource', ResourceArn);
        checkTaggable(store, ResourceArn);
        store.tag(ResourceArn, TagsToAdd);
        return {};
    },

    UntagResource(caller, body) {
        const { ResourceArn, TagsToRemove } = parseInput(UntagInput, body);
        authorizeArn(caller, store, 'UntagResource', ResourceArn);
        checkTaggable(store, ResourceArn);
        for (const key of TagsToRemove) store.tags.get(ResourceArn)?.delete(key);
        return {};
    }
});
