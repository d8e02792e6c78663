import { applyDecorators } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';

const SLUG_OR_ID = 'Slug as it was at the time, or id';

const DOCUMENTED: readonly { name: string; description: string; example?: string }[] = [
  { name: 'from', description: 'Started at this time or later (ISO 8601)' },
  { name: 'to', description: 'Started before this time (ISO 8601)' },
  { name: 'environment', description: SLUG_OR_ID, example: 'production' },
  { name: 'secret', description: 'Name of the environment’s secret as it was at the time, or id' },
  { name: 'client', description: 'Family of the calling program', example: 'openai-python' },
  { name: 'session', description: 'As the caller named it' },
  { name: 'traceId', description: 'Of a W3C trace context: 32 hex digits' },
  { name: 'config', description: SLUG_OR_ID },
  { name: 'variant', description: 'Name as it was at the time, or id' },
  { name: 'rule', description: 'Id of the rule that chose the variant' },
  { name: 'provider', description: SLUG_OR_ID },
  { name: 'vendor', description: 'Vendor id', example: 'openai' },
  { name: 'model', description: 'As sent to the vendor' },
  { name: 'servedModel', description: 'As the vendor’s reply names it' },
  { name: 'finishReason', description: 'Of the first choice', example: 'length' },
  { name: 'tier', description: 'Service tier that the vendor reports', example: 'default' },
  { name: 'endpoint', description: 'As in the path; `models` for lists of models', example: 'chat/completions' },
  { name: 'status', description: 'A status such as 200, or a class such as 5xx' },
  {
    name: 'outcome',
    description:
      '`error`: an error status or a stream that broke; `aborted`: the caller left; `unpriced`: it used something whose cost is not known. As usage counts them',
  },
  { name: 'streaming', description: 'true or false' },
  { name: 'shadow', description: '`true`: copies that shadow arms got; `false`: what callers asked. Both without it' },
  { name: 'minLatencyMs', description: 'At least so many milliseconds until the end of the reply' },
  { name: 'requestId', description: 'The reply’s x-llmops-request-id; a list ignores from and to then' },
  { name: 'tag.userId', description: 'Any tag: `tag.<key>=<value>`' },
];

/** Documents the filters of the log. */
export function ApiFilters(): MethodDecorator {
  return applyDecorators(
    ...DOCUMENTED.map((filter) => ApiQuery({ required: false, schema: { type: 'string' }, ...filter })),
  );
}
