import { Body, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { AdminController } from '../../core/http/admin-controller.js';
import { ApiAction } from '../../core/http/api-action.js';
import { IfMatch, type Precondition } from '../../core/http/etag.js';
import { IdParam, ResourceParam } from '../../core/http/resource-param.js';
import { mapPage, PageQuery, type Page } from '../../core/http/page.js';
import {
  CreateRuleBody,
  ReorderRulesBody,
  RuleDetailView,
  RuleView,
  toRuleDetailView,
  toRuleView,
  UpdateRuleBody,
} from './targeting-rule.dto.js';
import { TargetingRulesService } from './targeting-rules.service.js';
import type { TargetingRule } from './targeting-rule.entity.js';
import { Config } from '../configs/config.entity.js';

const CONFIG = { entity: Config, column: 'slug', what: 'config' } as const;

@AdminController('configs/:id/rules', 'Rules')
export class TargetingRulesController {
  constructor(private readonly rules: TargetingRulesService) {}

  @Get()
  @ApiAction("List a config's rules in the order they are tried", { page: RuleView })
  async list(@ResourceParam('id', CONFIG) configId: string, @Query() page: PageQuery): Promise<Page<RuleView>> {
    return mapPage(await this.rules.list(configId, page), toRuleView);
  }

  @Post()
  @ApiAction('Create a rule with its split and fallbacks', { created: RuleDetailView })
  async create(@ResourceParam('id', CONFIG) configId: string, @Body() body: CreateRuleBody): Promise<RuleDetailView> {
    return this.toDetail(await this.rules.create(configId, body));
  }

  @Post('reorder')
  @HttpCode(204)
  @ApiAction('Put the rules of an environment into another order, by new priorities', 'nothing')
  async reorder(@ResourceParam('id', CONFIG) configId: string, @Body() body: ReorderRulesBody): Promise<void> {
    await this.rules.reorder(configId, body);
  }

  @Get(':ruleId')
  @ApiAction('Read a rule', { ok: RuleDetailView })
  async get(@ResourceParam('id', CONFIG) configId: string, @IdParam('ruleId') ruleId: string): Promise<RuleDetailView> {
    return this.toDetail(await this.rules.get({ configId, ruleId }));
  }

  @Patch(':ruleId')
  @ApiAction('Change a rule', { ok: RuleDetailView })
  async update(
    @ResourceParam('id', CONFIG) configId: string,
    @IdParam('ruleId') ruleId: string,
    @Body() body: UpdateRuleBody,
    @IfMatch() precondition: Precondition,
  ): Promise<RuleDetailView> {
    return this.toDetail(await this.rules.update({ configId, ruleId }, body, precondition));
  }

  @Delete(':ruleId')
  @HttpCode(204)
  @ApiAction('Delete a rule', 'nothing')
  async delete(
    @ResourceParam('id', CONFIG) configId: string,
    @IdParam('ruleId') ruleId: string,
    @IfMatch() precondition: Precondition,
  ): Promise<void> {
    await this.rules.delete({ configId, ruleId }, precondition);
  }

  private async toDetail(rule: TargetingRule): Promise<RuleDetailView> {
    return toRuleDetailView(rule, await this.rules.findWarnings(rule));
  }
}
