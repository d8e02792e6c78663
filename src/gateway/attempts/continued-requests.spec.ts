import { account } from '../../../test/support/snapshot-fixture.js';
import type { JsonObject } from '../../core/json.js';
import { VENDORS } from '../../providers/vendors/index.js';
import { chatCompletions } from '../endpoints/chat-completions.js';
import { readRequest } from '../endpoints/read-request.js';
import type { Target } from '../planning/route-plan.js';
import { prepareCall } from './prepare-call.js';

/** Credentials of each vendor, as far as a request is made with them. */
const CREDENTIALS: Readonly<Record<string, JsonObject>> = {
  azure: { resourceName: 'resource', authMethod: 'apiKey', apiKey: 'k' },
  bedrock: { region: 'us-east-1', apiKey: 'k' },
  vertex: { projectId: 'project', region: 'us-central1', authMethod: 'metadata' },
};

function target(vendor: string, model: string, baseUrl: string | null): Target {
  const strategy = VENDORS.find((each) => each.vendor === vendor);
  if (strategy === undefined) throw new Error(`no vendor ${vendor}`);
  const connection = strategy.connect({
    credentials: CREDENTIALS[vendor] ?? { apiKey: 'k' },
    baseUrl,
    transport: { send: () => Promise.reject(new Error('nothing is sent')) },
  });
  const origin = { kind: 'direct' } as const;
  return { origin, account: { ...account('a'), connection }, model, version: null, weight: null };
}

const MESSAGES = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Hi' },
];

/** The last message or content of the vendor's request. */
async function lastSent(vendor: string, model: string, baseUrl: string | null = null): Promise<JsonObject> {
  const json = { model: '@a/b', stream: true, messages: MESSAGES };
  const request = { ...readRequest(chatCompletions, Buffer.from(JSON.stringify(json)), null), begun: BEGUN };
  const { prepared, dropped } = await prepareCall(request, target(vendor, model, baseUrl), 'production');
  expect(dropped).toEqual([]);
  const body = prepared[0]?.request.body;
  if (!Buffer.isBuffer(body)) throw new Error('the body is JSON');
  const sent = JSON.parse(body.toString()) as { messages?: JsonObject[]; contents?: JsonObject[] };
  return (sent.messages ?? sent.contents)?.at(-1) ?? {};
}

const BEGUN = { text: 'A "fox" 😀', tokens: 3 };
const PLAIN = { role: 'assistant', content: BEGUN.text };
const CLAUDE = { role: 'assistant', content: [{ type: 'text', text: BEGUN.text }] };
const CONVERSE = { role: 'assistant', content: [{ text: BEGUN.text }] };
const GEMINI = { role: 'model', parts: [{ text: BEGUN.text }] };
const PREFIX = { ...PLAIN, prefix: true };

const DEEPSEEK_BETA = 'https://api.deepseek.com/beta';
const MOONSHOT = 'https://api.moonshot.ai/v1';
const OPENROUTER = 'https://openrouter.ai/api/v1';

describe('a begun answer is', () => {
  it.each<[string, string, JsonObject, string?]>([
    ['anthropic', 'claude-3-5-haiku-20241022', CLAUDE],
    ['anthropic', 'claude-sonnet-4-20250514', CLAUDE],
    ['anthropic', 'claude-opus-4-1', CLAUDE],
    ['anthropic', 'claude-haiku-4-5-20251001', CLAUDE],
    ['bedrock', 'anthropic.claude-3-haiku-20240307-v1:0', CONVERSE],
    ['bedrock', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', CONVERSE],
    [
      'bedrock',
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0',
      CONVERSE,
    ],
    ['vertex', 'claude-sonnet-4-5@20250929', CLAUDE],
    ['vertex', 'publishers/anthropic/models/claude-3-7-sonnet@20250219', CLAUDE],
    ['vertex', 'gemini-2.5-flash', GEMINI],
    ['vertex', 'publishers/google/models/gemini-2.0-flash-001', GEMINI],
    ['gemini', 'gemini-2.5-pro', GEMINI],
    ['gemini', 'models/gemini-3-flash-preview', GEMINI],
    ['groq', 'llama-3.3-70b-versatile', PLAIN],
    ['groq', 'moonshotai/kimi-k2-instruct-0905', PLAIN],
    ['mistral', 'mistral-small-latest', PREFIX],
    ['mistral', 'codestral-2508', PREFIX],
    ['openai-compatible', 'deepseek-chat', PREFIX, DEEPSEEK_BETA],
    ['openai-compatible', 'moonshot-v1-8k', { ...PLAIN, partial: true }, MOONSHOT],
    ['openai-compatible', 'anthropic/claude-sonnet-4.5', PLAIN, OPENROUTER],
    ['sandbox', 'sandbox-1', PLAIN],
  ])('the last message for %s: %s', async (...[vendor, model, expected, baseUrl]) => {
    expect(await lastSent(vendor, model, baseUrl)).toEqual(expected);
  });

  it.each<[string, string, string?]>([
    ['openai', 'gpt-4o-mini'],
    ['openai', 'gpt-5'],
    ['azure', 'gpt-4o'],
    ['anthropic', 'claude-opus-4-6'],
    ['anthropic', 'claude-sonnet-4-6'],
    ['anthropic', 'claude-opus-5'],
    // Not known: taken for the newest.
    ['anthropic', 'claude-next'],
    ['bedrock', 'us.anthropic.claude-opus-4-6-v1'],
    ['bedrock', 'us.amazon.nova-lite-v1:0'],
    ['bedrock', 'mistral.mistral-large-2407-v1:0'],
    ['bedrock', 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123'],
    ['vertex', 'claude-opus-4-7'],
    ['vertex', 'gemini-3.5-flash'],
    ['vertex', 'meta/llama-3.3-70b-instruct-maas'],
    ['gemini', 'gemini-3.5-flash'],
    ['gemini', 'gemini-flash-latest'],
    ['gemini', 'gemma-3-27b-it'],
    ['groq', 'openai/gpt-oss-120b'],
    ['groq', 'qwen/qwen3-32b'],
    ['groq', 'groq/compound-mini'],
    ['mistral', 'magistral-medium-latest'],
    ['openai-compatible', 'deepseek-chat', 'https://api.deepseek.com'],
    ['openai-compatible', 'kimi-k2-thinking', MOONSHOT],
    ['openai-compatible', 'anthropic/claude-opus-4.6', OPENROUTER],
    ['openai-compatible', 'openai/gpt-4o', OPENROUTER],
    ['openai-compatible', 'any', 'http://127.0.0.1:8000/v1'],
  ])('refused by %s: %s', async (...[vendor, model, baseUrl]) => {
    await expect(lastSent(vendor, model, baseUrl)).rejects.toMatchObject({ code: 'unsupported_parameter' });
  });
});
