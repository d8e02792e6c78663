import { Get, Query } from '@nestjs/common';
import { InjectEntityManager } from '@nestjs/typeorm';
import type { EntityManager } from 'typeorm';
import { AdminController } from '../../core/http/admin-controller.js';
import { ApiAction } from '../../core/http/api-action.js';
import type { Page } from '../../core/http/page.js';
import { RuleTargetsQuery, RuleTargetView } from './rule-target.dto.js';
import { loadRuleTargets } from './rule-targets.query.js';

/** Where variants, and through them providers, are used. */
@AdminController('rule-targets', 'Rules')
export class RuleTargetsController {
  constructor(@InjectEntityManager() private readonly manager: EntityManager) {}

  @Get()
  @ApiAction('List the arms and fallbacks of all rules, each with the version that it serves', { page: RuleTargetView })
  list(@Query() query: RuleTargetsQuery): Promise<Page<RuleTargetView>> {
    return loadRuleTargets(this.manager, query);
  }
}
