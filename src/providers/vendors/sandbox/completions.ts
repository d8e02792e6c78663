import type { JsonObject, JsonValue } from '../../../core/json.js';
import { jsonAnswer, SandboxError, streamAnswer, type Answer } from './answer.js';
import { countParameter, readStop, readStreamOptions } from './chat-request.js';
import { CREATED, digestOf, limitText, piecesOf, sentenceAbout, SYSTEM_FINGERPRINT, tokenUsage } from './wording.js';

/** OpenAI's own default: enough for the first words. */
const DEFAULT_MAX_TOKENS = 16;
const MAX_CHOICES = 256;

interface Choice {
  readonly text: string;
  readonly finish: 'stop' | 'length';
}

/**
 * Answers a text completion: a sentence about each prompt, `n` times, after the prompt itself with `echo`.
 * @throws SandboxError
 */
export function answerCompletions(body: JsonObject): Answer {
  const prompts = readPrompts(body['prompt']);
  const n = countParameter(body, 'n', 1, 128);
  if (prompts.length * n > MAX_CHOICES)
    throw new SandboxError(400, 'invalid_value', 'Too many choices are asked for.', 'n');
  const stop = readStop(body['stop']);
  const maxTokens = countParameter(body, 'max_tokens', DEFAULT_MAX_TOKENS, Number.MAX_SAFE_INTEGER);
  const written = prompts.flatMap((prompt) =>
    Array.from({ length: n }, (_, index) => ({
      prompt,
      ...limitText(` ${sentenceAbout(prompt, index)}`, stop, maxTokens),
    })),
  );
  const usage = tokenUsage(
    prompts,
    written.map(({ text }) => text),
  );
  const echoed = written.map(({ prompt, text, finish }) => ({
    text: body['echo'] === true ? prompt + text : text,
    finish,
  }));
  return inOpenAiForm(body, echoed, usage);
}

function inOpenAiForm(body: JsonObject, choices: readonly Choice[], usage: JsonObject): Answer {
  const { stream, includeUsage } = readStreamOptions(body);
  const envelope = {
    id: `cmpl-${digestOf(body)}`,
    object: 'text_completion',
    created: CREATED,
    model: body['model'],
    system_fingerprint: SYSTEM_FINGERPRINT,
  };
  const asksLogprobs = body['logprobs'] !== undefined && body['logprobs'] !== null;
  const choice = (text: string, index: number, finish: string | null) => ({
    text,
    index,
    logprobs: asksLogprobs ? certainty(text) : null,
    finish_reason: finish,
  });
  if (!stream) {
    return jsonAnswer({
      ...envelope,
      choices: choices.map(({ text, finish }, index) => choice(text, index, finish)),
      usage,
    });
  }
  const noUsage = includeUsage ? { usage: null } : {};
  const chunks = choices
    .flatMap(({ text, finish }, index) => [
      ...piecesOf(text).map((piece) => choice(piece, index, null)),
      choice('', index, finish),
    ])
    .map((each): JsonObject => ({ ...envelope, choices: [each], ...noUsage }));
  return streamAnswer(includeUsage ? [...chunks, { ...envelope, choices: [], usage }] : chunks);
}

/** Log probabilities of 0: the sandbox has no other answer. */
function certainty(text: string): JsonObject {
  const tokens = [...piecesOf(text)];
  let at = 0;
  const offsets = tokens.map((token) => (at += token.length) - token.length);
  return {
    tokens,
    token_logprobs: tokens.map(() => 0),
    top_logprobs: tokens.map((token) => ({ [token]: 0 })),
    text_offset: offsets,
  };
}

/** Texts; token arrays cannot be decoded here. */
function readPrompts(prompt: JsonValue | undefined): readonly string[] {
  if (typeof prompt === 'string') return [prompt];
  if (!Array.isArray(prompt) || prompt.length === 0) {
    throw new SandboxError(400, 'missing_required_parameter', "Missing required parameter: 'prompt'.", 'prompt');
  }
  if (typeof prompt[0] === 'number') return [tokensAsText(prompt.length)];
  return prompt.map((item) => (typeof item === 'string' ? item : tokensAsText(Array.isArray(item) ? item.length : 0)));
}

/** As long as so many tokens are counted. */
function tokensAsText(count: number): string {
  return '#'.repeat(count * 4);
}
