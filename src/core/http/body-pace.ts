/** A body that brings less than this in this time is not on its way any more. */
const PERIOD_MS = 30_000;
const PERIOD_BYTES = 1024;

/**
 * Calls `onStall` once a body that is being read has become too slow.
 *
 * @param received bytes so far
 * @returns ends the watch
 */
export function watchPace(received: () => number, onStall: () => void): () => void {
  let before = 0;
  const timer = setInterval(() => {
    const now = received();
    if (now - before >= PERIOD_BYTES) {
      before = now;
      return;
    }
    clearInterval(timer);
    onStall();
  }, PERIOD_MS);
  timer.unref();
  return () => clearInterval(timer);
}
