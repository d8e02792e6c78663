import { Body, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { AdminController } from '../../core/http/admin-controller.js';
import { ApiAction } from '../../core/http/api-action.js';
import { IfMatch, type Precondition } from '../../core/http/etag.js';
import { ResourceParam } from '../../core/http/resource-param.js';
import { PageQuery, type Page } from '../../core/http/page.js';
import { ProviderRegistry } from '../provider-registry.js';
import {
  CreateProviderBody,
  ProviderView,
  toVendorView,
  UpdateProviderBody,
  VendorView,
} from './provider-config.dto.js';
import { ProviderConfigsService } from './provider-configs.service.js';
import { ProviderTestBody, ProviderTestView } from './provider-test.dto.js';
import { ProviderTestService } from './provider-test.service.js';
import { ProviderConfig } from './provider-config.entity.js';

const PROVIDER = { entity: ProviderConfig, column: 'slug', what: 'provider' } as const;

@AdminController('providers', 'Providers')
export class ProviderConfigsController {
  constructor(
    private readonly accounts: ProviderConfigsService,
    private readonly registry: ProviderRegistry,
    private readonly tests: ProviderTestService,
  ) {}

  @Get('vendors')
  @ApiAction('List the vendors and the fields of their credentials', { page: VendorView })
  listVendors(): Page<VendorView> {
    return { items: this.registry.all().map(toVendorView), nextCursor: null };
  }

  @Get()
  @ApiAction('List provider configurations', { page: ProviderView })
  list(@Query() page: PageQuery): Promise<Page<ProviderView>> {
    return this.accounts.list(page);
  }

  @Post()
  @ApiAction('Create a provider configuration; `@slug/model` works at once', { created: ProviderView })
  create(@Body() body: CreateProviderBody): Promise<ProviderView> {
    return this.accounts.create(body);
  }

  @Get(':id')
  @ApiAction('Read a provider configuration; credentials show what is set', { ok: ProviderView })
  get(@ResourceParam('id', PROVIDER) id: string): Promise<ProviderView> {
    return this.accounts.get(id);
  }

  @Patch(':id')
  @ApiAction('Change a provider configuration; given credentials replace all', { ok: ProviderView })
  update(
    @ResourceParam('id', PROVIDER) id: string,
    @Body() body: UpdateProviderBody,
    @IfMatch() precondition: Precondition,
  ): Promise<ProviderView> {
    return this.accounts.update(id, body, precondition);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiAction('Delete a provider configuration that no version calls', 'nothing')
  async delete(@ResourceParam('id', PROVIDER) id: string, @IfMatch() precondition: Precondition): Promise<void> {
    await this.accounts.delete(id, precondition);
  }

  @Post(':id/test')
  @HttpCode(200)
  @ApiAction('Make the cheapest real call with a provider configuration and say what happened', {
    ok: ProviderTestView,
  })
  @ApiBody({ type: ProviderTestBody, required: false })
  test(@ResourceParam('id', PROVIDER) id: string, @Body() body?: ProviderTestBody): Promise<ProviderTestView> {
    return this.tests.test(id, body?.model);
  }
}
