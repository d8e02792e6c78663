import type { Version } from '../api/collections.js';

export interface VersionRow {
  readonly name: string;
  /** JSON or a name; undefined where that version does not say. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Two versions line by line, but for the prompt: each parameter, mode, timeout and retry setting that either of them has. */
export function toVersionRows(before: Version, after: Version, slugOf: (providerId: string) => string): VersionRow[] {
  const [left, right] = [before, after].map((version) => new Map(linesOf(version, slugOf)));
  const names = new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])]);
  return [...names].map((name) => ({ name, before: left?.get(name), after: right?.get(name) }));
}

function linesOf(version: Version, slugOf: (providerId: string) => string): [string, string][] {
  const { providerId, model, parameters, parameterModes, timeouts, retry } = version;
  return [
    ['Model', `@${slugOf(providerId)}/${model}`],
    ...membersOf('Parameter', parameters),
    ...Object.entries(parameterModes).map(([name, mode]): [string, string] => [`Mode of ${name}`, mode]),
    ...membersOf('Timeout', timeouts),
    ...membersOf('Retry', retry),
  ];
}

function membersOf(kind: string, values: object): [string, string][] {
  return Object.entries(values).map(([name, value]: [string, unknown]) => [
    `${kind} ${name}`,
    JSON.stringify(value, null, 1),
  ]);
}
