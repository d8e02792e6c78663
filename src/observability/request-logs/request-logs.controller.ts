import { Get, Query } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { AdminController } from '../../core/http/admin-controller.js';
import { ApiAction } from '../../core/http/api-action.js';
import { IdParam } from '../../core/http/resource-param.js';
import { mapPage, type Page } from '../../core/http/page.js';
import { ApiFilters } from './filter-docs.js';
import type { QueryParameters } from './filters.js';
import { RequestDetailView, RequestView, toRequestDetailView, toRequestView } from './request-log.dto.js';
import { RequestLogsService } from './request-logs.service.js';

@AdminController('requests', 'Request log')
export class RequestLogsController {
  constructor(private readonly requests: RequestLogsService) {}

  @Get()
  @ApiFilters()
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 } })
  @ApiQuery({
    name: 'cursor',
    required: false,
    description: '`nextCursor` of the page before',
    schema: { type: 'string' },
  })
  @ApiAction('List requests, newest first. A request appears a moment after its reply', { page: RequestView })
  async list(@Query() query: QueryParameters): Promise<Page<RequestView>> {
    return mapPage(await this.requests.list(query), toRequestView);
  }

  @Get(':requestId')
  @ApiAction('Read a request, with the bodies where content is logged', { ok: RequestDetailView })
  async get(@IdParam('requestId') requestId: string): Promise<RequestDetailView> {
    return toRequestDetailView(await this.requests.get(requestId));
  }
}
