import { UpstreamError } from '../../../core/errors.js';
import { countOf, type JsonObject, objectOf, objectsOf, textOf } from '../../../core/json.js';
import type { ReplyContext } from '../../provider-strategy.js';
import { convertUsage } from './convert-usage.js';
import { mapFinishReason } from './map-finish-reason.js';
import { toUpstreamError } from './read-error.js';
import { callIdOf, readLogprobs, readPieces, outputWith, toImage, type Piece } from './read-part.js';
import { toSignatureExtension } from './thought-signature.js';
import { readToolNames } from './to-request.js';
import type { GeminiCandidate, GeminiPromptFeedback, GeminiReply } from './wire-types.js';

/**
 * A whole `GenerateContentResponse` as a chat completion.
 *
 * @see https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse
 * @throws UpstreamError where the reply is no answer
 */
export function fromResponse(body: JsonObject, context: ReplyContext): JsonObject {
  const reply: GeminiReply = body;
  if (reply.error !== undefined) throw toUpstreamError(body);
  const id = textOf(reply.responseId) || context.fallbackId;
  const usage = convertUsage(objectOf(reply.usageMetadata));
  return {
    id,
    object: 'chat.completion',
    created: context.created,
    model: context.model,
    choices: toChoices(reply, context),
    ...(usage !== null && { usage }),
  };
}

function toChoices(reply: GeminiReply, context: ReplyContext): JsonObject[] {
  const candidates = objectsOf(reply.candidates);
  if (candidates.length > 0) return candidates.map((candidate, at) => toChoice(candidate, at, context));
  if (!isBlocked(reply)) {
    throw new UpstreamError({ kind: 'invalid-response', message: 'The provider answered without a candidate.' });
  }
  return [{ index: 0, message: toMessage([], []), logprobs: null, finish_reason: 'content_filter' }];
}

/** The prompt was refused: there are no candidates then. */
export function isBlocked(reply: GeminiReply): boolean {
  const feedback: GeminiPromptFeedback = objectOf(reply.promptFeedback);
  return textOf(feedback.blockReason) !== '';
}

function toChoice(candidate: GeminiCandidate, at: number, context: ReplyContext): JsonObject {
  const index = countOf(candidate.index) ?? at;
  const pieces = readPieces(candidate);
  const names = readToolNames(context.request);
  const calls = pieces
    .filter((piece) => piece.kind === 'call')
    .map(({ call, signature }, place) => ({
      id: callIdOf(call, context.fallbackId, index, place),
      type: 'function',
      function: { name: names.toCaller(textOf(call.name)), arguments: JSON.stringify(objectOf(call.args)) },
      ...toSignatureExtension(signature),
    }));
  const finish = mapFinishReason(textOf(candidate.finishReason), pieces.reduce(outputWith, 'nothing'));
  if (finish instanceof UpstreamError) throw finish;
  return { index, message: toMessage(pieces, calls), logprobs: readLogprobs(candidate), finish_reason: finish };
}

function toMessage(pieces: readonly Piece[], calls: readonly JsonObject[]): JsonObject {
  const text = pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('');
  const reasoning = pieces.map((piece) => (piece.kind === 'reasoning' ? piece.text : '')).join('');
  const images = pieces.filter((piece) => piece.kind === 'image').map(({ url }, index) => toImage(url, index));
  const signature = pieces.map((piece) => (piece.kind === 'text' ? piece.signature : '')).join('');
  return {
    role: 'assistant',
    content: text === '' && calls.length > 0 ? null : text,
    refusal: null,
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...(calls.length > 0 && { tool_calls: [...calls] }),
    ...(images.length > 0 && { images }),
    ...toSignatureExtension(signature),
  };
}
