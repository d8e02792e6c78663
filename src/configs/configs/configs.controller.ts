import { Body, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { AdminController } from '../../core/http/admin-controller.js';
import { ApiAction } from '../../core/http/api-action.js';
import { IfMatch, type Precondition } from '../../core/http/etag.js';
import { ResourceParam } from '../../core/http/resource-param.js';
import { mapPage, PageQuery, type Page } from '../../core/http/page.js';
import { ConfigView, CreateConfigBody, toConfigView, UpdateConfigBody } from './config.dto.js';
import { ConfigsService } from './configs.service.js';
import { Config } from './config.entity.js';

const CONFIG = { entity: Config, column: 'slug', what: 'config' } as const;

@AdminController('configs', 'Configs')
export class ConfigsController {
  constructor(private readonly configs: ConfigsService) {}

  @Get()
  @ApiAction('List configs', { page: ConfigView })
  async list(@Query() page: PageQuery): Promise<Page<ConfigView>> {
    return mapPage(await this.configs.list(page), toConfigView);
  }

  @Post()
  @ApiAction('Create a config; rules make it answer', { created: ConfigView })
  async create(@Body() body: CreateConfigBody): Promise<ConfigView> {
    return toConfigView(await this.configs.create(body));
  }

  @Get(':id')
  @ApiAction('Read a config', { ok: ConfigView })
  async get(@ResourceParam('id', CONFIG) id: string): Promise<ConfigView> {
    return toConfigView(await this.configs.get(id));
  }

  @Patch(':id')
  @ApiAction('Change a config', { ok: ConfigView })
  async update(
    @ResourceParam('id', CONFIG) id: string,
    @Body() body: UpdateConfigBody,
    @IfMatch() precondition: Precondition,
  ): Promise<ConfigView> {
    return toConfigView(await this.configs.update(id, body, precondition));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiAction("Delete a config that has no enabled rules and is no environment's default", 'nothing')
  async delete(@ResourceParam('id', CONFIG) id: string, @IfMatch() precondition: Precondition): Promise<void> {
    await this.configs.delete(id, precondition);
  }
}
