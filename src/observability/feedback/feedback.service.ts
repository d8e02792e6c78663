import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { existing, noSuch, unprocessable } from '../../core/http/admin-errors.js';
import { clientOf } from '../client-of.js';
import { ExperimentCounts } from '../experiments/experiment-counts.js';
import { exposureOf, type DrawnCall } from '../experiments/exposure.js';
import { FEEDBACK_PREFIX, UNITS_PER_ONE } from '../experiments/measure-call.js';
import { writeExperimentCounts } from '../experiments/write-moments.js';
import { ensurePartitions } from '../partitions.js';
import type { FeedbackBody, FeedbackSource, FeedbackView } from './feedback.dto.js';

/** A record arrives a moment after its reply: feedback that comes sooner waits for it. */
const WAITS_MS = [100, 200, 400, 800, 1_500];
/** Older requests have had their time to arrive. */
const ARRIVES_WITHIN_MS = 60_000;
/** Waiting at once in this process; one more is answered without waiting. */
const MAX_WAITING = 200;
const MAX_NAMES = 20;

/** Who gives it. */
export interface FeedbackGiver {
  readonly givenBy: FeedbackSource;
  /** Whose requests alone may be judged; null for all. */
  readonly environmentId: string | null;
}

interface JudgedRow extends DrawnCall {
  /** To the microsecond. */
  readonly place: string;
  readonly environment_id: string;
  /** What the request's feedback of this name is now; null where it has none. */
  readonly value: number | null;
  /** Names of its other feedback. */
  readonly others: number;
}

interface FeedbackRow {
  readonly name: string;
  readonly value: number;
  readonly comment: string | null;
  readonly given_by: FeedbackSource;
  readonly given_at: Date;
}

/** Takes what callers and administrators say of answers. The same again changes nothing, another value takes its place. */
@Injectable()
export class FeedbackService {
  private waiting = 0;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @throws NotFoundException UnprocessableEntityException */
  async give(body: FeedbackBody, giver: FeedbackGiver): Promise<FeedbackView> {
    const { requestId, name, value, comment = null } = body;
    const feedback = { requestId: requestId.toLowerCase(), name, value, comment };
    const day = await this.awaitDay(feedback.requestId);
    if (day === null) throw noSuch('request');
    await this.ensurePartition(day);
    const row = await this.dataSource.transaction((manager) => write(manager, feedback, giver));
    return toFeedbackView(feedback.requestId, row);
  }

  /** The day of the request's record, for which a request that was made just now waits a little; null where there is none. */
  private async awaitDay(requestId: string): Promise<string | null> {
    const isNew = Math.abs(Date.now() - timeOf(requestId)) < ARRIVES_WITHIN_MS;
    const waits = isNew && this.waiting < MAX_WAITING ? WAITS_MS : [];
    this.waiting++;
    try {
      let day = await this.findDay(requestId);
      for (const wait of waits) {
        if (day !== null) break;
        await delay(wait);
        day = await this.findDay(requestId);
      }
      return day;
    } finally {
      this.waiting--;
    }
  }

  private async findDay(requestId: string): Promise<string | null> {
    const [row] = await this.dataSource.query<{ day: string }[]>(
      `SELECT to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day FROM request_logs WHERE request_id = $1`,
      [requestId],
    );
    return row?.day ?? null;
  }

  /** Days of before there was feedback have none. */
  private async ensurePartition(day: string): Promise<void> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await ensurePartitions(await clientOf(runner), [day]);
    } finally {
      await runner.release();
    }
  }
}

/** Milliseconds since 1970, of a UUID of version 7. */
function timeOf(requestId: string): number {
  return Number.parseInt(requestId.replaceAll('-', '').slice(0, 12), 16);
}

async function write(manager: EntityManager, body: FeedbackBody, giver: FeedbackGiver): Promise<FeedbackRow> {
  const { requestId, name, value, comment = null } = body;
  const judged = await lockRequest(manager, body, giver);
  if (judged.others >= MAX_NAMES) {
    throw unprocessable([{ pointer: '/name', detail: `the request has feedback of ${MAX_NAMES} other names already` }]);
  }
  const rows = await manager.query<FeedbackRow[]>(
    `INSERT INTO request_feedback (started_at, request_id, name, value, comment, given_by)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (started_at, request_id, name) DO UPDATE
       SET value = excluded.value, comment = excluded.comment, given_by = excluded.given_by, given_at = excluded.given_at
     RETURNING name, value, comment, given_by, given_at`,
    [judged.place, requestId, name, value, comment, giver.givenBy],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('an insert that returns nothing');
  await writeExperimentCounts(await clientOf(manager.queryRunner), countFeedback(judged, row));
  return row;
}

/** Held until the transaction ends, so that two of one request come one after the other. */
async function lockRequest(
  manager: EntityManager,
  { requestId, name }: FeedbackBody,
  giver: FeedbackGiver,
): Promise<JudgedRow> {
  const [locked] = await manager.query<{ environment_id: string }[]>(
    'SELECT environment_id FROM request_logs WHERE request_id = $1 FOR NO KEY UPDATE',
    [requestId],
  );
  const isJudgeable = locked !== undefined && [locked.environment_id, null].includes(giver.environmentId);
  if (!isJudgeable) throw noSuch('request');
  // What others had written while this waited for the lock is seen by a statement of its own only.
  const [row] = await manager.query<JudgedRow[]>(
    `SELECT to_char(log.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS place, environment_id,
       log.request_id, rule_id, variant_id, version, arm_weight, subject_hash, split_id::text, drawn_arm,
       (SELECT value FROM request_feedback AS given WHERE given.started_at = log.started_at
         AND given.request_id = log.request_id AND given.name = $2) AS value,
       (SELECT count(*)::integer FROM request_feedback AS given WHERE given.started_at = log.started_at
         AND given.request_id = log.request_id AND given.name <> $2) AS others
     FROM request_logs AS log WHERE log.request_id = $1`,
    [requestId, name],
  );
  return existing(row, 'request');
}

/** The value in place of the one that it had. */
function countFeedback(judged: JudgedRow, { name, value }: FeedbackRow): ExperimentCounts {
  const counts = new ExperimentCounts();
  const exposure = exposureOf(judged);
  if (exposure === null) return counts;
  const metric = `${FEEDBACK_PREFIX}${name}` as const;
  const toUnits = (given: number) => BigInt(Math.round(given * UNITS_PER_ONE.feedback));
  if (judged.value !== null)
    counts.measure(exposure, judged.place, { metric, value: toUnits(judged.value), times: -1 });
  counts.measure(exposure, judged.place, { metric, value: toUnits(value), times: 1 });
  return counts;
}

function toFeedbackView(requestId: string, row: FeedbackRow): FeedbackView {
  const { name, value, comment, given_by: givenBy, given_at: givenAt } = row;
  return { requestId, name, value, comment, givenBy, givenAt: givenAt.toISOString() };
}
