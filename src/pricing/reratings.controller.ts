import { setTimeout as delay } from 'node:timers/promises';
import { Body, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { AdminController } from '../core/http/admin-controller.js';
import { ApiAction } from '../core/http/api-action.js';
import { mapPage, type Page, PageQuery } from '../core/http/page.js';
import { IdParam } from '../core/http/resource-param.js';
import { RerateBody, RerateView, toRerateView } from './rerate.dto.js';
import { ReratingUpkeep } from './rerating-upkeep.js';
import { ReratingsService } from './reratings.service.js';

/** How long an answer waits for the result; longer periods go on by themselves. */
const ANSWER_WITHIN_MS = 20_000;

@AdminController('prices', 'Prices')
export class ReratingsController {
  constructor(
    private readonly reratings: ReratingsService,
    private readonly upkeep: ReratingUpkeep,
  ) {}

  @Post('rerate')
  @HttpCode(200)
  @ApiAction('Charge the calls of a period by the prices of now, or say with `preview` what that would change', {
    ok: RerateView,
  })
  async rerate(@Body() body: RerateBody): Promise<RerateView> {
    const { id } = await this.reratings.create(body);
    await Promise.race([this.upkeep.run(id), delay(ANSWER_WITHIN_MS, undefined, { ref: false })]);
    return toRerateView(await this.reratings.get(id));
  }

  @Get('reratings')
  @ApiAction('List when calls were charged again, the newest first; no previews', { page: RerateView })
  async list(@Query() page: PageQuery): Promise<Page<RerateView>> {
    return mapPage(await this.reratings.list(page), toRerateView);
  }

  @Get('reratings/:ratingId')
  @ApiAction('Read how far charging calls again is, or a preview of a day at most', { ok: RerateView })
  async get(@IdParam('ratingId') id: string): Promise<RerateView> {
    return toRerateView(await this.reratings.get(id));
  }

  @Delete('reratings/:ratingId')
  @HttpCode(204)
  @ApiAction('Stop charging calls again; those that are done stay so', 'nothing')
  async cancel(@IdParam('ratingId') id: string): Promise<void> {
    await this.reratings.cancel(id);
  }
}
