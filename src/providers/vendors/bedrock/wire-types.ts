import type { JsonObject, JsonValue } from '../../../core/json.js';

/*
 * What is read of Converse's replies and written into its requests, by name; what is read may be of any type.
 * See https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html.
 */

export type ConverseReply = Served & { output?: unknown; stopReason?: unknown; usage?: unknown };
/** How a whole reply, or the last event of a stream, says that the call was served. */
export type Served = { serviceTier?: unknown; performanceConfig?: unknown };
export type ConverseTier = { type?: unknown };
export type ConversePerformance = { latency?: unknown };
export type ConverseOutput = { message?: unknown };
export type ConverseMessage = { content?: unknown };
/** A block of a message, or one delta of it. */
export type ConverseBlock = {
  text?: unknown;
  toolUse?: unknown;
  reasoningContent?: unknown;
  citationsContent?: unknown;
};
export type ConverseToolUse = { toolUseId?: unknown; name?: unknown; type?: unknown; input?: unknown };
/** Streams give text and signature here, whole replies in `reasoningText`. */
export type ConverseReasoning = {
  text?: unknown;
  signature?: unknown;
  reasoningText?: unknown;
  redactedContent?: unknown;
};
export type ConverseEvent = Served & {
  contentBlockIndex?: unknown;
  start?: unknown;
  delta?: unknown;
  stopReason?: unknown;
  usage?: unknown;
  /** Of an exception. */
  message?: unknown;
};
export type ConverseUsage = {
  inputTokens?: unknown;
  outputTokens?: unknown;
  cacheReadInputTokens?: unknown;
  cacheWriteInputTokens?: unknown;
  cacheDetails?: unknown;
};
export type ConverseCacheDetail = { ttl?: unknown; inputTokens?: unknown };
/** The body of an exception; older services spell `message` with a capital. */
export type BedrockError = { __type?: unknown; message?: unknown; Message?: unknown };

/** Of InvokeModel, by which Titan, Cohere and Nova give their vectors in different places. */
export type EmbeddingReply = { embedding?: JsonValue; embeddings?: JsonValue; inputTextTokenCount?: unknown };
export type CohereEmbeddings = { float?: JsonValue };
export type NovaEmbedding = { embedding?: JsonValue };
/** Of InvokeModel, by which Titan, Nova and Stability give their images in different places. */
export type ImageReply = { images?: unknown; artifacts?: unknown; finish_reasons?: unknown; error?: unknown };
export type StabilityArtifact = { base64?: unknown; finishReason?: unknown };

export type ConverseRequestBody = {
  messages: ConverseTurn[];
  system?: ConverseContent[];
  inferenceConfig?: InferenceConfig;
  toolConfig?: ToolConfig;
  outputConfig?: OutputConfig;
  additionalModelRequestFields?: JsonObject;
  serviceTier?: { type: string };
  /** These are taken as the caller sent them. */
  guardrailConfig?: JsonValue;
  requestMetadata?: JsonValue;
  performanceConfig?: JsonValue;
  additionalModelResponseFieldPaths?: JsonValue;
};
export type ConverseTurn = { role: 'user' | 'assistant'; content: ConverseContent[] };
/** Exactly one member. */
export type ConverseContent = CachePoint & {
  text?: string;
  image?: { format: string; source: { bytes: string } };
  document?: { format: string; name: string; source: { bytes: string }; citations?: JsonObject };
  toolUse?: { toolUseId: string; name: string; input: JsonObject };
  toolResult?: { toolUseId: string; status: 'success' | 'error'; content: ConverseContent[] };
  reasoningContent?: { redactedContent: string } | { reasoningText: { text: string; signature: string } };
};
export type CachePoint = { cachePoint?: { type: 'default'; ttl?: string } };
export type InferenceConfig = { maxTokens?: number; temperature?: number; topP?: number; stopSequences?: string[] };
export type ToolConfig = { tools: ConverseTool[]; toolChoice?: ConverseToolChoice };
/** Exactly one member. */
export type ConverseTool = CachePoint & {
  toolSpec?: { name: string; description?: string; inputSchema: { json: JsonObject }; strict?: true };
};
/** Exactly one member. */
export type ConverseToolChoice = { auto?: JsonObject; any?: JsonObject; tool?: { name: string } };
export type OutputConfig = {
  textFormat: {
    type: 'json_schema';
    structure: { jsonSchema: { schema: string; name: string; description?: string } };
  };
};
