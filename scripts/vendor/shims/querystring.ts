/** Node's `querystring` as the driver writes with it, by Node's own `url`, which the sandbox has. */
import { format } from 'url';

export function stringify(fields: Readonly<Record<string, string | readonly string[]>>): string {
    return format({ query: fields }).slice(1);
}
