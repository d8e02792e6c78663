import { Controller, Get, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ADMIN_TOKEN_SCHEME } from '../core/http/admin-controller.js';
import { AdminGuard } from '../core/http/admin.guard.js';
import { METRICS_PATH } from '../core/http/routes.js';
import { AllProcesses } from '../observability/metrics/all-processes.js';

@ApiTags('Health')
@Controller(METRICS_PATH)
@UseGuards(AdminGuard)
@ApiBearerAuth(ADMIN_TOKEN_SCHEME)
export class MetricsController {
  constructor(private readonly processes: AllProcesses) {}

  /** In the text format of Prometheus: what all worker processes of this replica have counted since the start. */
  @Get()
  @ApiOperation({ summary: 'Metrics for Prometheus' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  async scrape(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.header('content-type', this.processes.contentType).header('cache-control', 'no-store');
    return this.processes.scrape();
  }
}
