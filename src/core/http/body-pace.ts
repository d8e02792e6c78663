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

/** Chunks that a body may have whatever is in them, and what each of more must hold on average. */
const FREE_CHUNKS = 50_000;
const MEAN_BYTES = 32;

/** Taking tiny chunks apart costs the gateway far more than it costs their sender. */
export function isFragmented(chunks: number, bytes: number): boolean {
  return chunks > FREE_CHUNKS && bytes < chunks * MEAN_BYTES;
}
