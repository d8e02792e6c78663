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

const ONE_OR_MORE = { type: 'integer', minimum: 1, maximum: 999_999_999 } as const;

/** What a call to a provider may say in headers. */
export function ApiCallHeaders(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'x-llmops-config',
      required: false,
      description: 'Slug or id of the config that serves the call. A `model` that begins with `@` wins over it',
      schema: { type: 'string' },
    }),
    ApiHeader({
      name: 'x-llmops-timeout-ms',
      required: false,
      description: 'The whole call may take so long, with all attempts. It can only lower what the gateway allows',
      schema: ONE_OR_MORE,
    }),
    ApiHeader({
      name: 'x-llmops-max-attempts',
      required: false,
      description: 'Calls to one target at most. It can only lower what the gateway would make',
      schema: ONE_OR_MORE,
    }),
  );
}

export function ApiChatCompletions(): MethodDecorator {
  return applyDecorators(
    ApiGateway(
      'Chat completion, whole or streamed',
      "OpenAI's chat completions. `model` is `@<provider slug>/<model>` or `@config/<config slug>`; with `x-llmops-config` or " +
        "a default config it may be anything. Fields that are not named here travel on to vendors of OpenAI's format.",
    ),
    ApiCallHeaders(),
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
