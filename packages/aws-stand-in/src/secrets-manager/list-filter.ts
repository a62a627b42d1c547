/**
 * Which secrets ListSecrets shows: filters of different keys must all match, values of one filter are alternatives.
 * All but `all` are prefix matches, only `description` and `all` ignore case.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Filter.html
 */
import type { Filter } from './schemas.js';
import type { Secret } from './secret.js';

/** `my/TestSecret` gives my, TestSecret, Test, Secret: a search finds the parts of a name written in one. */
function words(text: string): string[] {
    const whole = text.match(/[A-Za-z0-9]+/g) ?? [];
    return [...whole, ...whole.flatMap((word) => word.match(/[A-Z]?[a-z0-9]+|[A-Z]+/g) ?? [])].map((word) =>
        word.toLowerCase()
    );
}

function attributes(secret: Secret): string[] {
    return [secret.name, secret.description ?? '', ...secret.tags.keys(), ...secret.tags.values()];
}

function matchesValue(secret: Secret, key: Filter['Key'], wanted: string): boolean {
    const startsWith = (text: string): boolean => text.startsWith(wanted);
    switch (key) {
        case 'name':
            return startsWith(secret.name);
        case 'description':
            return (secret.description ?? '').toLowerCase().startsWith(wanted.toLowerCase());
        case 'tag-key':
            return [...secret.tags.keys()].some(startsWith);
        case 'tag-value':
            return [...secret.tags.values()].some(startsWith);
        case 'all': {
            const present = attributes(secret).flatMap(words);
            const asked = wanted.toLowerCase().match(/[a-z0-9]+/g) ?? [];
            return asked.every((word) => present.some((other) => other.startsWith(word)));
        }
        case 'primary-region':
        case 'owning-service':
            return false; // no secret here is replicated or owned by a service
    }
}

export function matches(secret: Secret, filters: readonly Filter[]): boolean {
    return filters.every((filter) =>
        filter.Values.some((text) =>
            text.startsWith('!')
                ? !matchesValue(secret, filter.Key, text.slice(1))
                : matchesValue(secret, filter.Key, text)
        )
    );
}
