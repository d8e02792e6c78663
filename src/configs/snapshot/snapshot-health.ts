import type { ConfigSnapshot } from './config-snapshot.js';

/** The revision is polled every second, so several polls in a row have failed after this long. */
const STALE_MS = 4_000;
const MOST_NAMED = 20;

/**
 * What an operator should know of a snapshot that serves, each in one sentence; none where all is well.
 * @param store the snapshot's age, and whether it was read from disk instead of the database
 */
export function snapshotWarnings(
  snapshot: ConfigSnapshot,
  { ageMs, isFromDisk }: { readonly ageMs: number; readonly isFromDisk: boolean },
): string[] {
  const broken = [...snapshot.accountsBySlug.values()].filter((account) => account.connection === null);
  const sealed = broken.filter(({ opens }) => !opens).map(({ slug }) => slug);
  const misfits = broken.filter(({ opens }) => opens).map(({ slug }) => slug);
  return [
    ...(isFromDisk || ageMs > STALE_MS
      ? [
          `the configuration cannot be read from the database${isFromDisk ? ' and comes from the copy on disk' : ''}: ` +
            `it was last known to be current ${Math.round(ageMs / 1000)} s ago`,
        ]
      : []),
    ...(sealed.length > 0
      ? [`the credentials of these providers do not open with LLMOPS_ENCRYPTION_KEY: ${listed(sealed)}`]
      : []),
    ...(misfits.length > 0 ? [`these providers cannot be used by this version: ${listed(misfits)}`] : []),
  ];
}

function listed(slugs: readonly string[]): string {
  const more = slugs.length - MOST_NAMED;
  return slugs.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
