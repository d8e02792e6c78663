import { Get, Logger, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ADMINISTRATOR } from '../../core/http/administrator.js';
import { AdminController } from '../../core/http/admin-controller.js';
import { ApiAction } from '../../core/http/api-action.js';
import { IdParam } from '../../core/http/resource-param.js';
import { mapPage, type Page } from '../../core/http/page.js';
import { ExportService } from './export.service.js';
import { ApiFilters } from './filter-docs.js';
import type { QueryParameters } from './parameters.js';
import { RequestDetailView, toRequestDetailView } from './request-detail.dto.js';
import { RequestView, toRequestView } from './request-log.dto.js';
import { RequestLogsService } from './request-logs.service.js';

@AdminController('requests', 'Request log')
export class RequestLogsController {
  private readonly logger = new Logger('admin');

  constructor(
    private readonly requests: RequestLogsService,
    private readonly exports: ExportService,
  ) {}

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

  @Get('export')
  @ApiFilters()
  @ApiQuery({
    name: 'format',
    required: false,
    description: 'A request a line: as JSON, as the list has it, or as comma-separated values',
    schema: { type: 'string', enum: ['jsonl', 'csv'], default: 'jsonl' },
  })
  @ApiOperation({ summary: 'Export all requests that the filters leave, newest first, as they are read' })
  @ApiOkResponse({
    description: 'OK; a connection that is cut means that not all of them could be sent',
    content: { 'application/jsonl': { schema: { type: 'string' } }, 'text/csv': { schema: { type: 'string' } } },
  })
  async export(@Query() query: QueryParameters): Promise<StreamableFile> {
    const { lines, fileName, mediaType } = await this.exports.open(query);
    return new StreamableFile(lines, { type: mediaType, disposition: `attachment; filename="${fileName}"` });
  }

  @Get(':requestId')
  @ApiAction('Read a request, with the bodies where content is logged', { ok: RequestDetailView })
  async get(@IdParam('requestId') requestId: string, @Req() http: FastifyRequest): Promise<RequestDetailView> {
    const row = await this.requests.get(requestId);
    if (row.request_body !== null || row.response_body !== null) {
      this.logger.log('content read', { who: ADMINISTRATOR, content: requestId, address: http.ip });
    }
    return toRequestDetailView(row);
  }
}
