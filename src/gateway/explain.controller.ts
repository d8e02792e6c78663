import { randomUUID } from 'node:crypto';
import { Body, HttpCode, Inject, Param, Post } from '@nestjs/common';
import type { ConfigSnapshot } from '../configs/snapshot/config-snapshot.js';
import { SnapshotStore } from '../configs/snapshot/snapshot-store.js';
import { TargetingRulesService } from '../configs/targeting/targeting-rules.service.js';
import { InvalidRequestError, UnavailableError } from '../core/errors.js';
import { FormFields, toFormFields } from '../core/form-fields.js';
import { AdminController } from '../core/http/admin-controller.js';
import { existing, malformed } from '../core/http/admin-errors.js';
import { ApiAction } from '../core/http/api-action.js';
import { toPointer } from '../core/http/problem-details.js';
import { type PolicyDefaults, SETTINGS } from '../core/settings.js';
import { ChangesNothing } from '../core/http/write-log.interceptor.js';
import type { JsonObject } from '../core/json.js';
import { findEnvironment } from './environment.guard.js';
import { explainRules, explainTarget, planForExplanation } from './explain.js';
import { ExplainBody, ExplanationView } from './explain.dto.js';
import { ENDPOINT_SPECS } from './endpoints/index.js';
import type { GatewayRequest } from './endpoints/gateway-request.js';
import { readFormRequest, readRequest } from './endpoints/read-request.js';

/** Says where a call would go and why, by the function that plans live calls, on the same snapshot. Calls nothing. */
@AdminController('configs', 'Configs')
export class ExplainController {
  constructor(
    private readonly store: SnapshotStore,
    private readonly rules: TargetingRulesService,
    @Inject(SETTINGS) private readonly settings: PolicyDefaults,
  ) {}

  @Post(':id/explain')
  @HttpCode(200)
  @ChangesNothing()
  @ApiAction('Plan a call through this config without making it', { ok: ExplanationView })
  async explain(@Param('id') id: string, @Body() body: ExplainBody): Promise<ExplanationView> {
    const snapshot = this.store.current;
    if (snapshot === null) throw new UnavailableError('The configuration is not loaded yet.');
    const config = existing(findConfig(snapshot, id), 'config');
    const environment = existing(findEnvironment(snapshot, body.environmentId), 'environment');
    const headers = toHeaders(body.headers ?? {});
    const request = requestOf(body, headers['x-llmops-config'] ?? config.id);
    const requestId = body.requestId?.toLowerCase() ?? randomUUID();
    const planned = planForExplanation({ id: requestId, snapshot, environment, headers }, request);
    const { targets, shadows, reasons, error } = planned;
    const step = reasons.find((reason) => reason.step === 'config');
    const chosen = step === undefined ? undefined : snapshot.configsBySlug.get(step.config);
    const disabled = chosen === undefined ? [] : await this.rules.findDisabled(chosen.id, environment.id);
    const calledFor = { settings: this.settings, environment: environment.slug };
    return {
      revision: snapshot.revision,
      environment: environment.slug,
      config: chosen?.slug ?? null,
      error,
      rules: explainRules(chosen?.rules.get(environment.id) ?? [], disabled, { request, headers }),
      reasons: [...reasons],
      targets: await Promise.all(targets.map((target) => explainTarget(request, target, calledFor))),
      shadows: await Promise.all(shadows.map((target) => explainTarget(request, target, calledFor))),
    };
  }
}

function findConfig({ configsById, configsBySlug }: ConfigSnapshot, idOrSlug: string) {
  return configsById.get(idOrSlug.toLowerCase()) ?? configsBySlug.get(idOrSlug);
}

/** As a request would carry them. The path names the config, unless these do. */
function toHeaders(given: JsonObject): Record<string, string | undefined> {
  const texts = Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts.map(([name, value]) => [name.toLowerCase(), value]));
}

/** @throws BadRequestException where the gateway could not read such a call */
function requestOf(body: ExplainBody, header: string): GatewayRequest {
  try {
    return readCall(body, header);
  } catch (error) {
    if (!(error instanceof InvalidRequestError)) throw error;
    const path = error.param === null ? [] : error.param.split('.');
    throw malformed([{ pointer: toPointer(['body', ...path]), detail: error.message }]);
  }
}

/** The fields of a form may also be written as the JSON that they mean. */
function readCall({ endpoint: path, body }: ExplainBody, header: string): GatewayRequest {
  const endpoint = existing(
    ENDPOINT_SPECS.find((spec) => spec.path === path),
    'endpoint',
  );
  if (endpoint.input === 'json') return readRequest(endpoint, Buffer.from(JSON.stringify(body)), header);
  const fields = new FormFields(Number.MAX_SAFE_INTEGER);
  for (const { name, value } of toFormFields(body)) fields.add(name, value);
  return readFormRequest(endpoint, { fields: fields.toObject(), file: null }, header);
}
