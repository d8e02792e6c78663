import { Get, Query } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { AdminController } from '../../core/http/admin-controller.js';
import { ApiAction } from '../../core/http/api-action.js';
import { ApiFilters } from '../request-logs/filter-docs.js';
import type { QueryParameters } from '../request-logs/parameters.js';
import { DIMENSION_NAMES } from './grouping.js';
import { ORDERS } from './question.js';
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
    description: `Up to four of ${DIMENSION_NAMES}, with commas between`,
    schema: { type: 'string' },
    example: 'day,model',
  })
  @ApiQuery({
    name: 'compare',
    required: false,
    description: '`previous` adds the same length of time just before, and the change since',
    schema: { type: 'string', enum: ['none', 'previous'], default: 'none' },
  })
  @ApiQuery({
    name: 'top',
    required: false,
    description: 'So many groups by what they are of; all others together are one more, so that the sum closes',
    schema: { type: 'integer', minimum: 1, maximum: 100 },
    example: 5,
  })
  @ApiQuery({
    name: 'orderBy',
    required: false,
    description: 'What groups are ranked by, the largest first',
    schema: { type: 'string', enum: Object.keys(ORDERS), default: 'requests' },
  })
  totals(@Query() query: QueryParameters): Promise<UsageView> {
    return this.usage.totals(query);
  }
}
