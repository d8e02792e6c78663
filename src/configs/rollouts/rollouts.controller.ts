import { Body, Get, Post, Put, Query } from '@nestjs/common';
import { AdminController } from '../../core/http/admin-controller.js';
import { ApiAction } from '../../core/http/api-action.js';
import { mapPage, type Page } from '../../core/http/page.js';
import { IfMatch, type Precondition } from '../../core/http/etag.js';
import { IdParam, ResourceParam } from '../../core/http/resource-param.js';
import { Config } from '../configs/config.entity.js';
import type { RulePlace } from '../targeting/targeting-rules.service.js';
import type { RolloutAction } from './plan-transition.js';
import {
  PutRolloutBody,
  RolloutsQuery,
  RolloutSummaryView,
  RolloutView,
  toRolloutSummary,
  toRolloutView,
} from './rollout.dto.js';
import { RolloutsService } from './rollouts.service.js';

@AdminController('rollouts', 'Rollouts')
export class RolloutListController {
  constructor(private readonly rollouts: RolloutsService) {}

  @Get()
  @ApiAction('List the rollouts of all rules, the newest first', { page: RolloutSummaryView })
  async list(@Query() query: RolloutsQuery): Promise<Page<RolloutSummaryView>> {
    return mapPage(await this.rollouts.list(query), toRolloutSummary);
  }
}

const CONFIG = { entity: Config, column: 'slug', what: 'config' } as const;

@AdminController('configs/:id/rules/:ruleId/rollout', 'Rollouts')
export class RolloutsController {
  constructor(private readonly rollouts: RolloutsService) {}

  @Put()
  @ApiAction('Begin to roll out an arm of a rule, step by step', { ok: RolloutView })
  async put(
    @ResourceParam('id', CONFIG) configId: string,
    @IdParam('ruleId') ruleId: string,
    @Body() body: PutRolloutBody,
  ): Promise<RolloutView> {
    await this.rollouts.put({ configId, ruleId }, body);
    return this.get(configId, ruleId);
  }

  @Get()
  @ApiAction("Read a rule's latest rollout, its state and its history", { ok: RolloutView })
  async get(@ResourceParam('id', CONFIG) configId: string, @IdParam('ruleId') ruleId: string): Promise<RolloutView> {
    const { rollout, entries } = await this.rollouts.get({ configId, ruleId });
    return toRolloutView(rollout, entries);
  }

  @Post('pause')
  @ApiAction('Stay at the step', { created: RolloutView })
  pause(
    @ResourceParam('id', CONFIG) configId: string,
    @IdParam('ruleId') ruleId: string,
    @IfMatch() precondition: Precondition,
  ): Promise<RolloutView> {
    return this.act({ configId, ruleId }, 'pause', precondition);
  }

  @Post('resume')
  @ApiAction('Go on: the step begins anew', { created: RolloutView })
  resume(
    @ResourceParam('id', CONFIG) configId: string,
    @IdParam('ruleId') ruleId: string,
    @IfMatch() precondition: Precondition,
  ): Promise<RolloutView> {
    return this.act({ configId, ruleId }, 'resume', precondition);
  }

  @Post('advance')
  @ApiAction('Begin the next step now; after the last one the rollout is completed', { created: RolloutView })
  advance(
    @ResourceParam('id', CONFIG) configId: string,
    @IdParam('ruleId') ruleId: string,
    @IfMatch() precondition: Precondition,
  ): Promise<RolloutView> {
    return this.act({ configId, ruleId }, 'advance', precondition);
  }

  @Post('complete')
  @ApiAction('Give the arm the weight of the last step now, and end the rollout', { created: RolloutView })
  complete(
    @ResourceParam('id', CONFIG) configId: string,
    @IdParam('ruleId') ruleId: string,
    @IfMatch() precondition: Precondition,
  ): Promise<RolloutView> {
    return this.act({ configId, ruleId }, 'complete', precondition);
  }

  @Post('rollback')
  @ApiAction('Give the rule the split that it had before, and end the rollout', { created: RolloutView })
  rollback(
    @ResourceParam('id', CONFIG) configId: string,
    @IdParam('ruleId') ruleId: string,
    @IfMatch() precondition: Precondition,
  ): Promise<RolloutView> {
    return this.act({ configId, ruleId }, 'rollback', precondition);
  }

  private async act(place: RulePlace, action: RolloutAction, precondition: Precondition): Promise<RolloutView> {
    await this.rollouts.act(place, action, precondition);
    return this.get(place.configId, place.ruleId);
  }
}
