import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiDefaultResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { GatewayError } from '../../core/errors.js';
import type { FrontFormat } from '../fronts/front-format.js';
import { openAi } from '../fronts/openai.js';
import type { EndpointSpec } from './endpoint-spec.js';
import { MODEL, MODEL_LIST } from './schemas.js';

export const GATEWAY_TAG = 'Gateway';
/** Name of the security scheme in the OpenAPI document. */
export const ENVIRONMENT_SECRET_SCHEME = 'environment-secret';

/** A route that calls vendors, as its spec describes it. */
export function ApiEndpoint({ front, input, documentation }: EndpointSpec): MethodDecorator {
  const { operationId, summary, description, request, examples, reply } = documentation;
  return applyDecorators(
    ApiGateway(front, { operationId, summary, ...(description !== undefined && { description }) }, CALL_ERRORS),
    ...CALL_HEADERS,
    ...(input === 'form' ? [ApiConsumes('multipart/form-data')] : []),
    ApiBody({ required: true, schema: request, ...(input === 'json' && { examples }) }),
    ApiOkResponse(reply),
  );
}

/** The same for an administrator. */
export function ApiPlayground({ input, path, documentation }: EndpointSpec): MethodDecorator {
  const { operationId, request, examples, reply } = documentation;
  return applyDecorators(
    ApiOperation({
      operationId: `playground_${operationId}`,
      summary: `Call ${path} in an environment without a secret of it`,
      description:
        'The same in all else: plan, limits, cost, log (where `secret` is `playground`), and what it answers',
    }),
    ...CALL_HEADERS,
    ...(input === 'form' ? [ApiConsumes('multipart/form-data')] : []),
    ApiBody({ required: true, schema: request, ...(input === 'json' && { examples }) }),
    ApiOkResponse(reply),
  );
}

export function ApiListModels(): MethodDecorator {
  return applyDecorators(
    ApiGateway(openAi, { summary: 'Every model that the caller can name' }, [UNAUTHORIZED, UNAVAILABLE]),
    ApiOkResponse({ content: { 'application/json': { schema: MODEL_LIST } } }),
  );
}

/** Names hold slashes: the rest of the path is the name. */
export function ApiGetModel(): MethodDecorator {
  const description = 'The name as it stands in `model`, such as `@sandbox/sandbox-1` or `@config/demo`.';
  return applyDecorators(
    ApiGateway(openAi, { summary: 'One model by its name', description }, [UNAUTHORIZED, NO_MODEL, UNAVAILABLE]),
    ApiOkResponse({ content: { 'application/json': { schema: MODEL } } }),
  );
}

export function ApiGiveFeedback(body: Type, view: Type, example: object): MethodDecorator {
  const description =
    'Of a request of the same environment; of a name that the request has, the new value takes its place. Experiments compare ' +
    'the means of each name.';
  return applyDecorators(
    ApiGateway(openAi, { operationId: 'giveFeedback', summary: 'Judge the answer to a request', description }, [
      [400, INVALID, 'invalid_request', 'A wrong shape'],
      TOO_LARGE,
      WRONG_TYPE,
      UNAUTHORIZED,
      [
        404,
        INVALID,
        'request_not_found',
        'There is no such request of this environment, or its record has not arrived',
      ],
      UNAVAILABLE,
    ]),
    ApiBody({ type: body, examples: { helpful: { value: example } } }),
    ApiOkResponse({ type: view }),
  );
}

/** Any route under the gateway prefixes: how to authenticate, how errors look. */
function ApiGateway(
  front: FrontFormat,
  operation: Parameters<typeof ApiOperation>[0],
  errors: readonly DocumentedError[],
): MethodDecorator {
  const { description, schema } = front.documentation;
  return applyDecorators(
    ApiOperation(operation),
    ApiTags(GATEWAY_TAG),
    ApiBearerAuth(ENVIRONMENT_SECRET_SCHEME),
    ApiDefaultResponse({ description, content: { 'application/json': { schema } } }),
    ...errors.map(([status, type, code, sentence]) => {
      const example = front.errorBody(new GatewayError(status, type, code, sentence));
      return ApiResponse({ status, description: sentence, content: { 'application/json': { schema, example } } });
    }),
  );
}

const ONE_OR_MORE = { type: 'integer', minimum: 1, maximum: 999_999_999 } as const;

/** What a call to a provider may say in headers. */
const CALL_HEADERS = [
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
];

/** Where a status has several codes: the usual one. */
type DocumentedError = readonly [status: number, type: string, code: string, description: string];

const INVALID = 'invalid_request_error';
const SERVER = 'server_error';
const UNAUTHORIZED: DocumentedError = [401, INVALID, 'invalid_api_key', 'No, unknown or ended secret'];
const NO_MODEL: DocumentedError = [404, INVALID, 'model_not_found', 'There is no such model'];
const UNAVAILABLE: DocumentedError = [
  503,
  SERVER,
  'server_is_overloaded',
  'This replica starts or shuts down, or the provider cannot be used now',
];
const TOO_LARGE: DocumentedError = [413, INVALID, 'request_too_large', 'The body is too large'];
const WRONG_TYPE: DocumentedError = [415, INVALID, 'unsupported_content_type', 'The content type is not taken here'];
const CALL_ERRORS: readonly DocumentedError[] = [
  [400, INVALID, 'invalid_request', 'No route given, a wrong shape, or what the vendor does not take'],
  UNAUTHORIZED,
  [404, INVALID, 'model_not_found', 'Unknown config, provider or model, or no rule matches'],
  TOO_LARGE,
  WRONG_TYPE,
  [429, 'requests', 'rate_limit_exceeded', 'Too many calls under way, or a limit or quota of the vendor'],
  [500, SERVER, 'internal_error', 'Quote the request id'],
  [
    502,
    SERVER,
    'upstream_error',
    'The vendor failed, is not there, refused the credentials, or answered with no answer',
  ],
  UNAVAILABLE,
  [504, SERVER, 'upstream_timeout', 'The vendor was too slow'],
];
