/** Kinds of failure after which the next target is called. */
export const FALLBACK_TRIGGERS = [
  'unavailable',
  'timeout',
  'rate_limited',
  'credentials',
  'quota',
  'context_window',
  'content_policy',
  'capability',
  'policy',
] as const;

export type FallbackTrigger = (typeof FALLBACK_TRIGGERS)[number];

/** Of a rule that names none, and of direct calls: another target may do better, and the answer stays what was asked for. */
export const DEFAULT_FALLBACK_ON: ReadonlySet<FallbackTrigger> = new Set<FallbackTrigger>([
  'unavailable',
  'timeout',
  'rate_limited',
  'credentials',
  'quota',
]);
