import { Get, Query } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { AdminController } from '../../core/http/admin-controller.js';
import { ApiAction } from '../../core/http/api-action.js';
import { ApiFilters } from '../request-logs/filter-docs.js';
import type { QueryParameters } from '../request-logs/parameters.js';
import { UsageView } from './usage.dto.js';
import { UsageService } from './usage.service.js';

@AdminController('usage', 'Usage')
export class UsageController {
  constructor(private readonly usage: UsageService) {}

  @Get()
  @ApiAction('Add up requests, tokens, cost and latency; of the last 24 hours unless from and to say otherwise', {
    ok: UsageView,
  })
  @ApiFilters()
  @ApiQuery({
    name: 'groupBy',
    required: false,
    description:
      'One or several of day, hour, model, provider, vendor, config, variant, environment, endpoint, secret, client, session, tag.<key>, with commas between',
    schema: { type: 'string' },
    example: 'day,model',
  })
  totals(@Query() query: QueryParameters): Promise<UsageView> {
    return this.usage.totals(query);
  }
}
