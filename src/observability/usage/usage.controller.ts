import { applyDecorators, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, getSchemaPath } from '@nestjs/swagger';
import { AdminController } from '../../core/http/admin-controller.js';
import { ApiAction } from '../../core/http/api-action.js';
import { ApiFilters } from '../request-logs/filter-docs.js';
import { readWord, refused, type QueryParameters } from '../request-logs/parameters.js';
import { DIMENSION_NAMES, readGroupBy } from './grouping.js';
import { ORDERS } from './question.js';
import { usageToCsv } from './usage-to-csv.js';
import { UsageView } from './usage.dto.js';
import { UsageService } from './usage.service.js';

const FILE_TYPES = { json: 'application/json', csv: 'text/csv; charset=utf-8' } as const;

/** Documents what usage can be asked. */
function ApiQuestion(): MethodDecorator {
  return applyDecorators(
    ApiFilters(),
    ApiQuery({
      name: 'groupBy',
      required: false,
      description: `Up to four of ${DIMENSION_NAMES}, with commas between`,
      schema: { type: 'string' },
      example: 'day,model',
    }),
    ApiQuery({
      name: 'compare',
      required: false,
      description: '`previous` adds the same length of time just before, and the change since',
      schema: { type: 'string', enum: ['none', 'previous'], default: 'none' },
    }),
    ApiQuery({
      name: 'top',
      required: false,
      description: 'So many groups by what they are of; all others together are one more, so that the sum closes',
      schema: { type: 'integer', minimum: 1, maximum: 100 },
      example: 5,
    }),
    ApiQuery({
      name: 'orderBy',
      required: false,
      description: 'What groups are ranked by, the largest first',
      schema: { type: 'string', enum: Object.keys(ORDERS), default: 'requests' },
    }),
  );
}

@AdminController('usage', 'Usage')
export class UsageController {
  constructor(private readonly usage: UsageService) {}

  @Get()
  @ApiAction('Add up requests, tokens, cost and latency; of the last 24 hours unless from and to say otherwise', {
    ok: UsageView,
  })
  @ApiQuestion()
  totals(@Query() query: QueryParameters): Promise<UsageView> {
    return this.usage.totals(query);
  }

  @Get('export')
  @ApiQuestion()
  @ApiQuery({
    name: 'format',
    required: false,
    description: 'The same answer as a file: as JSON, or a group a line as comma-separated values',
    schema: { type: 'string', enum: ['json', 'csv'], default: 'json' },
  })
  @ApiOperation({ summary: 'Export usage as a file' })
  @ApiOkResponse({
    description: 'OK',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(UsageView) } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  async export(@Query() { format: asked, ...question }: QueryParameters): Promise<StreamableFile> {
    const format = readWord({ format: asked }, 'format', ['json', 'csv']);
    const view = await this.usage.totals(question);
    // JSON says so itself; lines without the others would be taken for all of them.
    if (format === 'csv' && view.truncated) {
      throw refused('groupBy', `makes more than ${view.items.length} groups, which CSV would cut in silence; give top`);
    }
    const groups = readGroupBy(question).map(({ name }) => name);
    const text = format === 'csv' ? usageToCsv(view, groups) : JSON.stringify(view);
    const disposition = `attachment; filename="usage.${format}"`;
    return new StreamableFile(Buffer.from(text), { type: FILE_TYPES[format], disposition });
  }
}
