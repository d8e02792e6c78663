import { Controller, Get, Param, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NotFoundError } from '../core/errors.js';
import { GATEWAY_PREFIXES } from '../core/http/routes.js';
import { EnvironmentGuard } from './environment.guard.js';
import { CurrentExchange, type Exchange } from './exchange.js';
import { listModels, type ModelEntry } from './planning/list-models.js';
import { LoggingInterceptor } from './recording/logging.interceptor.js';

/** What the caller can put into `model`. */
@ApiTags('Gateway')
@ApiBearerAuth('environment-secret')
@Controller([...GATEWAY_PREFIXES])
@UseGuards(EnvironmentGuard)
@UseInterceptors(LoggingInterceptor)
export class ModelsController {
  @Get('models')
  @ApiOperation({ summary: 'Every model that the caller can name' })
  list(@CurrentExchange() exchange: Exchange): { object: 'list'; data: readonly ModelEntry[] } {
    return { object: 'list', data: listModels(exchange) };
  }

  /** Model names hold slashes, so the rest of the path is the name. */
  @Get('models/*')
  @ApiOperation({ summary: 'One model by its name, such as @openai/gpt-4o-mini or @config/demo' })
  get(@CurrentExchange() exchange: Exchange, @Param('*') id: string): ModelEntry {
    const found = listModels(exchange).find((model) => model.id === id);
    if (found === undefined)
      throw new NotFoundError('model_not_found', `The model '${id.slice(0, 200)}' does not exist`, 'model');
    return found;
  }
}
