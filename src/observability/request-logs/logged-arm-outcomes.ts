import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { ArmOutcomes, ArmOutcomesReader, ArmPeriod } from '../../core/arm-outcomes.js';
import { boundedQuery } from './bounded-query.js';

/**
 * The arm that was drawn answered, or was the last to fail, where the row has its weight. Else a fallback was called for
 * it, and the first attempt tells which arm it was: it failed, unless what the caller sent was too long or refused. What
 * an open breaker kept from the arm is no evidence of it: one broken client can open it for all. Attempts of older
 * records have no id of their variant, and its name may have changed since.
 *
 * A vendor's 404 is a model that the variant names and the vendor does not have, its 429 a limit of our account; other
 * 4xx are the caller's. Rows are chosen by the revision that they were planned with, since replicas' clocks differ; their
 * time only bounds what is read. Answers of other arms are left out before the sort: a million rows, a tenth of them the
 * arm's, take 0.6 s instead of 4.2.
 */
const OUTCOMES = `
  WITH drawn AS (
    SELECT coalesce(subject_hash, session_id, log.request_id::text) AS subject, log.started_at, log.request_id, log.latency_ms,
      CASE WHEN arm_weight IS NOT NULL THEN log.variant_id = $2 AND log.version = $4
        WHEN first.reason <> 'skipped' THEN coalesce(first.variant_id = $2, first.variant = $3) AND first.version = $4 END AS on_arm,
      arm_weight IS NOT NULL AND error_code IS NULL AND NOT aborted AS answered,
      CASE WHEN arm_weight IS NOT NULL
        THEN error_code <> 'cut_by_shutdown' AND NOT aborted AND (status < 400 OR status >= 500 OR status IN (404, 429))
        ELSE NOT EXISTS (SELECT FROM request_attempts AS attempt
          WHERE attempt.started_at = log.started_at AND attempt.request_id = log.request_id
            AND attempt.reason IN ('fallback', 'continued') AND attempt.because IN ('context_window', 'content_policy'))
      END IS TRUE AS failed
    FROM request_logs AS log
    LEFT JOIN LATERAL (
      SELECT attempt.reason, attempt.variant_id, attempt.variant, attempt.version FROM request_attempts AS attempt
      WHERE log.arm_weight IS NULL AND attempt.number = 1 AND attempt.started_at >= $6::timestamptz - interval '10 minutes'
        AND attempt.started_at = log.started_at AND attempt.request_id = log.request_id
    ) AS first ON true
    WHERE rule_id = $1 AND shadow_of IS NULL AND config_revision >= $5 AND log.started_at >= $6::timestamptz - interval '10 minutes'
  ), judged AS (
    SELECT on_arm, answered, failed, latency_ms > $7 AND answered AS slow,
      count(*) FILTER (WHERE failed) OVER earlier = 0 AS before_failure,
      count(*) FILTER (WHERE latency_ms > $7 AND answered) OVER earlier_on_arm = 0 AS before_slow
    FROM drawn WHERE on_arm OR (NOT on_arm AND failed)
    WINDOW earlier AS (
      PARTITION BY subject ORDER BY started_at, request_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), earlier_on_arm AS (
      PARTITION BY subject, on_arm ORDER BY started_at, request_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
  )
  SELECT
    count(*) FILTER (WHERE on_arm)::integer AS "calls",
    count(*) FILTER (WHERE on_arm AND before_failure AND (answered OR failed))::integer AS "trials",
    count(*) FILTER (WHERE on_arm AND before_failure AND failed)::integer AS "failures",
    count(*) FILTER (WHERE NOT on_arm AND before_failure AND failed)::integer AS "otherFailures",
    count(*) FILTER (WHERE on_arm AND before_slow AND answered)::integer AS "answers",
    count(*) FILTER (WHERE on_arm AND before_slow AND slow)::integer AS "slow"
  FROM judged`;

const NOTHING: ArmOutcomes = { calls: 0, trials: 0, failures: 0, otherFailures: 0, answers: 0, slow: 0 };

@Injectable()
export class LoggedArmOutcomes implements ArmOutcomesReader {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async load(period: ArmPeriod): Promise<ArmOutcomes> {
    const { ruleId, variantId, variantName, version, sinceRevision, since, slowMs } = period;
    const parameters = [ruleId, variantId, variantName, version, sinceRevision, since, slowMs];
    const [outcomes = NOTHING] = await boundedQuery<ArmOutcomes>(this.dataSource, OUTCOMES, parameters);
    return outcomes;
  }
}
