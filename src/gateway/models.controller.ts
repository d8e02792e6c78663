import { Controller, Get, Inject, Param, UseGuards } from '@nestjs/common';
import { CLOCK, type Clock } from '../core/clock.js';
import { GatewayError, InternalError, NotFoundError } from '../core/errors.js';
import { GATEWAY_PREFIXES } from '../core/http/routes.js';
import { InFlight } from './admission/in-flight.js';
import { ApiGetModel, ApiListModels } from './endpoints/documentation.js';
import { EnvironmentGuard } from './environment.guard.js';
import { ModelDirectory } from './model-directory.js';
import { listModels, type ModelEntry } from './planning/list-models.js';
import { CurrentContext, type RequestContext } from './planning/request-context.js';
import { CallLog } from './recording/call-log.js';

/** What the caller can put into `model`. */
@Controller([...GATEWAY_PREFIXES])
@UseGuards(EnvironmentGuard)
export class ModelsController {
  constructor(
    private readonly directory: ModelDirectory,
    private readonly inFlight: InFlight,
    private readonly log: CallLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('models')
  @ApiListModels()
  list(@CurrentContext() context: RequestContext): { object: 'list'; data: readonly ModelEntry[] } {
    return this.recorded(context, () => ({ object: 'list', data: this.modelsFor(context) }));
  }

  /** Model names hold slashes, so the rest of the path is the name. */
  @Get('models/*')
  @ApiGetModel()
  get(@CurrentContext() context: RequestContext, @Param('*') id: string): ModelEntry {
    return this.recorded(context, () => {
      const found = this.modelsFor(context).find((model) => model.id === id);
      if (found === undefined)
        throw new NotFoundError('model_not_found', `The model '${id.slice(0, 200)}' does not exist`, 'model');
      return found;
    });
  }

  /** Refused while draining, and leaves a record, as calls do. */
  private recorded<Answer>(context: RequestContext, answer: () => Answer): Answer {
    try {
      this.inFlight.admit(context.closing);
      const answered = answer();
      this.log.append(context, {});
      return answered;
    } catch (error) {
      this.log.append(context, {
        refusal: error instanceof GatewayError ? error : new InternalError(context.id, error),
      });
      throw error;
    }
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
