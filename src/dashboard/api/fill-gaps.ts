import { GRAIN_MS } from './period.js';
import type { Usage } from './usage.js';

export interface Step {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Undefined where there was no request. */
  readonly item: Usage['items'][number] | undefined;
}

/** Usage over time with a step for each minute, hour or day of its period, also where nothing happened. */
export function fillGaps(usage: Usage, grain: keyof typeof GRAIN_MS): Step[] {
  const items = new Map(usage.items.map((item) => [Date.parse(item.group[grain] ?? ''), item]));
  return stepsOf(usage, grain).map((at) => ({ at, item: items.get(at) }));
}

/** When each minute, hour or day of a period begins, in milliseconds since 1970. */
export function stepsOf({ from, to }: Pick<Usage, 'from' | 'to'>, grain: keyof typeof GRAIN_MS): number[] {
  const step = GRAIN_MS[grain];
  const first = Math.floor(Date.parse(from) / step) * step;
  const count = Math.max(0, Math.ceil((Date.parse(to) - first) / step));
  return Array.from({ length: count }, (_, index) => first + index * step);
}
