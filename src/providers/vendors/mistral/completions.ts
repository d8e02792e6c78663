import type { JsonObject } from '../../../core/json.js';
import { completionsOverChat } from '../../formats/openai-chat/completions-over-chat.js';
import { leftOut } from '../../formats/openai-chat/unsupported-parameters.js';
import type { PreparedCall, Translation, UpstreamCall } from '../../provider-strategy.js';
import { acceptOf, jsonPost } from '../../transport/json-post.js';
import { readError } from './read-error.js';

const SAME = ['prompt', 'suffix', 'temperature', 'top_p', 'stop'] as const;
const HONOURED: ReadonlySet<string> = new Set([
  ...SAME,
  ...['model', 'max_tokens', 'seed', 'stream', 'stream_options', 'n', 'best_of', 'echo', 'logprobs', 'logit_bias'],
]);
/** OpenAI's own default for this endpoint. */
const DEFAULT_MAX_TOKENS = 16;

/**
 * Text completions over chat; where a suffix is given, Mistral's models of code fill in the middle. Those replies have
 * the form of a chat's, so only the request differs.
 *
 * @see https://docs.mistral.ai/capabilities/code_generation
 */
export function completions(chat: Translation, fimUrl: string): Translation {
  const overChat = completionsOverChat(chat, { readError });
  return {
    ...overChat,
    toRequest: (call) => {
      const { suffix } = call.body;
      if (typeof suffix !== 'string' || suffix === '') return overChat.toRequest(call);
      return fillInTheMiddle(call, overChat, fimUrl);
    },
  };
}

function fillInTheMiddle(call: UpstreamCall<JsonObject>, overChat: Translation, url: string): PreparedCall {
  const { model, stream, body } = call;
  // Refuses what neither API can do, with the same messages.
  void overChat.toRequest({ ...call, body: { ...body, suffix: null } });
  const json: JsonObject = { model };
  for (const name of SAME) if (body[name] != null) json[name] = body[name];
  Object.assign(json, {
    prompt: Array.isArray(body['prompt']) ? body['prompt'][0] : body['prompt'],
    max_tokens: body['max_tokens'] ?? DEFAULT_MAX_TOKENS,
    ...(typeof body['seed'] === 'number' && { random_seed: body['seed'] }),
    ...(stream && { stream: true }),
  });
  const request = jsonPost(url, json, acceptOf({ stream }));
  return { request, dropped: leftOut(body, HONOURED) };
}
