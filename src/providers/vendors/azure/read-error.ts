import type { UpstreamFailure } from '../../../core/errors.js';
import { readErrorBody } from '../../failures/error-body.js';
import { readError as readOpenAiError } from '../openai-compatible/read-error.js';
import type { VendorReply } from '../../provider-strategy.js';

/** Azure's names of what OpenAI calls otherwise. */
const CODES: Readonly<Record<string, Pick<UpstreamFailure, 'code' | 'param'> | undefined>> = {
  DeploymentNotFound: { code: 'model_not_found', param: 'model' },
  contentFilter: { code: 'content_policy_violation', param: 'prompt' },
};

/** @see https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter */
export function readError(reply: VendorReply): UpstreamFailure {
  return { ...readOpenAiError(reply), ...CODES[readErrorBody(reply.body).code ?? ''] };
}
