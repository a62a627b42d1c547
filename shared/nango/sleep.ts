/** Waiting. The sandbox has `setTimeout` but neither `clearTimeout` nor timers/promises. */
export function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
        setTimeout(resolve, ms);
    });
}
