import type { JsonObject } from '../../../core/json.js';
import { toLegacyFunctionReply } from '../../formats/openai-chat/legacy-functions.js';
import { jsonAnswer, SandboxError, streamAnswer, type Answer } from './answer.js';
import { readChatRequest, type ChatRequest, type SandboxTool } from './chat-request.js';
import { exampleValue } from './example-value.js';
import { CREATED, digestOf, limitText, piecesOf, sentenceAbout, SYSTEM_FINGERPRINT, tokenUsage } from './wording.js';

interface Choice {
  readonly text: string;
  readonly calls: readonly { readonly id: string; readonly name: string; readonly arguments: string }[];
  readonly finish: 'stop' | 'length' | 'tool_calls';
}

/**
 * Answers a chat request in OpenAI's format: a sentence that repeats the last message, JSON for a schema, or calls of
 * tools. A tool is called where `tool_choice` demands it or the last user message names it.
 *
 * @throws SandboxError
 */
export function answerChat(body: JsonObject): Answer {
  const request = readChatRequest(body);
  const id = digestOf(body);
  const choices = Array.from({ length: request.n }, (_, index) => chooseAnswer(request, id, index));
  const envelope = { created: CREATED, model: request.model, system_fingerprint: SYSTEM_FINGERPRINT };
  const usage = usageOf(request, choices);
  const reply = (json: JsonObject) => (request.legacyFunctions ? toLegacyFunctionReply(json) : json);
  if (!request.stream) {
    const whole = choices.map(wholeChoice);
    return jsonAnswer(reply({ id: `chatcmpl-${id}`, object: 'chat.completion', ...envelope, choices: whole, usage }));
  }
  const chunk = { id: `chatcmpl-${id}`, object: 'chat.completion.chunk', ...envelope };
  const noUsage = request.includeUsage ? { usage: null } : {};
  const chunks = choices
    .flatMap((choice, index) => chunkChoices(choice, index))
    .map((choice) => reply({ ...chunk, choices: [choice], ...noUsage }));
  return streamAnswer(request.includeUsage ? [...chunks, { ...chunk, choices: [], usage }] : chunks);
}

function chooseAnswer(request: ChatRequest, id: string, index: number): Choice {
  const tools = toolsToCall(request);
  if (tools.length > 0) {
    const calls = tools.map(({ name, parameters }, position) => ({
      id: `call_${id.slice(8, 24)}${index}${position}`,
      name,
      arguments: JSON.stringify(exampleValue({ type: 'object', ...parameters })),
    }));
    return { text: '', calls, finish: 'tool_calls' };
  }
  const text = request.jsonSchema
    ? JSON.stringify(exampleValue(request.jsonSchema))
    : restOf(sentenceAbout(request.lastText, index), request.begun);
  return { ...limitText(text, request.stop, request.maxTokens), calls: [] };
}

/** What is left of an answer that was begun; all of it where it begins otherwise. */
function restOf(answer: string, begun: string): string {
  return answer.startsWith(begun) ? answer.slice(begun.length) : answer;
}

function toolsToCall({
  tools,
  toolChoice,
  lastText,
  lastRole,
  parallelToolCalls,
}: ChatRequest): readonly SandboxTool[] {
  if (toolChoice === 'none' || tools.length === 0) return [];
  if (typeof toolChoice === 'object') {
    const chosen = tools.filter(({ name }) => name === toolChoice.name);
    if (chosen.length > 0) return chosen;
    throw new SandboxError(400, null, `Tool choice '${toolChoice.name}' is not in 'tools'.`, 'tool_choice');
  }
  const named = lastRole === 'user' ? tools.filter(({ name }) => lastText.includes(name)) : [];
  const called = named.length === 0 && toolChoice === 'required' ? tools.slice(0, 1) : named;
  return parallelToolCalls ? called : called.slice(0, 1);
}

function wholeChoice({ text, calls, finish }: Choice, index: number): JsonObject {
  const toolCalls = calls.map(({ id, name, arguments: json }) => ({
    id,
    type: 'function',
    function: { name, arguments: json },
  }));
  const message = { role: 'assistant', content: calls.length > 0 ? null : text, refusal: null };
  return {
    index,
    message: calls.length > 0 ? { ...message, tool_calls: toolCalls } : message,
    logprobs: null,
    finish_reason: finish,
  };
}

function chunkChoices({ text, calls, finish }: Choice, index: number): JsonObject[] {
  const deltas: JsonObject[] = [
    { role: 'assistant', content: calls.length > 0 ? null : '', refusal: null },
    ...piecesOf(text).map((content) => ({ content })),
    ...calls.flatMap((call, position) => toolCallDeltas(call, position)),
  ];
  const open = deltas.map((delta) => ({ index, delta, logprobs: null, finish_reason: null }));
  return [...open, { index, delta: {}, logprobs: null, finish_reason: finish }];
}

function toolCallDeltas(call: Choice['calls'][number], index: number): JsonObject[] {
  const start = { index, id: call.id, type: 'function', function: { name: call.name, arguments: '' } };
  const pieces = call.arguments.match(/[^]{1,12}/gu) ?? [];
  return [
    { tool_calls: [start] },
    ...pieces.map((piece) => ({ tool_calls: [{ index, function: { arguments: piece } }] })),
  ];
}

function usageOf({ texts }: ChatRequest, choices: readonly Choice[]): JsonObject {
  const written = choices.flatMap(({ text, calls }) => [text, ...calls.map((call) => call.name + call.arguments)]);
  return {
    ...tokenUsage(texts, written),
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  };
}
