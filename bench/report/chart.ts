/** Bars on a logarithmic scale as SVG: how long each sync takes beside the naive walk. */
import type { Figures } from './figures.js';

const BAR_HEIGHT = 12;
const ROW_HEIGHT = 2 * BAR_HEIGHT + 12;
const LABEL_WIDTH = 150;
const PLOT_WIDTH = 480;
const VALUE_WIDTH = 90;
const TOP = 44;
const SHORTEST_SECONDS = 0.01;

/** Of those that a naive walk was made of. */
export function chartOf(all: readonly Figures[], title: string): string {
    const figures = all.flatMap(({ naive, ...each }) =>
        naive === null ? [] : [{ ...each, naive, seconds: each.times.at(-1)?.seconds ?? 0 }]
    );
    const longest = Math.max(1, ...figures.flatMap(({ seconds, naive }) => [seconds, naive.seconds]));
    const decades = Math.log10(longest / SHORTEST_SECONDS);
    const widthOf = (seconds: number): number =>
        Math.max(1, (Math.log10(Math.max(seconds, SHORTEST_SECONDS) / SHORTEST_SECONDS) / decades) * PLOT_WIDTH);
    const bar = (y: number, seconds: number, colour: string, about: string): string => {
        const width = widthOf(seconds).toFixed(1);
        const text = `${about}${seconds.toFixed(seconds < 10 ? 2 : 0)} s`;
        return (
            `  <rect x="${LABEL_WIDTH}" y="${y}" width="${width}" height="${BAR_HEIGHT}" fill="${colour}"/>\n` +
            `  <text x="${(LABEL_WIDTH + Number(width) + 5).toFixed(1)}" y="${y + BAR_HEIGHT - 2}">${text}</text>\n`
        );
    };
    const rows = figures.map(({ size, sync, seconds, naive }, index) => {
        const y = TOP + index * ROW_HEIGHT;
        const label = `  <text x="${LABEL_WIDTH - 8}" y="${y + BAR_HEIGHT + 4}" text-anchor="end">${size} ${sync}</text>\n`;
        const about = naive.share < 1 ? '≈ ' : '';
        return label + bar(y, seconds, '#2f6f4f', '') + bar(y + BAR_HEIGHT, naive.seconds, '#c9a227', about);
    });
    const width = LABEL_WIDTH + PLOT_WIDTH + VALUE_WIDTH;
    const height = TOP + figures.length * ROW_HEIGHT;
    return (
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">\n` +
        `  <rect width="${width}" height="${height}" fill="#ffffff"/>\n` +
        `  <text x="8" y="16" font-size="13">${title}</text>\n` +
        `  <text x="8" y="32" fill="#2f6f4f">this package</text>\n` +
        `  <text x="${LABEL_WIDTH - 60}" y="32" fill="#9c7c10">a naive walk (logarithmic scale)</text>\n` +
        `${rows.join('')}</svg>\n`
    );
}
