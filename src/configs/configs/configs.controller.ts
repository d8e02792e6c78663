import { Body, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { AdminController } from '../../core/http/admin-controller.js';
import { IdParam } from '../../core/http/fields.js';
import { ApiPage, mapPage, PageQuery, type Page } from '../../core/http/page.js';
import { ConfigView, CreateConfigBody, toConfigView, UpdateConfigBody } from './config.dto.js';
import { ConfigsService } from './configs.service.js';

@AdminController('configs', 'Configs')
export class ConfigsController {
  constructor(private readonly configs: ConfigsService) {}

  /** List configs */
  @Get()
  @ApiPage(ConfigView)
  async list(@Query() page: PageQuery): Promise<Page<ConfigView>> {
    return mapPage(await this.configs.list(page), toConfigView);
  }

  /** Create a config; rules make it answer */
  @Post()
  async create(@Body() body: CreateConfigBody): Promise<ConfigView> {
    return toConfigView(await this.configs.create(body));
  }

  /** Read a config */
  @Get(':id')
  async get(@IdParam('id') id: string): Promise<ConfigView> {
    return toConfigView(await this.configs.get(id));
  }

  /** Change a config */
  @Patch(':id')
  async update(@IdParam('id') id: string, @Body() body: UpdateConfigBody): Promise<ConfigView> {
    return toConfigView(await this.configs.update(id, body));
  }

  /** Delete a config that has no enabled rules and is no environment's default */
  @Delete(':id')
  @HttpCode(204)
  async delete(@IdParam('id') id: string): Promise<void> {
    await this.configs.delete(id);
  }
}
