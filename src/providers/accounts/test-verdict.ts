import { scrub } from '../../core/scrub.js';
import type { TestCall } from './plan-test-call.js';
import type { ProviderTestView } from './provider-test.dto.js';
import type { TestFailure, TestOutcome } from './test-connection.js';

/** Names in an answer: some hosts offer thousands. */
const MAX_MODEL_NAMES = 1_000;

/** What a test showed, in one sentence that says whether credentials, model or network are the cause. */
export function toVerdict(
  call: TestCall,
  { status, failure, models }: TestOutcome,
): Omit<ProviderTestView, 'latencyMs'> {
  const message =
    failure === null
      ? successSentence(call, models?.length ?? 0)
      : failureSentence(call, status, failure) + vendorSentence(failure);
  return {
    ok: failure === null,
    call: call.kind,
    model: call.kind === 'chat' ? call.model : null,
    status,
    message: scrub(message),
    ...(models !== null && { models: models.length, modelNames: models.slice(0, MAX_MODEL_NAMES) }),
  };
}

function successSentence(call: TestCall, models: number): string {
  if (call.kind === 'chat') return `The credentials work: the model "${call.model}" answers.`;
  if (models === 0) return 'The credentials work: the provider answers, and lists no models.';
  return `The credentials work: ${models === 1 ? '1 model is' : `${models} models are`} listed.`;
}

function failureSentence(call: TestCall, status: number | null, failure: TestFailure): string {
  const words = toWords(failure.message);
  switch (failure.kind) {
    case 'rate-limited':
      return `The credentials work, but the provider limits their calls just now: ${words}.`;
    case 'quota-exhausted':
      return 'The credentials work, but the quota or balance of the account at the provider is used up.';
    case 'model-failed':
      return `The credentials work, but the model failed: ${words}.`;
    case 'request-rejected':
      return rejectionSentence(call, status, failure, words);
    case 'overloaded':
      return `${words}: this says nothing about the credentials, so try again later.`;
    case 'invalid-response':
      return `${words}: check the base URL.`;
    case 'credentials-rejected':
    case 'unreachable':
    case 'timeout':
    case 'stream-broken':
      // These are the gateway's own sentences, which name the cause: a key, a host's name, a port, a private network.
      return `${words}.`;
  }
}

function rejectionSentence(call: TestCall, status: number | null, { code }: TestFailure, words: string): string {
  if (call.kind === 'chat' && code === 'model_not_found') {
    return call.named
      ? `The model "${call.model}" cannot be used with this account: ${words}.`
      : `The model "${call.model}", tried because none was named, cannot be used with this account: ${words}.`;
  }
  // A 404 that names no model comes from a host that has nothing there.
  if (status === 404 && call.kind === 'chat') {
    return `There is nothing to call at this address (404), or no such model: ${words}: check the base URL.`;
  }
  if (status === 404) {
    return 'The provider has no list of models at this address (404): check the base URL, or name a model to test.';
  }
  return status === null
    ? `The call cannot be made: ${words}.`
    : `The provider refused the call (${status}): ${words}.`;
}

/** Added to a sentence of ours, unless that holds the vendor's message already. */
function vendorSentence({ message, vendorMessage = null }: TestFailure): string {
  if (vendorMessage === null || message.includes(vendorMessage)) return '';
  return ` The provider said: "${toWords(vendorMessage)}".`;
}

const MAX_WORDS = 300;

/** On one line, bounded, without the full stop: fit to stand inside a sentence. */
function toWords(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim();
  const cut = line.length > MAX_WORDS ? `${line.slice(0, MAX_WORDS - 1)}…` : line;
  return cut.replace(/[.:]+$/, '');
}
