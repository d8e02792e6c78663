// `npm run rotate-key`: builds when needed, seals every credential with the first key and ends.
import { buildIfStale } from './build-if-stale.mjs';

buildIfStale();
await import('../dist/src/startup/rotate-key.js');
