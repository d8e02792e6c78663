import { FakeUpstream, json } from '../support/fake-upstream.js';
import { startApp, type TestApp } from '../support/start-app.js';

const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5',
  content: [{ type: 'text', text: 'yes' }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 3, output_tokens: 1 },
};

describe('conversations that other gateways send to Claude as they are', () => {
  let app: TestApp;
  let upstream: FakeUpstream;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    app = await startApp();
    upstream.respond = json(message);
    await app.provider('claude', upstream.url, { vendor: 'anthropic' });
  });

  afterAll(async () => {
    await app.stop();
    await upstream.close();
  });

  it('ask for what the model gives, by name', async () => {
    const { response } = await app
      .openai()
      .chat.completions.create({
        model: '@claude/claude-sonnet-4-5',
        max_completion_tokens: 500_000,
        messages: [
          { role: 'assistant', content: 'Hello, how can I help?' },
          { role: 'user', content: 'hi' },
        ],
      })
      .withResponse();
    const sent = JSON.parse(upstream.calls.at(-1)?.body.toString() ?? '') as {
      max_tokens: number;
      messages: { role: string }[];
    };
    expect(sent.messages.map(({ role }) => role)).toEqual(['assistant', 'user']);
    expect(sent.max_tokens).toBe(64_000);
    expect(response.headers.get('x-llmops-dropped-params')).toBe('max_completion_tokens');
  });
});
