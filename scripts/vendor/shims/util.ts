/** Node's `util` as bundled packages use it: to inherit, and to put values into a message. */
interface Class {
    readonly prototype: object;
}

export function inherits(child: Class, parent: Class): void {
    Object.setPrototypeOf(child.prototype, parent.prototype);
}

/** https://nodejs.org/api/util.html#utilformatformat-args, with `%s`, `%d` and `%j`. */
export function format(message: string, ...values: unknown[]): string {
    const text = message.replace(/%[sdj%]/g, (mark) => {
        if (mark === '%%') return '%';
        if (values.length === 0) return mark;
        const value = values.shift();
        if (mark === '%j') return JSON.stringify(value);
        return String(mark === '%d' ? Number(value) : value);
    });
    return [text, ...values].join(' ');
}

export default { format, inherits };
