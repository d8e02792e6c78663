import type { UpstreamFailure } from '../../../core/errors.js';
import { parseObject } from '../../../core/json.js';
import { readError as readClaudeError } from '../../formats/anthropic-messages/read-error.js';
import type { ClaudeEvent } from '../../formats/anthropic-messages/wire-types.js';
import { readError as readGoogleError } from '../../formats/gemini-generate-content/read-error.js';
import type { VendorReply } from '../../provider-strategy.js';

/** Claude's own refusals come in Anthropic's envelope; those of Google in front of it, in Google's. */
export function readError(reply: VendorReply): UpstreamFailure {
  const { type }: ClaudeEvent = parseObject(reply.body) ?? {};
  return type === 'error' ? readClaudeError(reply) : readGoogleError(reply);
}
