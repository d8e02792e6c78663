import { type JsonObject, objectOf, textOf } from '../../../core/json.js';

/**
 * Gemini 3 signs its function calls and refuses a history that comes back without the signatures. They travel in the
 * place that Google's own OpenAI-compatible API uses.
 *
 * @see https://ai.google.dev/gemini-api/docs/thought-signatures
 */
export function toSignatureExtension(signature: string): JsonObject {
  return signature === '' ? {} : { extra_content: { google: { thought_signature: signature } } };
}

/** '' where the message or tool call carries none. */
export function readSignature(json: JsonObject): string {
  return textOf(objectOf(objectOf(json['extra_content'])['google'])['thought_signature']);
}

/** Google's documented stand-in where the signature was lost, or the call was another vendor's. */
export const LOST_SIGNATURE = 'skip_thought_signature_validator';
