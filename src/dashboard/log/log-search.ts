import * as z from 'zod/mini';
import { PERIODS } from '../api/period.js';

export const LOG_PERIODS = [...PERIODS, 'all'] as const;
export type LogPeriod = (typeof LOG_PERIODS)[number];

/** A link may say 200 where the filter is the text `200`: both are the same here. What is not understood is not there. */
const filter = z.catch(
  z.pipe(
    z.optional(z.union([z.string(), z.number(), z.boolean()])),
    z.transform((value) => (value === undefined ? undefined : String(value))),
  ),
  undefined,
);

/** The filters of the log and of usage. */
export const filterSearch = {
  from: filter,
  to: filter,
  environment: filter,
  config: filter,
  variant: filter,
  provider: filter,
  vendor: filter,
  model: filter,
  endpoint: filter,
  status: filter,
  outcome: filter,
  finishReason: filter,
  secret: filter,
  client: filter,
  session: filter,
  traceId: filter,
  minLatencyMs: filter,
  streaming: filter,
  shadow: filter,
  requestId: filter,
  /** `key=value` */
  tag: filter,
};

export const logSearch = z.object({
  ...filterSearch,
  /** The request whose panel is open. */
  open: filter,
  /** Where no time is given: so much of what was last. */
  period: z.catch(z.optional(z.enum(LOG_PERIODS)), undefined),
  /** Counts by value are shown beside the list. */
  facets: z.catch(z.optional(z.boolean()), undefined),
  /** New requests appear by themselves. */
  live: z.catch(z.optional(z.boolean()), undefined),
});

export type LogFilters = { readonly [Name in keyof typeof filterSearch]?: string | undefined };

/** As the API takes them: a tag's key is part of the parameter's name. */
export function toQuery({ tag, ...rest }: LogFilters): Record<string, string> {
  const [key, ...value] = (tag ?? '').split('=');
  const named = Object.entries<string | undefined>(rest).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries([...named, ...(key ? [[`tag.${key}`, value.join('=')] as const] : [])]);
}
