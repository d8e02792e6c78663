import { Controller, Get, Inject, Param, UseGuards, UseInterceptors } from '@nestjs/common';
import { CLOCK, type Clock } from '../core/clock.js';
import { NotFoundError } from '../core/errors.js';
import { GATEWAY_PREFIXES } from '../core/http/routes.js';
import { ApiGetModel, ApiListModels } from './endpoints/documentation.js';
import { EnvironmentGuard } from './environment.guard.js';
import { CurrentContext, type RequestContext } from './planning/request-context.js';
import { ModelDirectory } from './model-directory.js';
import { listModels, type ModelEntry } from './planning/list-models.js';
import { LoggingInterceptor } from './recording/logging.interceptor.js';

/** What the caller can put into `model`. */
@Controller([...GATEWAY_PREFIXES])
@UseGuards(EnvironmentGuard)
@UseInterceptors(LoggingInterceptor)
export class ModelsController {
  constructor(
    private readonly directory: ModelDirectory,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('models')
  @ApiListModels()
  list(@CurrentContext() context: RequestContext): { object: 'list'; data: readonly ModelEntry[] } {
    return { object: 'list', data: this.modelsFor(context) };
  }

  /** Model names hold slashes, so the rest of the path is the name. */
  @Get('models/*')
  @ApiGetModel()
  get(@CurrentContext() context: RequestContext, @Param('*') id: string): ModelEntry {
    const found = this.modelsFor(context).find((model) => model.id === id);
    if (found === undefined)
      throw new NotFoundError('model_not_found', `The model '${id.slice(0, 200)}' does not exist`, 'model');
    return found;
  }

  private modelsFor({ snapshot, caller }: RequestContext): readonly ModelEntry[] {
    return listModels({
      snapshot,
      environment: caller.environment,
      at: this.clock.now(),
      listedBy: (account) => this.directory.modelsOf(account),
    });
  }
}
