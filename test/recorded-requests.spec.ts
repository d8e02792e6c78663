import { asReceived, defined } from './support/defined.js';
import { JsonBody } from '../src/core/json-body.js';
import { type JsonObject, textOf } from '../src/core/json.js';
import type { PreparedCall } from '../src/providers/provider-strategy.js';
import type { Transport } from '../src/providers/transport/transport.js';
import { VENDORS } from '../src/providers/vendors/index.js';
import { recordingsOf } from './support/recordings.js';

/**
 * Vendors whose requests are nearly OpenAI's: a recorded request, written in OpenAI's format, must be translated back
 * to the recorded one. (Claude's, Bedrock's and Google's formats have specs of their own beside their mappers.)
 */
const CREDENTIALS: Readonly<Record<string, JsonObject>> = {
  azure: { resourceName: 'r', authMethod: 'apiKey', apiKey: 'key-of-azure' },
  groq: { apiKey: 'some-api-key' },
  mistral: { apiKey: 'some-api-key' },
};
const transport: Transport = { send: () => Promise.reject(new Error('not called')) };

interface Sent {
  readonly body: JsonObject;
  readonly dropped: readonly string[];
}

/** What the vendor's adapter would put on the wire for an OpenAI request. */
async function sentTo(vendor: string, request: JsonObject): Promise<Sent> {
  const strategy = VENDORS.find((each) => each.vendor === vendor);
  const connection = strategy?.connect({ credentials: defined(CREDENTIALS[vendor]), baseUrl: null, transport });
  const adapter = connection?.endpoints['chat/completions'];
  if (adapter === undefined) throw new Error(`${vendor} does not chat`);
  const model = textOf(request['model']);
  const call = { endpoint: 'chat/completions', model, stream: request['stream'] === true } as const;
  const prepared: PreparedCall =
    adapter.kind === 'pass-through'
      ? adapter.toRequest({ ...call, body: JsonBody.of(request) })
      : await adapter.toRequest({ ...call, body: request });
  const { body } = prepared.request;
  if (!(body instanceof Uint8Array)) throw new Error(`${vendor} sends no JSON`);
  return { body: JSON.parse(Buffer.from(body).toString()) as JsonObject, dropped: prepared.dropped };
}

/** Accepted requests alone tell what a vendor accepts; of a few replies nobody recorded the request. */
function chatsOf(provider: string): (readonly [string, JsonObject])[] {
  return recordingsOf(provider).flatMap(({ id, api, request, response }) =>
    api === 'chat' && response.status < 400 && request?.json ? [[id, request.json] as const] : [],
  );
}

describe('azure', () => {
  const chats = chatsOf('azure');

  it('has recordings to check', () => {
    expect(chats.length).toBeGreaterThanOrEqual(20);
  });

  it.each(chats)('%s', async (_, recorded) => {
    expect(await sentTo('azure', recorded)).toEqual({ body: recorded, dropped: [] });
  });
});

describe('groq', () => {
  const chats = chatsOf('groq');

  it('has recordings to check', () => {
    expect(chats.length).toBeGreaterThanOrEqual(32);
  });

  it.each(chats)('%s', async (_, recorded) => {
    expect(await sentTo('groq', recorded)).toEqual({ body: withoutSingleChoice(recorded), dropped: [] });
  });

  /** One choice is what Groq makes anyway, and the only number that it takes: the adapter leaves it out. */
  function withoutSingleChoice({ n, ...rest }: JsonObject): JsonObject {
    return { ...rest, ...(n !== undefined && n !== 1 && { n }) };
  }
});

