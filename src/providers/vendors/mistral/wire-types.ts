import type { JsonObject, JsonValue } from '../../../core/json.js';

/*
 * What is read of Mistral's replies and written into its requests, by name; the values are read with care.
 * See https://docs.mistral.ai/api/.
 */

/** A whole completion, an event of a stream, or an error in their place. */
export type MistralReply = {
  id?: unknown;
  object?: unknown;
  choices?: unknown;
  usage?: unknown;
  error?: unknown;
  detail?: unknown;
};
export type MistralChoice = { index?: unknown; finish_reason?: unknown; message?: unknown; delta?: unknown };
export type MistralMessage = { content?: unknown; tool_calls?: unknown };
export type MistralContentPart = { type?: unknown; text?: unknown; thinking?: unknown };
export type MistralToolCall = { id?: unknown; index?: unknown; function?: unknown };
export type MistralFunction = { name?: unknown; arguments?: unknown };
export type MistralUsage = {
  prompt_tokens?: unknown;
  completion_tokens?: unknown;
  total_tokens?: unknown;
  num_cached_tokens?: unknown;
  prompt_audio_seconds?: unknown;
  prompt_tokens_details?: unknown;
};
export type MistralPromptDetails = { audio_tokens?: unknown; cached_tokens?: unknown };
export type MistralError = {
  message?: unknown;
  detail?: unknown;
  type?: unknown;
  code?: unknown;
  param?: unknown;
  raw_status_code?: unknown;
};

/** One place that the validator of a request found wrong. */
export type MistralFault = { loc?: unknown; msg?: unknown };
export type MistralEmbeddingReply = { data?: unknown; usage?: unknown };
export type MistralEmbedding = { index?: unknown; embedding?: JsonValue };
export type MistralSpeechReply = { audio_data?: unknown };
export type MistralTranscript = { text?: unknown; language?: unknown; segments?: unknown; usage?: unknown };
export type MistralSegment = { text?: unknown; start?: unknown; end?: unknown };

/** A chat request: an unknown member anywhere is a 422. */
export type MistralRequestBody = {
  model: string;
  messages: MistralRequestMessage[];
  temperature?: JsonValue;
  top_p?: JsonValue;
  n?: JsonValue;
  frequency_penalty?: JsonValue;
  presence_penalty?: JsonValue;
  parallel_tool_calls?: JsonValue;
  prompt_cache_key?: JsonValue;
  safe_prompt?: JsonValue;
  prompt_mode?: JsonValue;
  reasoning_effort?: JsonValue;
  max_tokens?: JsonValue;
  stop?: JsonValue;
  random_seed?: JsonValue;
  response_format?: JsonValue;
  tools?: JsonObject[];
  tool_choice?: JsonValue;
  stream?: JsonValue;
};

export type MistralRequestMessage = {
  role: 'system' | 'user' | 'assistant' | 'tool';
  content: string | MistralRequestPart[];
  tool_calls?: JsonObject[];
  tool_call_id?: string;
  prefix?: true;
};

export type MistralRequestPart =
  | { type: 'text'; text: string }
  | { type: 'image_url'; image_url: { url: string; detail?: string } }
  | { type: 'input_audio'; input_audio: string }
  | { type: 'document_url'; document_url: string; document_name?: string };
