import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { boundedReading } from './request-logs/bounded-query.js';
import { picoOf } from './rollups/measures.js';

interface CostRow {
  readonly rule_id: string;
  readonly variant_id: string;
  readonly cost: string;
}

/** Also what failed attempts cost: it is spent. */
const COSTS = `SELECT rule_id, variant_id, sum(coalesce(cost, 0) + coalesce(wasted_cost, 0))::text AS cost
  FROM request_logs WHERE shadow_of IS NOT NULL AND started_at >= $1 GROUP BY rule_id, variant_id`;
const FOUND = `SELECT request_id FROM request_logs WHERE started_at >= $1 AND request_id = ANY($2::uuid[])`;

export interface LoggedCosts {
  /** Pico-USD, of all replicas, by `shadowKeyOf` the rule and variant. */
  readonly costs: ReadonlyMap<string, bigint>;
  /** Those of the calls that are in the sums. */
  readonly logged: readonly string[];
}

/** What the log knows of what shadows cost. */
@Injectable()
export class ShadowCosts {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Since then. @param requestIds calls that may not be in the log yet */
  load(since: Date, requestIds: readonly string[]): Promise<LoggedCosts> {
    return boundedReading(this.dataSource, async (query) => {
      const rows = await query<CostRow>(COSTS, [since]);
      const found = await query<{ request_id: string }>(FOUND, [since, requestIds]);
      return {
        costs: new Map(rows.map(({ rule_id, variant_id, cost }) => [shadowKeyOf(rule_id, variant_id), picoOf(cost)])),
        logged: found.map(({ request_id }) => request_id),
      };
    });
  }
}

/** A rule has one shadow of a variant, whichever of its versions it is. */
export function shadowKeyOf(ruleId: string, variantId: string): string {
  return `${ruleId} ${variantId}`;
}
