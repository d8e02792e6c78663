import type { JsonBody } from '../../../core/json-body.js';

/** OpenAI's models that reason, which know `max_completion_tokens` only; newer ones are taken for such. */
const REASONING_MODEL = /^(?:ft:)?(?:o\d|gpt-(?:[5-9]|\d{2}))/;

/**
 * A chat request with the name of its token limit that OpenAI's model takes. The limit is the same under both names;
 * of two limits the newer name's counts, as OpenAI's own documentation has it.
 *
 * @see https://platform.openai.com/docs/api-reference/chat/create#chat_create-max_completion_tokens
 */
export function withNewTokenLimit(body: JsonBody): JsonBody {
  const { model, old, recent } = limitsOf(body);
  if (old == null || typeof model !== 'string' || !REASONING_MODEL.test(model)) return body;
  return body.with({ max_tokens: undefined, ...(recent == null && { max_completion_tokens: old }) });
}

/** The other way, for API versions that are older than the newer name. */
export function withOldTokenLimit(body: JsonBody): JsonBody {
  const { recent } = limitsOf(body);
  return body.has('max_completion_tokens')
    ? body.with({ max_completion_tokens: undefined, ...(recent != null && { max_tokens: recent }) })
    : body;
}

function limitsOf(body: JsonBody) {
  return { model: body.get('model'), old: body.get('max_tokens'), recent: body.get('max_completion_tokens') };
}
