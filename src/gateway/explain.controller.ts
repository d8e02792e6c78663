import { randomUUID } from 'node:crypto';
import { Body, HttpCode, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { SnapshotStore } from '../configs/snapshot/snapshot-store.js';
import type { ConfigSnapshot, EnvironmentEntry } from '../configs/snapshot/config-snapshot.js';
import { NotFoundError, UnavailableError } from '../core/errors.js';
import { FormFields, toFormFields } from '../core/form-fields.js';
import { AdminController } from '../core/http/admin-controller.js';
import { IdParam } from '../core/http/fields.js';
import { ChangesNothing } from '../core/http/write-log.interceptor.js';
import { ExplainBody } from './explain.dto.js';
import type { GatewayRequest } from './planning/gateway-request.js';
import { planRoute } from './planning/plan-route.js';
import { readFormRequest, readRequest } from './planning/read-request.js';
import type { PlanReason, Target } from './planning/route-plan.js';

interface Explanation {
  readonly revision: string;
  readonly targets: readonly ExplainedTarget[];
  readonly reasons: readonly PlanReason[];
}

interface ExplainedTarget {
  readonly provider: string;
  readonly vendor: string;
  readonly model: string;
  readonly variant: string | null;
  readonly version: number | null;
}

/** Says where a call would go and why, by the function that plans live calls, on the same snapshot. Calls nothing. */
@AdminController('configs', 'Configs')
export class ExplainController {
  constructor(private readonly store: SnapshotStore) {}

  @Post(':id/explain')
  @HttpCode(200)
  @ChangesNothing()
  @ApiOperation({ summary: 'Plan a call through this config without making it' })
  explain(@IdParam('id') id: string, @Body() body: ExplainBody): Explanation {
    const snapshot = this.store.current;
    if (snapshot === null) throw new UnavailableError('The configuration is not loaded yet.');
    if (!snapshot.configsById.has(id))
      throw new NotFoundError('config_not_found', `There is no config with the id ${id}.`);
    const environment = environmentOf(snapshot, body.environmentId);
    const request = requestOf(body, configOf(body, id));
    const { targets, reasons, revision } = planRoute({ id: randomUUID(), snapshot, environment }, request);
    return { revision, reasons, targets: targets.map(toView) };
  }
}

function environmentOf(snapshot: ConfigSnapshot, id: string): EnvironmentEntry {
  const environment = snapshot.environmentsById.get(id.toLowerCase());
  if (environment === undefined)
    throw new NotFoundError('environment_not_found', `There is no environment with the id ${id}.`, 'environmentId');
  return environment;
}

/** The path names the config, unless the headers under test name one. */
function configOf(body: ExplainBody, id: string): string {
  const header = Object.entries(body.headers ?? {}).find(([name]) => name.toLowerCase() === 'x-llmops-config');
  return typeof header?.[1] === 'string' ? header[1] : id;
}

/** Transcriptions are asked for by forms, whose fields may also be written as the JSON that they mean. */
function requestOf({ endpoint, body }: ExplainBody, header: string): GatewayRequest {
  if (endpoint !== 'audio/transcriptions') return readRequest(endpoint, Buffer.from(JSON.stringify(body)), header);
  const fields = new FormFields(Number.MAX_SAFE_INTEGER);
  for (const { name, value } of toFormFields(body)) fields.add(name, value);
  return readFormRequest(endpoint, { fields: fields.toObject(), file: null }, header);
}

function toView(target: Target): ExplainedTarget {
  return {
    provider: target.account.slug,
    vendor: target.account.vendor,
    model: target.model,
    variant: target.version?.variantName ?? null,
    version: target.version?.version ?? null,
  };
}
