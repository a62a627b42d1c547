/**
 * TO_CHAR and TO_VARCHAR of a date, time or timestamp by a format. Formats of numbers and of binary values are refused.
 * https://docs.snowflake.com/en/sql-reference/functions/to_char
 */
import { functionCall, inside, stringNode } from './ast.js';
import { unsupported } from './failures.js';

import type { Ast, AstNode } from './ast.js';

/** What strftime has for each; fractions of a second are cut to their digits. */
const ELEMENTS: Readonly<Record<string, string>> = {
    YYYY: '%Y',
    YY: '%y',
    MMMM: '%B',
    MON: '%b',
    MM: '%m',
    DD: '%d',
    DY: '%a',
    HH24: '%H',
    HH12: '%I',
    AM: '%p',
    PM: '%p',
    MI: '%M',
    SS: '%S'
};

export function formatted(value: Ast, format: Ast): AstNode {
    const written = inside(format, 'literal');
    if (written?.['literal_type'] !== 'string') throw unsupported('TO_CHAR with a format that is no constant');
    const parts: AstNode[] = [];
    let pattern = '';
    const close = (): void => {
        if (pattern !== '') parts.push(functionCall('SF_FORMAT', value, stringNode(pattern)));
        pattern = '';
    };
    for (const { element, literal } of elements(String(written['value']))) {
        const digits = /^FF([0-6])$/.exec(element ?? '')?.[1];
        if (element === undefined) pattern += literal.replaceAll('%', '%%');
        else if (digits !== undefined) {
            close();
            parts.push(functionCall('SF_FRACTION', value, stringNode(digits)));
        } else {
            const known = ELEMENTS[element];
            if (known === undefined) throw unsupported(`${element} in a format`);
            pattern += known;
        }
    }
    close();
    return functionCall('SF_CONCAT', functionCall('LIST_VALUE', ...parts), stringNode(''));
}

function elements(format: string): { element?: string; literal: string }[] {
    const found = [
        ...format.matchAll(/(YYYY|YY|MMMM|MON|MM|DD|DY|HH24|HH12|AM|PM|MI|SS|FF[0-9]?|TZH|TZM|TZD)|"([^"]*)"|[^]/gi)
    ].map(([whole, element, quoted]) =>
        element === undefined ? { literal: quoted ?? whole } : { element: element.toUpperCase(), literal: whole }
    );
    const ofDate = found.some((part) => 'element' in part && part.element !== 'MI');
    if (!ofDate) throw unsupported(`the format '${format}'`);
    return found;
}
