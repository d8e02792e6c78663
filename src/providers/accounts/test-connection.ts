import { GatewayError, UpstreamError, type FailureKind } from '../../core/errors.js';
import { JsonBody } from '../../core/json-body.js';
import { isJsonObject, type JsonObject, parseJson } from '../../core/json.js';
import type { Adapter, PreparedCall, ProviderConnection, ReplyContext } from '../provider-strategy.js';
import type { Transport, UpstreamRequest } from '../transport/transport.js';
import { readRefusal, vendorWords } from '../vendor-words.js';
import type { TestCall } from './plan-test-call.js';

/** Lists of models are the largest replies here: some hosts offer thousands, with descriptions. */
const MAX_REPLY_BYTES = 16 * 1024 * 1024;
const MAX_ERROR_BYTES = 1024 * 1024;

export interface TestFailure {
  readonly kind: FailureKind;
  readonly message: string;
  readonly code: string | null;
  /** The vendor's own message, where `message` is ours. */
  readonly vendorMessage?: string | null;
}

export interface TestOutcome {
  /** Of the vendor's last answer; null where there was none. */
  readonly status: number | null;
  /** Null where the call succeeded. */
  readonly failure: TestFailure | null;
  /** The models that are listed, by name; null where no list was requested or it was not understood. */
  readonly models: readonly string[] | null;
}

/**
 * Makes the call. What goes wrong on the way is the outcome, not an error.
 *
 * @param timeoutMs for all of it, fetching a token included
 */
export async function testConnection(
  connection: ProviderConnection,
  call: TestCall,
  transport: Transport,
  timeoutMs: number,
): Promise<TestOutcome> {
  const caller = new TestCaller(connection, transport, AbortSignal.timeout(timeoutMs));
  try {
    const models = call.kind === 'models' ? await listModels(call, caller) : await askForOneToken(call, caller);
    return { status: caller.status, failure: null, models };
  } catch (error) {
    if (caller.signal.aborted) {
      const message = `The provider did not answer within ${timeoutMs / 1000} seconds.`;
      return { status: caller.status, failure: { kind: 'timeout', message, code: null }, models: null };
    }
    return { status: caller.status, failure: toFailure(error), models: null };
  }
}

async function listModels({ listing }: TestCall & { kind: 'models' }, caller: TestCaller): Promise<readonly string[]> {
  const { json } = await caller.send(listing.toRequest());
  return listing.fromResponse(json).map(({ id }) => id);
}

/**
 * First with the limit's older name, which every host knows: those that want the newer one refuse it, at no cost, and
 * name that.
 */
async function askForOneToken({ adapter, model }: TestCall & { kind: 'chat' }, caller: TestCaller): Promise<null> {
  const question = { model, messages: [{ role: 'user', content: 'Hi' }] };
  try {
    await chat(adapter, { ...question, max_tokens: 1 }, caller);
  } catch (error) {
    if (!isRefusal(error, /\bmax_completion_tokens\b/)) throw error;
    await chat(adapter, { ...question, max_completion_tokens: 1 }, caller);
  }
  return null;
}

/** Reasoning models may refuse to stop this early: by then they have taken the call. */
const CUT_WHILE_THINKING = /max_tokens or model output limit was reached/i;

function isRefusal(error: unknown, words: RegExp): boolean {
  return error instanceof UpstreamError && error.kind === 'request-rejected' && words.test(error.message);
}

async function chat(adapter: Adapter, body: JsonObject & { model: string }, caller: TestCaller): Promise<void> {
  try {
    const { json, headers } = await caller.send((await prepare(adapter, body)).request);
    if (adapter.kind === 'translation') adapter.fromResponse(json, contextOf(body, headers));
    else if (!Array.isArray(json['choices'])) throw invalidResponse("a reply without 'choices'");
  } catch (error) {
    if (!isRefusal(error, CUT_WHILE_THINKING)) throw error;
  }
}

function prepare(adapter: Adapter, body: JsonObject & { model: string }): PreparedCall | Promise<PreparedCall> {
  const call = { endpoint: 'chat/completions', model: body.model, stream: false } as const;
  return adapter.kind === 'pass-through'
    ? adapter.toRequest({ ...call, body: JsonBody.of(body) })
    : adapter.toRequest({ ...call, body });
}

function contextOf(request: JsonObject & { model: string }, headers: ReplyContext['headers']): ReplyContext {
  return { model: request.model, fallbackId: 'chatcmpl-test', created: 0, request, headers };
}

/** Signs, sends and reads for one account, and notes the last status seen. */
class TestCaller {
  status: number | null = null;

  constructor(
    private readonly connection: ProviderConnection,
    private readonly transport: Transport,
    readonly signal: AbortSignal,
  ) {}

  /** @throws UpstreamError what the vendor's refusal means, or `invalid-response` where its answer is no JSON object */
  async send(request: UpstreamRequest): Promise<{ json: JsonObject; headers: Readonly<Record<string, string>> }> {
    const { connection, transport, signal } = this;
    const signed = await connection.sign(request, signal);
    const { status, headers, body } = await (connection.transport ?? transport).send(signed, signal);
    this.status = status;
    const succeeded = status >= 200 && status < 300;
    const text = (await body.bytes(succeeded ? MAX_REPLY_BYTES : MAX_ERROR_BYTES)).toString('utf8');
    if (succeeded) return { json: readJson(text), headers };
    throw new UpstreamError(readRefusal(connection, { status, headers, body: text }));
  }
}

function readJson(text: string): JsonObject {
  const json = parseJson(text);
  if (json === undefined) throw invalidResponse(/^\s*</.test(text) ? 'a web page' : 'something that is not JSON', text);
  if (!isJsonObject(json)) throw invalidResponse('something that is not a JSON object', text);
  if (json['error'] !== undefined && json['error'] !== null)
    throw invalidResponse('an error inside a successful reply', text);
  return json;
}

function invalidResponse(what: string, reply = ''): UpstreamError {
  const message = `The provider answered with ${what}.`;
  return new UpstreamError({ kind: 'invalid-response', message, vendorMessage: vendorWords(reply) });
}

/** @throws the error itself where it is no failure of the call but ours */
function toFailure(error: unknown): TestFailure {
  if (error instanceof UpstreamError) {
    const { kind, message, code, vendorMessage } = error;
    return { kind, message, code, vendorMessage };
  }
  // An adapter refused to make the call: the model's name cannot be one.
  if (error instanceof GatewayError) return { kind: 'request-rejected', message: error.message, code: error.code };
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    const message = 'The host that gives out access tokens did not answer in time.';
    return { kind: 'timeout', message, code: null };
  }
  throw error;
}
