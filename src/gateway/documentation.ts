import { applyDecorators } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiDefaultResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  CHAT_COMPLETION,
  CHAT_COMPLETION_REQUEST,
  CHAT_EXAMPLES,
  CHAT_STREAM_EXAMPLE,
  GATEWAY_ERROR,
  MODEL,
  MODEL_LIST,
} from './documentation-schemas.js';

export const GATEWAY_TAG = 'Gateway';
/** Name of the security scheme in the OpenAPI document. */
export const ENVIRONMENT_SECRET_SCHEME = 'environment-secret';

/** Any route under the gateway prefixes: how to authenticate, how errors look. */
export function ApiGateway(summary: string, description?: string): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary, ...(description !== undefined && { description }) }),
    ApiTags(GATEWAY_TAG),
    ApiBearerAuth(ENVIRONMENT_SECRET_SCHEME),
    ApiDefaultResponse({
      description: "An error in OpenAI's form",
      content: { 'application/json': { schema: GATEWAY_ERROR } },
    }),
  );
}

/** A route that a config can serve. */
export function ApiConfigHeader(): MethodDecorator {
  return ApiHeader({
    name: 'x-llmops-config',
    required: false,
    description: 'Slug or id of the config that serves the call. A `model` that begins with `@` wins over it',
    schema: { type: 'string' },
  });
}

export function ApiChatCompletions(): MethodDecorator {
  return applyDecorators(
    ApiGateway(
      'Chat completion, whole or streamed',
      "OpenAI's chat completions. `model` is `@<provider slug>/<model>` or `@config/<config slug>`; with `x-llmops-config` or " +
        "a default config it may be anything. Fields that are not named here travel on to vendors of OpenAI's format.",
    ),
    ApiConfigHeader(),
    ApiBody({ required: true, schema: CHAT_COMPLETION_REQUEST, examples: CHAT_EXAMPLES }),
    ApiOkResponse({
      description: 'The completion, or a stream of its chunks when `stream` is true',
      content: {
        'application/json': { schema: CHAT_COMPLETION },
        'text/event-stream': { schema: { type: 'string' }, example: CHAT_STREAM_EXAMPLE },
      },
    }),
  );
}

export function ApiListModels(): MethodDecorator {
  return applyDecorators(
    ApiGateway('Every model that the caller can name'),
    ApiOkResponse({ content: { 'application/json': { schema: MODEL_LIST } } }),
  );
}

/** Names hold slashes: the rest of the path is the name. */
export function ApiGetModel(): MethodDecorator {
  return applyDecorators(
    ApiGateway(
      'One model by its name',
      'The name as it stands in `model`, such as `@sandbox/sandbox-1` or `@config/demo`.',
    ),
    ApiOkResponse({ content: { 'application/json': { schema: MODEL } } }),
  );
}
