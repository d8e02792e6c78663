// `npm run migrate`: builds when needed, runs pending migrations and ends.
import { buildIfStale } from './build-if-stale.mjs';

buildIfStale();
await import('../dist/src/migrate.js');
