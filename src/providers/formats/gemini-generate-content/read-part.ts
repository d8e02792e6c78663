import { createHash } from 'node:crypto';
import { type JsonObject, objectOf, objectsOf, textOf } from '../../../core/json.js';
import type {
  GeminiAlternatives,
  GeminiCandidate,
  GeminiContent,
  GeminiFunctionCall,
  GeminiInlineData,
  GeminiLogprob,
  GeminiLogprobs,
  GeminiPart,
} from './wire-types.js';

/** What one part of a candidate brings to an OpenAI reply. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly signature: string }
  | { readonly kind: 'reasoning'; readonly text: string }
  | { readonly kind: 'image'; readonly url: string }
  | { readonly kind: 'call'; readonly call: GeminiFunctionCall; readonly signature: string };

/** Pieces in order; parts that OpenAI has no place for (code that the model ran, what it printed) bring none. */
export function readPieces(candidate: GeminiCandidate): readonly Piece[] {
  return readParts(candidate).flatMap((part): Piece[] => {
    const signature = textOf(part.thoughtSignature);
    if (part.functionCall !== undefined) return [{ kind: 'call', call: objectOf(part.functionCall), signature }];
    if (part.inlineData !== undefined) return readImage(objectOf(part.inlineData));
    const text = textOf(part.text);
    if (part.thought === true) return text === '' ? [] : [{ kind: 'reasoning', text }];
    return text === '' && signature === '' ? [] : [{ kind: 'text', text, signature }];
  });
}

/** Files inside a candidate: images, sound. */
export function readInlineData(candidate: GeminiCandidate): readonly GeminiInlineData[] {
  const files = readParts(candidate).map(({ inlineData }): GeminiInlineData => objectOf(inlineData));
  return files.filter(({ data }) => textOf(data) !== '');
}

function readParts(candidate: GeminiCandidate): readonly GeminiPart[] {
  const content: GeminiContent = objectOf(candidate.content);
  return objectsOf(content.parts);
}

/** What a choice has brought so far. */
export type Output = 'nothing' | 'text' | 'calls';

/** With one more piece: thoughts and bare signatures are no answer. */
export function outputWith(before: Output, piece: Piece): Output {
  if (piece.kind === 'call') return 'calls';
  const isAnswer = piece.kind === 'image' || (piece.kind === 'text' && piece.text !== '');
  return before === 'nothing' && isAnswer ? 'text' : before;
}

function readImage({ mimeType, data }: GeminiInlineData): Piece[] {
  const type = textOf(mimeType);
  return type.startsWith('image/') ? [{ kind: 'image', url: `data:${type};base64,${textOf(data)}` }] : [];
}

/** The vendor's id of a call, else one that no other reply has: Vertex sends none, OpenAI's clients need one. */
export function callIdOf(call: GeminiFunctionCall, replyId: string, choice: number, index: number): string {
  const id = textOf(call.id);
  if (id !== '') return id;
  return `call_${createHash('sha256').update(`${replyId}/${choice}/${index}`).digest('hex').slice(0, 24)}`;
}

/** OpenRouter's form of an image in a reply, which clients already know. */
export function toImage(url: string, index: number): JsonObject {
  return { type: 'image_url', index, image_url: { url } };
}

/** `logprobs` of a choice, null where the candidate brings none. */
export function readLogprobs(candidate: GeminiCandidate): JsonObject | null {
  const result: GeminiLogprobs = objectOf(candidate.logprobsResult);
  const chosen: readonly GeminiLogprob[] = objectsOf(result.chosenCandidates);
  if (chosen.length === 0) return null;
  const alternatives: readonly GeminiAlternatives[] = objectsOf(result.topCandidates);
  return {
    content: chosen.map((token, at) => ({
      ...toLogprob(token),
      top_logprobs: objectsOf(alternatives[at]?.candidates).map(toLogprob),
    })),
    refusal: null,
  };
}

function toLogprob({ token, logProbability }: GeminiLogprob): JsonObject {
  return { token: textOf(token), logprob: typeof logProbability === 'number' ? logProbability : 0, bytes: null };
}
