import type { JsonObject, JsonValue } from '../../../core/json.js';

/*
 * What is read of Claude's replies and written into its requests, by name; what is read may be of any type.
 * See https://docs.claude.com/en/api/messages.
 */

/** A whole message, and of a streamed one its beginning and its end. */
export type ClaudeMessage = {
  id?: unknown;
  content?: unknown;
  stop_reason?: unknown;
  stop_details?: unknown;
  usage?: unknown;
};
/** A block of a message, and the deltas of a streamed one. */
export type ClaudeBlock = {
  type?: unknown;
  id?: unknown;
  name?: unknown;
  input?: unknown;
  partial_json?: unknown;
  text?: unknown;
  thinking?: unknown;
  signature?: unknown;
  data?: unknown;
};
export type ClaudeEvent = {
  type?: unknown;
  index?: unknown;
  message?: unknown;
  content_block?: unknown;
  delta?: unknown;
  usage?: unknown;
  error?: unknown;
};
export type ClaudeUsage = {
  input_tokens?: unknown;
  cache_read_input_tokens?: unknown;
  cache_creation_input_tokens?: unknown;
  cache_creation?: unknown;
  output_tokens?: unknown;
  output_tokens_details?: unknown;
  service_tier?: unknown;
  speed?: unknown;
  inference_geo?: unknown;
};
export type ClaudeStopDetails = { explanation?: unknown };
export type ClaudeCacheCreation = { ephemeral_1h_input_tokens?: unknown };
export type ClaudeOutputDetails = { thinking_tokens?: unknown };
export type ClaudeError = { type?: unknown; message?: unknown };

export type ClaudeRequestBody = Marked & {
  max_tokens: number;
  system?: ClaudeContent[];
  messages: ClaudeTurn[];
  temperature?: number;
  top_p?: number;
  top_k?: number;
  stop_sequences?: string[];
  tools?: ClaudeTool[];
  tool_choice?: ClaudeToolChoice;
  /** The caller's own travels as it is. */
  thinking?: JsonObject;
  output_config?: { effort?: string; format?: { type: 'json_schema'; schema: JsonObject } };
  metadata?: { user_id: string };
  service_tier?: string;
};
/** What may say that the prompt is cached up to here. */
export type Marked = { cache_control?: JsonValue };
export type ClaudeTurn = { role: 'user' | 'assistant' | 'system'; content: ClaudeContent[] };
export type ClaudeContent = Marked &
  (
    | { type: 'text'; text: string }
    | { type: 'image'; source: ClaudeSource }
    | { type: 'document'; source: ClaudeSource; title?: string; citations?: JsonObject }
    | { type: 'tool_use'; id: string; name: string; input: JsonObject }
    | { type: 'tool_result'; tool_use_id: string; content?: ClaudeContent[]; is_error?: true }
    | ThinkingBlock
  );
export type ClaudeSource =
  | { type: 'base64'; media_type: string; data: string }
  | { type: 'text'; media_type: 'text/plain'; data: string }
  | { type: 'url'; url: string };
/** The model's own thoughts, signed so that they can be given back. The same on Anthropic, Vertex and Bedrock. */
export type ThinkingBlock =
  { type: 'thinking'; thinking: string; signature: string } | { type: 'redacted_thinking'; data: string };
export type ClaudeTool = Marked & { name: string; description?: string; input_schema: JsonObject; strict?: true };
export type ClaudeToolChoice = {
  type: 'auto' | 'none' | 'any' | 'tool';
  name?: string;
  disable_parallel_tool_use?: true;
};
