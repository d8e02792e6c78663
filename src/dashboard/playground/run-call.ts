import OpenAI from 'openai';
import { csrfHeaders } from '../api/client.js';
import { toBody, type Ask } from './ask.js';

/** What a call has come to so far. */
export interface Answer {
  readonly isRunning: boolean;
  readonly text: string;
  /** `data:` or `blob:` URL. */
  readonly image: string | null;
  readonly audio: string | null;
  /** Of the reply, ours: `x-llmops-config` … */
  readonly headers: Readonly<Record<string, string>>;
  readonly tokens: { readonly input: number | null; readonly output: number | null } | null;
  readonly firstMs: number | null;
  readonly totalMs: number | null;
  /** As the API says it. */
  readonly error: { readonly status: number | null; readonly message: string } | null;
}

export const NOTHING_YET: Answer = {
  isRunning: true,
  text: '',
  image: null,
  audio: null,
  headers: {},
  tokens: null,
  firstMs: null,
  totalMs: null,
  error: null,
};

interface Call {
  readonly environmentId: string;
  readonly ask: Ask;
  readonly model: string;
  readonly signal: AbortSignal;
}

/**
 * Makes the call through the gateway's own stages, by OpenAI's library as applications do.
 *
 * @param onChange called with what is there, again and again until it is over
 */
export async function runCall(call: Call, onChange: (answer: Answer) => void): Promise<void> {
  const began = performance.now();
  let answer = NOTHING_YET;
  const change = (more: Partial<Answer>) => {
    answer = { ...answer, ...more };
    onChange(answer);
  };
  const elapsed = () => performance.now() - began;
  change({});
  try {
    for await (const more of partsOf(call)) {
      const firstMs = answer.firstMs ?? ('text' in more || 'image' in more || 'audio' in more ? elapsed() : null);
      change({ ...more, firstMs, text: answer.text + (more.text ?? '') });
    }
    change({ isRunning: false, totalMs: elapsed() });
  } catch (error) {
    change({ isRunning: false, totalMs: elapsed(), ...toFailure(error) });
  }
}

function clientOf(environmentId: string): OpenAI {
  return new OpenAI({
    baseURL: new URL(`/llmops/api/admin/v1/playground/${environmentId}`, location.origin).href,
    // The session's cookie goes with the request: there is no key in the browser.
    apiKey: 'session',
    defaultHeaders: { Authorization: null, ...csrfHeaders() },
    dangerouslyAllowBrowser: true,
    maxRetries: 0,
  });
}

/** Pieces of the answer as they come: texts are to be put behind one another. */
async function* partsOf({ environmentId, ask, model, signal }: Call): AsyncGenerator<Partial<Answer>> {
  const client = clientOf(environmentId);
  const body = toBody(ask, model);
  if (ask.stream && (ask.endpoint === 'chat/completions' || ask.endpoint === 'completions')) {
    yield* streamOf(await client.post(`/${ask.endpoint}`, { body, signal, stream: true }).withResponse());
    return;
  }
  if (ask.endpoint === 'audio/speech') {
    const { data, response } = await client
      .post<Response>('/audio/speech', { body, signal, __binaryResponse: true })
      .withResponse();
    yield { headers: ownHeaders(response), audio: URL.createObjectURL(await data.blob()) };
    return;
  }
  if (ask.endpoint === 'audio/transcriptions') {
    if (ask.audio === null) throw new Error('Choose a file of speech first.');
    const form = { ...body, model, file: ask.audio };
    const { data, response } = await client.audio.transcriptions.create(form, { signal }).withResponse();
    yield { headers: ownHeaders(response), text: data.text };
    return;
  }
  const { data, response } = await client.post<WholeReply>(`/${ask.endpoint}`, { body, signal }).withResponse();
  yield { headers: ownHeaders(response), ...readWhole(data) };
}

interface Usage {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
}

interface Chunk {
  readonly choices?: readonly { readonly text?: string; readonly delta?: { readonly content?: string | null } }[];
  readonly usage?: Usage | null;
}

interface WholeReply {
  readonly choices?: readonly { readonly text?: string; readonly message?: { readonly content: string | null } }[];
  readonly data?: readonly { readonly b64_json?: string; readonly url?: string; readonly embedding?: unknown }[];
  readonly usage?: Usage | null;
}

async function* streamOf({ data, response }: { data: unknown; response: Response }): AsyncGenerator<Partial<Answer>> {
  yield { headers: ownHeaders(response) };
  for await (const { choices = [], usage } of data as AsyncIterable<Chunk>) {
    const text = choices[0]?.delta?.content ?? choices[0]?.text ?? '';
    yield { ...(text !== '' && { text }), ...(usage && { tokens: toTokens(usage) }) };
  }
}

function readWhole({ choices, data, usage }: WholeReply): Partial<Answer> {
  const [first] = data ?? [];
  const image = first?.b64_json === undefined ? (first?.url ?? null) : `data:image/png;base64,${first.b64_json}`;
  const text = choices?.[0]?.message?.content ?? choices?.[0]?.text;
  const shown = text ?? (first?.embedding === undefined ? undefined : JSON.stringify(first.embedding));
  return {
    ...(image !== null && { image }),
    ...(shown !== undefined && { text: shown }),
    ...(usage && { tokens: toTokens(usage) }),
  };
}

function toTokens({ prompt_tokens, completion_tokens }: Usage): Answer['tokens'] {
  return { input: prompt_tokens ?? null, output: completion_tokens ?? null };
}

const OWN = 'x-llmops-';

function ownHeaders({ headers }: { readonly headers: Headers }): Record<string, string> {
  return Object.fromEntries(
    [...headers].filter(([name]) => name.startsWith(OWN)).map(([name, value]) => [name.slice(OWN.length), value]),
  );
}

/** Without a status where no answer came. */
type APIFailure = Error & { readonly status?: number; readonly headers?: Headers };

function toFailure(error: unknown): Partial<Answer> {
  if (error instanceof OpenAI.APIUserAbortError) return { error: { status: null, message: 'Stopped.' } };
  if (!(error instanceof OpenAI.APIError))
    return { error: { status: null, message: error instanceof Error ? error.message : String(error) } };
  const { headers, status, message } = error as APIFailure;
  // The library puts the status before the API's sentence.
  const sentence = message.replace(/^\d{3} /, '');
  return { ...(headers && { headers: ownHeaders({ headers }) }), error: { status: status ?? null, message: sentence } };
}
