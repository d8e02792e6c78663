import type { JsonObject, JsonValue } from '../../../core/json.js';
import type { ChatRequest, FunctionTool } from './chat-request.js';

/** The tools that may be called: all, or those that `tool_choice` allows. */
export function offeredTools({ tools, toolChoice }: ChatRequest): readonly FunctionTool[] {
  if (toolChoice?.kind !== 'allowed') return tools;
  return tools.filter((tool) => toolChoice.names.includes(tool.name));
}

/** Names of the tools that the conversation has called, each once. */
export function namesInHistory({ messages }: ChatRequest): readonly string[] {
  const names = messages.flatMap((message) =>
    message.role === 'assistant' ? message.toolCalls.map((call) => call.name) : [],
  );
  return [...new Set(names)];
}

/** A copy with `type: "object"`, which vendors demand of a tool's parameters. */
export function toObjectSchema(schema: JsonObject): JsonObject {
  if (Object.keys(schema).length === 0) return { type: 'object', properties: {} };
  return schema['type'] === 'object' ? schema : { ...schema, type: 'object' };
}

/** A description with the keywords that had to leave the schema. */
export function describeRest(description: JsonValue | undefined, rest: JsonObject): string {
  const words = `Must satisfy ${JSON.stringify(rest)}.`;
  return typeof description === 'string' && description !== '' ? `${description} ${words}` : words;
}
