import type { JsonObject, JsonValue } from '../../../core/json.js';

/*
 * What is read of Gemini's replies and written into its requests, by name; the values are read with care.
 * See https://ai.google.dev/api/generate-content.
 */

/** A whole reply, an event of a stream, or an error in their place. */
export type GeminiReply = {
  responseId?: unknown;
  candidates?: unknown;
  usageMetadata?: unknown;
  promptFeedback?: unknown;
  error?: unknown;
};
export type GeminiCandidate = {
  index?: unknown;
  content?: unknown;
  finishReason?: unknown;
  finishMessage?: unknown;
  logprobsResult?: unknown;
};
export type GeminiContent = { parts?: unknown };
export type GeminiPart = {
  text?: unknown;
  thought?: unknown;
  thoughtSignature?: unknown;
  functionCall?: unknown;
  inlineData?: unknown;
};
export type GeminiFunctionCall = {
  id?: unknown;
  name?: unknown;
  args?: unknown;
  partialArgs?: unknown;
  willContinue?: unknown;
};
/** One piece of a call's arguments, and the JSON path it belongs to. */
export type GeminiPartialArgument = {
  jsonPath?: unknown;
  stringValue?: JsonValue;
  numberValue?: JsonValue;
  boolValue?: JsonValue;
  nullValue?: unknown;
};
export type GeminiInlineData = { mimeType?: unknown; data?: unknown };
export type GeminiLogprobs = { chosenCandidates?: unknown; topCandidates?: unknown };
export type GeminiAlternatives = { candidates?: unknown };
export type GeminiLogprob = { token?: unknown; logProbability?: unknown };
export type GeminiPromptFeedback = { blockReason?: unknown };
export type GeminiUsage = {
  promptTokenCount?: unknown;
  toolUsePromptTokenCount?: unknown;
  cachedContentTokenCount?: unknown;
  candidatesTokenCount?: unknown;
  thoughtsTokenCount?: unknown;
  trafficType?: unknown;
  serviceTier?: unknown;
  promptTokensDetails?: unknown;
  candidatesTokensDetails?: unknown;
};
export type GeminiTokenDetail = { modality?: unknown; tokenCount?: unknown };
export type GeminiError = { code?: unknown; message?: unknown; details?: unknown };
export type GeminiErrorDetail = { reason?: unknown; retryDelay?: unknown };
/** Of `:predict` and of the ways to embeddings. */
export type GeminiPredictReply = { predictions?: unknown; metadata?: unknown };
export type GeminiPredictMetadata = { billableCharacterCount?: unknown };
export type GeminiEmbedReply = { embedding?: unknown; embeddings?: unknown; usageMetadata?: unknown };
/** An image of Imagen's, or a vector. */
export type GeminiPrediction = { bytesBase64Encoded?: unknown; raiFilteredReason?: unknown; embeddings?: unknown };
export type GeminiEmbedding = { values?: JsonValue; statistics?: unknown };
export type GeminiEmbeddingStatistics = { token_count?: unknown };

export type GeminiRequestBody = {
  contents: GeminiRequestContent[];
  systemInstruction?: { parts: GeminiRequestPart[] };
  tools?: JsonObject[];
  toolConfig?: JsonObject;
  generationConfig?: GenerationConfig;
  safetySettings?: JsonValue;
  cachedContent?: JsonValue;
  labels?: JsonValue;
};
export type GeminiRequestContent = { role: 'user' | 'model'; parts: GeminiRequestPart[] };
export type GeminiRequestPart =
  | { text: string; thoughtSignature?: string }
  | { inlineData: { mimeType: string; data: string } }
  | { fileData: { mimeType: string; fileUri: string } }
  | { functionCall: { id?: string; name: string; args: JsonObject }; thoughtSignature?: string }
  | { functionResponse: { id?: string; name: string; response: JsonObject; parts?: GeminiRequestPart[] } };
export type GenerationConfig = {
  temperature?: JsonValue;
  topP?: JsonValue;
  topK?: JsonValue;
  candidateCount?: JsonValue;
  maxOutputTokens?: JsonValue;
  stopSequences?: JsonValue;
  seed?: JsonValue;
  presencePenalty?: JsonValue;
  frequencyPenalty?: JsonValue;
  responseLogprobs?: JsonValue;
  logprobs?: JsonValue;
  responseMimeType?: JsonValue;
  responseJsonSchema?: JsonValue;
  responseModalities?: JsonValue;
  thinkingConfig?: JsonValue;
};
