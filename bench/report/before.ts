/**
 * What the catalogue cost before its cells were read by one loop: the last commit without any work on its speed. To measure
 * it again, on an idle machine:
 *
 * ```sh
 * git worktree add ../before 0e06e57 && (cd ../before && npm ci --ignore-scripts && npx tsx scripts/build-vendor.ts && npm run compile)
 * npm run bench -- --sections syncs --sizes M --syncs columns,tables --latency 0 --read-with none --project ../before/integrations
 * ```
 */
export const BEFORE = {
    commit: '0e06e57',
    /**
     * Over a key pair, M, by SHOW, 0 ms a request; the best of three rounds that took turns with today's functions on an idle
     * machine, that of docs/performance.md. On another one, measure it anew.
     */
    recordsPerCpuSecond: { columns: 63_000, tables: 56_200 }
} as const;
