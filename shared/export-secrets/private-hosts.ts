/**
 * Addresses that mean the machine itself or its surroundings (loopback, link-local with the cloud's metadata, multicast):
 * never a destination, and whoever connects there would hand out what only that machine may see. Hosts are hostile input.
 */
const NAMES =
    /^(?:localhost|ip6-localhost|ip6-loopback|broadcasthost|metadata|instance-data|.*\.(?:localhost|localdomain|internal))$/;
const QUAD = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

export function isPlainHost(text: string): boolean {
    const host = text.toLowerCase().replace(/\.$/, '');
    if (host === '' || host.includes('..') || NAMES.test(host)) return false;
    const quad = QUAD.exec(host);
    if (quad !== null) return isOutside(quad.slice(1));
    // 127.1, 2130706433, 0x7f.0.0.1: resolvers take them for addresses, and no host's name ends in a number.
    return !/^(?:\d+|0x[0-9a-f]*)$/.test(host.split('.').at(-1) ?? '');
}

function isOutside(parts: readonly string[]): boolean {
    // A leading zero is octal to some and decimal to others.
    if (parts.some((part) => (part.length > 1 && part.startsWith('0')) || Number(part) > 255)) return false;
    const [first = 0, second = 0] = parts.map(Number);
    return first !== 0 && first !== 127 && first < 224 && !(first === 169 && second === 254);
}
