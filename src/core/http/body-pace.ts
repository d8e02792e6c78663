/** A body that brings less than this in this time is given up. */
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

/** Chunks that a body may have whatever their size, and what each must hold on average where there are more. */
const FREE_CHUNKS = 50_000;
const MEAN_BYTES = 32;

/** Parsing tiny chunks costs the gateway far more than sending them costs a client. */
export function isFragmented(chunks: number, bytes: number): boolean {
  return chunks > FREE_CHUNKS && bytes < chunks * MEAN_BYTES;
}
