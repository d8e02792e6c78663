import { Body, Get, Post, Query } from '@nestjs/common';
import { AdminController } from '../../core/http/admin-controller.js';
import { ApiAction } from '../../core/http/api-action.js';
import { mapPage, type Page } from '../../core/http/page.js';
import { ResourceParam } from '../../core/http/resource-param.js';
import { Config } from '../configs/config.entity.js';
import { HistoryEntryView, HistoryQuery, PromoteBody, RestoreBody, toHistoryEntryView } from './config-history.dto.js';
import { ConfigHistoryService } from './config-history.service.js';

const CONFIG = { entity: Config, column: 'slug', what: 'config' } as const;

@AdminController('configs/:id', 'Rules')
export class ConfigHistoryController {
  constructor(private readonly history: ConfigHistoryService) {}

  @Get('history')
  @ApiAction("List the changes of a config's rules, newest first", { page: HistoryEntryView })
  async list(
    @ResourceParam('id', CONFIG) configId: string,
    @Query() query: HistoryQuery,
  ): Promise<Page<HistoryEntryView>> {
    return mapPage(await this.history.list(configId, query), toHistoryEntryView);
  }

  @Post('restore')
  @ApiAction("Make an environment's rules what an entry of the history left", { created: HistoryEntryView })
  async restore(@ResourceParam('id', CONFIG) configId: string, @Body() body: RestoreBody): Promise<HistoryEntryView> {
    return toHistoryEntryView(await this.history.restore(configId, body));
  }

  @Post('promote')
  @ApiAction("Bring an environment's rules, or one variant's version, to another environment", {
    created: HistoryEntryView,
  })
  async promote(@ResourceParam('id', CONFIG) configId: string, @Body() body: PromoteBody): Promise<HistoryEntryView> {
    return toHistoryEntryView(await this.history.promote(configId, body));
  }
}
