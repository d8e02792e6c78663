import { asReceived, defined } from './defined.js';
import { GatewayError } from '../../src/core/errors.js';
import { textOf } from '../../src/core/json.js';
import type { StreamItem, StreamTranslator } from '../../src/providers/provider-strategy.js';
import type { Recording } from './recordings.js';

/** A chunk as clients see it, with the fields that OpenAI's types do not know. */
interface WireChunk {
  readonly object: string;
  readonly choices: readonly WireChoice[];
  readonly usage?: WireUsage;
}

interface WireChoice {
  readonly index: number;
  readonly finish_reason: string | null;
  readonly delta: {
    readonly role?: string;
    readonly content?: string;
    readonly reasoning_content?: string;
    readonly images?: readonly unknown[];
    readonly tool_calls?: readonly WireCall[];
  };
}

interface WireCall {
  readonly index: number;
  readonly id?: string;
  readonly type?: string;
  readonly function: { readonly name?: string; readonly arguments: string };
  readonly extra_content?: unknown;
}

export interface WireUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

/** What a client has put together from the chunks of one choice. */
export interface CollectedChoice {
  content: string;
  reasoning: string;
  images: number;
  finishReason: string | null;
  readonly toolCalls: { id: string; name: string; arguments: string; extra: unknown }[];
}

export interface CollectedStream {
  readonly id: string;
  readonly choices: ReadonlyMap<number, CollectedChoice>;
  readonly usage: WireUsage | null;
  readonly error: GatewayError | null;
}

export function isStream({ response }: Recording): boolean {
  return response.sse !== undefined || response.events !== undefined || response.eventstream !== undefined;
}

/**
 * A recorded stream as it was on the wire; events that were kept decoded get their framing back.
 *
 * @param terminator what the vendor ends its streams with
 */
export function streamBytes({ response }: Recording, terminator = ''): Buffer {
  if (response.eventstream !== undefined) return Buffer.from(response.eventstream, 'base64');
  const framed = response.events?.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('') ?? '';
  return Buffer.from(response.sse ?? framed + terminator);
}

/** Feeds bytes in pieces of `size`, then ends the body. */
export function translate(translator: StreamTranslator, bytes: Uint8Array, size = bytes.length): StreamItem[] {
  const items: StreamItem[] = [];
  for (let at = 0; at < bytes.length; at += size) items.push(...translator.push(bytes.subarray(at, at + size)));
  if (!translator.done) items.push(...translator.end());
  return items;
}

/** Reads chunks as OpenAI's SDKs do, and fails where one of the rules that they rely on is broken. */
export function collect(items: readonly StreamItem[]): CollectedStream {
  const choices = new Map<number, CollectedChoice>();
  let usage: WireUsage | null = null;
  const id = idOf(items[0]);
  for (const [at, item] of items.entries()) {
    if (item instanceof GatewayError) {
      expect(at).toBe(items.length - 1);
      return { id, choices, usage, error: item };
    }
    const chunk = asReceived(item) as WireChunk;
    expect(idOf(item)).toBe(id);
    expect(chunk.object).toBe('chat.completion.chunk');
    if (chunk.choices.length === 0) {
      expect(usage).toBeNull();
      usage = defined(chunk.usage);
      expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens);
    }
    for (const choice of chunk.choices) readChoice(choice, choices);
  }
  for (const choice of choices.values()) {
    expect(choice.finishReason).not.toBeNull();
    for (const call of choice.toolCalls) expect(typeof JSON.parse(call.arguments)).toBe('object');
  }
  return { id, choices, usage, error: null };
}

function idOf(item: StreamItem | undefined): string {
  return item === undefined || item instanceof GatewayError ? '' : textOf(item['id']);
}

function readChoice(choice: WireChoice, choices: Map<number, CollectedChoice>): void {
  const known = choices.get(choice.index);
  if (known === undefined) {
    expect(choice.delta).toEqual({ role: 'assistant', content: '' });
    choices.set(choice.index, { content: '', reasoning: '', images: 0, finishReason: null, toolCalls: [] });
    return;
  }
  expect(known.finishReason).toBeNull();
  expect(choice.delta.role).toBeUndefined();
  known.content += choice.delta.content ?? '';
  known.reasoning += choice.delta.reasoning_content ?? '';
  known.images += choice.delta.images?.length ?? 0;
  for (const call of choice.delta.tool_calls ?? []) readCall(call, known);
  if (choice.finish_reason !== null) {
    expect(choice.delta).toEqual({});
    known.finishReason = choice.finish_reason;
  }
}

function readCall(call: WireCall, { toolCalls }: CollectedChoice): void {
  if (call.id === undefined) {
    expect(Object.keys(call).sort()).toEqual(['function', 'index']);
    defined(toolCalls[call.index]).arguments += call.function.arguments;
    return;
  }
  expect(call.index).toBe(toolCalls.length);
  expect(call.type).toBe('function');
  expect(toolCalls.map(({ id }) => id)).not.toContain(call.id);
  const { name, arguments: text } = call.function;
  toolCalls.push({ id: call.id, name: name ?? '', arguments: text, extra: call.extra_content });
}
