// `npm start`: builds when needed, then serves in this same process, so that signals reach it.
import { buildIfStale } from './build-if-stale.mjs';

buildIfStale();
stopWithNpm();
// A cluster's workers are forked from this very script and find it built.
await import('../dist/src/main.js');

/** npm runs scripts through a shell that dies of a SIGTERM without passing it on; an orphan would keep the port. */
function stopWithNpm() {
  if (process.env.npm_lifecycle_event !== 'start' || process.env.NODE_UNIQUE_ID !== undefined) return;
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 250);
  watch.unref();
}
