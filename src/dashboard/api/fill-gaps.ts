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
  const step = GRAIN_MS[grain];
  const items = new Map(usage.items.map((item) => [Date.parse(item.group[grain] ?? ''), item]));
  const first = Math.floor(Date.parse(usage.from) / step) * step;
  const count = Math.max(0, Math.ceil((Date.parse(usage.to) - first) / step));
  return Array.from({ length: count }, (_, index) => {
    const at = first + index * step;
    return { at, item: items.get(at) };
  });
}
