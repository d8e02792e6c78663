import { Body, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { AdminController } from '../../core/http/admin-controller.js';
import { IdParam } from '../../core/http/fields.js';
import { ApiPage, PageQuery, type Page } from '../../core/http/page.js';
import { ProviderRegistry } from '../provider-registry.js';
import {
  CreateProviderBody,
  ProviderView,
  toVendorView,
  UpdateProviderBody,
  VendorView,
} from './provider-config.dto.js';
import { ProviderConfigsService } from './provider-configs.service.js';

@AdminController('providers', 'Providers')
export class ProviderConfigsController {
  constructor(
    private readonly accounts: ProviderConfigsService,
    private readonly registry: ProviderRegistry,
  ) {}

  /** List the vendors and the fields of their credentials */
  @Get('vendors')
  @ApiPage(VendorView)
  listVendors(): Page<VendorView> {
    return { items: this.registry.all().map(toVendorView), nextCursor: null };
  }

  /** List provider configurations */
  @Get()
  @ApiPage(ProviderView)
  list(@Query() page: PageQuery): Promise<Page<ProviderView>> {
    return this.accounts.list(page);
  }

  /** Create a provider configuration; `@slug/model` works at once */
  @Post()
  create(@Body() body: CreateProviderBody): Promise<ProviderView> {
    return this.accounts.create(body);
  }

  /** Read a provider configuration; credentials show what is set */
  @Get(':id')
  get(@IdParam('id') id: string): Promise<ProviderView> {
    return this.accounts.get(id);
  }

  /** Change a provider configuration; given credentials replace all */
  @Patch(':id')
  update(@IdParam('id') id: string, @Body() body: UpdateProviderBody): Promise<ProviderView> {
    return this.accounts.update(id, body);
  }

  /** Delete a provider configuration that no version calls */
  @Delete(':id')
  @HttpCode(204)
  async delete(@IdParam('id') id: string): Promise<void> {
    await this.accounts.delete(id);
  }
}
