import * as z from 'zod/mini';
import { filterSearch } from '../log/log-search.js';

export const PERIODS = ['24h', '7d', '30d'] as const;
export type Period = (typeof PERIODS)[number];

export const GROUPS = [
  'model',
  'provider',
  'vendor',
  'config',
  'variant',
  'environment',
  'secret',
  'client',
  'endpoint',
] as const;

export const MEASURES = ['cost', 'requests', 'errors', 'input tokens', 'output tokens', 'p95 latency'] as const;
export type Measure = (typeof MEASURES)[number];

export const usageSearch = z.object({
  ...filterSearch,
  period: z.catch(z.optional(z.enum(PERIODS)), undefined),
  /** A dimension of the API, `tag.<key>` among them. */
  group: z.catch(z.optional(z.string()), undefined),
  /** A second dimension, within the first. */
  then: z.catch(z.optional(z.string()), undefined),
  measure: z.catch(z.optional(z.enum(MEASURES)), undefined),
});
