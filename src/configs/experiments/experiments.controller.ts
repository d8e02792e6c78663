import { Get, Query } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { AdminController } from '../../core/http/admin-controller.js';
import { ApiAction } from '../../core/http/api-action.js';
import { ResourceParam } from '../../core/http/resource-param.js';
import type { QueryParameters } from '../../observability/request-logs/parameters.js';
import { Config } from '../configs/config.entity.js';
import { ExperimentsView } from './experiment.dto.js';
import { ExperimentsService } from './experiments.service.js';

const CONFIG = { entity: Config, column: 'slug', what: 'config' } as const;
const TIME = { type: 'string', format: 'date-time' } as const;

@AdminController('configs/:id/experiments', 'Experiments')
export class ExperimentsController {
  constructor(private readonly experiments: ExperimentsService) {}

  @Get()
  @ApiAction('Compare the arms of each rule, with intervals that stay honest however often somebody looks', {
    ok: ExperimentsView,
  })
  @ApiQuery({ name: 'environmentId', required: false, schema: { type: 'string', format: 'uuid' } })
  @ApiQuery({
    name: 'primary',
    required: false,
    description: 'The metric that the experiment is about, such as `cost` or `feedback.helpful`: choose it beforehand',
    schema: { type: 'string', default: 'errorRate' },
  })
  @ApiQuery({
    name: 'from',
    required: false,
    description: 'Whole days (UTC) where it is over three days ago',
    schema: TIME,
  })
  @ApiQuery({ name: 'to', required: false, schema: TIME })
  list(@ResourceParam('id', CONFIG) configId: string, @Query() query: QueryParameters): Promise<ExperimentsView> {
    return this.experiments.list(configId, query);
  }
}