describe('mistral', () => {
  const chats = chatsOf('mistral').map(([id, json]) => [id, asReceived(json) as MistralRequest] as const);

  it('has recordings to check', () => {
    expect(chats.length).toBeGreaterThanOrEqual(55);
  });

  it.each(chats)('%s', async (_, recorded) => {
    const sent = await sentTo('mistral', toOpenAi(recorded));
    const body = asReceived(sent.body) as MistralRequest;
    const ids = callIdsOf(body);
    expect(ids.filter((id) => !TOOL_ID.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    const expected = withSentIds(recorded, ids);
    expect(withParsedArguments(body)).toEqual(withParsedArguments(normalised(expected)));
    // A message that the caller did not write is an approximation, and reported as one.
    expect(sent.dropped).toEqual(hasPlaceholder(body) ? ['messages'] : []);
  });
});

interface MistralRequest {
  readonly messages: readonly MistralMessage[];
  readonly tools?: readonly MistralTool[];
  readonly tool_choice?: JsonObject | string;
  readonly random_seed?: number;
  readonly stream?: boolean;
}

interface MistralMessage {
  readonly role: string;
  readonly content: string | readonly MistralPart[];
  readonly prefix?: boolean;
  readonly tool_call_id?: string;
  readonly tool_calls?: readonly MistralCall[];
}

interface MistralTool {
  readonly type?: string;
  readonly function: JsonObject;
}

interface MistralCall {
  readonly id: string;
  readonly type: string;
  /** The place among the calls of a reply, which some clients send back. */
  readonly index?: number;
  readonly function: { readonly name: string; readonly arguments: string };
}

type MistralPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: string | { readonly url: string; readonly detail?: string } }
  | { readonly type: 'document_url'; readonly document_url: string; readonly document_name?: string }
  | { readonly type: 'input_audio'; readonly input_audio: string };

const TOOL_ID = /^[a-zA-Z0-9]{9}$/;

/** The request that an OpenAI client would have sent to ask for the same. */
function toOpenAi({ random_seed: seed, tool_choice: choice, tools, messages, ...rest }: MistralRequest): JsonObject {
  const request = {
    ...rest,
    messages: messages
      .filter((_, index) => !isPlaceholder(messages, index))
      .map(({ content, ...message }) => ({
        ...message,
        content: typeof content === 'string' ? content : content.map(toOpenAiPart),
      })),
    tools: tools?.map(withType),
    seed,
    tool_choice: choice === 'any' ? 'required' : choice,
  };
  return JSON.parse(JSON.stringify(request)) as JsonObject;
}

function toOpenAiPart(part: MistralPart): JsonObject {
  switch (part.type) {
    case 'text':
      return { ...part };
    case 'image_url':
      return { type: 'image_url', image_url: toImage(part.image_url) };
    case 'document_url':
      return { type: 'file', file: { file_data: part.document_url, filename: part.document_name } };
    case 'input_audio':
      return { type: 'input_audio', input_audio: { data: part.input_audio, format: 'mp3' } };
    default:
      throw new Error(`an OpenAI message has no part for ${JSON.stringify(part)}`);
  }
}

/** One spelling of what Mistral's own clients spell in two ways, or say although it is the default. */
function normalised({ stream, tools, ...recorded }: MistralRequest): MistralRequest {
  return {
    ...recorded,
    messages: withPlaceholders(recorded.messages).map(normalisedMessage),
    ...(stream === true && { stream }),
    ...(tools && { tools: tools.map(withType) }),
  };
}

/** A function is the default of a tool's type, and OpenAI's clients have to say it. */
function withType(tool: MistralTool): MistralTool {
  return { type: 'function', ...tool };
}

function normalisedMessage({ prefix, tool_calls: calls, content, ...message }: MistralMessage): MistralMessage {
  return {
    ...message,
    content: typeof content === 'string' ? content : normalisedContent(content),
    ...(prefix === true && { prefix }),
    ...(calls && { tool_calls: calls.map(({ id, type, function: called }) => ({ id, type, function: called })) }),
  };
}

/** A text alone is a string, and nothing an empty one. */
function normalisedContent(parts: readonly MistralPart[]): MistralMessage['content'] {
  if (parts.length === 0) return '';
  const [first] = parts;
  if (parts.length === 1 && first?.type === 'text') return first.text;
  return parts.map((part) => (part.type === 'image_url' ? { ...part, image_url: toImage(part.image_url) } : part));
}

function toImage(image: Extract<MistralPart, { type: 'image_url' }>['image_url']) {
  return typeof image === 'string' ? { url: image } : image;
}

/** What the adapter puts between a tool's result and a user's words: a client of Mistral's did so in some recordings. */
const PLACEHOLDER: MistralMessage = { role: 'assistant', content: 'OK' };

function isPlaceholder(messages: readonly MistralMessage[], index: number): boolean {
  const { role, content, tool_calls: calls } = defined(messages[index]);
  const text = typeof content === 'string' ? content : normalisedContent(content);
  const isOk = role === PLACEHOLDER.role && text === PLACEHOLDER.content && calls === undefined;
  return isOk && messages[index - 1]?.role === 'tool' && messages[index + 1]?.role === 'user';
}

function hasPlaceholder({ messages }: MistralRequest): boolean {
  return messages.some((_, index) => isPlaceholder(messages, index));
}

/** Some models take a user's words right after a result; the adapter does not know which, and always parts the two. */
function withPlaceholders(messages: readonly MistralMessage[]): readonly MistralMessage[] {
  return messages.flatMap((message, index) =>
    message.role === 'user' && messages[index - 1]?.role === 'tool' ? [PLACEHOLDER, message] : [message],
  );
}

function callIdsOf({ messages }: MistralRequest): readonly string[] {
  return messages.flatMap(({ tool_calls: calls }) => (calls ?? []).map(({ id }) => id));
}

/** Ids that the recordings' authors blackened do not fit Mistral's form; the others have to arrive as they are. */
function withSentIds(recorded: MistralRequest, sent: readonly string[]): MistralRequest {
  const replaced = new Map(
    callIdsOf(recorded).flatMap((id, index) => (TOOL_ID.test(id) ? [] : [[id, sent[index]] as const])),
  );
  return JSON.parse(
    JSON.stringify(recorded, (key, value: unknown) =>
      (key === 'id' || key === 'tool_call_id') && typeof value === 'string' ? (replaced.get(value) ?? value) : value,
    ),
  ) as MistralRequest;
}

/** Arguments are the text of an object: its blanks mean nothing. */
function withParsedArguments(request: MistralRequest): unknown {
  return JSON.parse(
    JSON.stringify(request, (key, value: unknown) =>
      key === 'arguments' && typeof value === 'string' ? (JSON.parse(value) as unknown) : value,
    ),
  );
}
