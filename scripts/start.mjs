// `npm start`: builds when needed, then serves in this same process, so that signals reach it.
import { buildIfStale } from './build-if-stale.mjs';

buildIfStale();
// A cluster's workers are forked from this very script and find it built.
await import('../dist/src/main.js');
