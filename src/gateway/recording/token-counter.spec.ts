import { AnswerSample } from './answer-sample.js';
import { type AnswerText, TokenCounter } from './token-counter.js';

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const frame = (delta: object, index = 0) => Buffer.from(`data: ${JSON.stringify({ choices: [{ index, delta }] })}\n\n`);
const streamed = (...frames: Buffer[]): AnswerText => {
  const sample = new AnswerSample();
  for (const each of frames) sample.add(each);
  return sample.take();
};

describe('counted tokens', () => {
  const counter = new TokenCounter();
  afterAll(() => counter.stop());
  const ask = async (request: object, answer: AnswerText | null = null, member = 'messages') =>
    counter.count({ member, prompt: json(request), answer });
  const promptOf = async (request: object, member?: string) => (await ask(request, null, member))?.prompt;
  const answerOf = async (answer: AnswerText) => (await ask({ messages: [] }, answer))?.answer;

  // What OpenAI has counted of such requests, see https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken.
  it('of a chat are those of OpenAI', async () => {
    const examples = [
      ['You are a helpful, pattern-following assistant that translates corporate jargon into plain English.', 'system'],
      ['New synergies will help drive top-line growth.', 'system', 'example_user'],
      ['Things working well together will increase revenue.', 'system', 'example_assistant'],
      [
        "Let's circle back when we have more bandwidth to touch base on opportunities for increased leverage.",
        'system',
        'example_user',
      ],
      ["Let's talk later when we're less busy about how to do better.", 'system', 'example_assistant'],
      ["This late pivot means we don't have time to boil the ocean for the client deliverable.", 'user'],
    ];
    const messages = examples.map(([content, role, name]) => ({ role, content, ...(name !== undefined && { name }) }));
    expect(await promptOf({ messages })).toBe(124);
    expect(await promptOf({ messages: [{ role: 'user', content: 'Say hello.' }] })).toBe(10);
  });

  it.each<[string, object, string, number]>([
    ['a text', { prompt: 'Once upon a time' }, 'prompt', 4],
    ['texts', { input: ['hello world', 'hello'] }, 'input', 3],
    ['tokens that the caller counted', { input: [[1, 2, 3], [4]] }, 'input', 4],
    ['words that stand for control tokens', { prompt: '<|endoftext|>' }, 'prompt', 7],
    ['nothing', { prompt: '' }, 'prompt', 0],
  ])('of %s', async (_what, request, member, tokens) => {
    expect(await promptOf(request, member)).toBe(tokens);
  });

  it('of parts are those of the text that they make', async () => {
    const whole = await promptOf({ messages: [{ role: 'user', content: 'hello world' }] });
    const parts = [
      { type: 'text', text: 'hello' },
      { type: 'text', text: ' world' },
    ];
    expect(await promptOf({ messages: [{ role: 'user', content: parts }] })).toBe(whole);
  });

  it.each([
    ['image_url', { type: 'image_url', image_url: { url: 'data:image/png;base64,AA' } }],
    ['input_audio', { type: 'input_audio', input_audio: { data: 'AA' } }],
    ['file', { type: 'file', file: {} }],
    ['unknown', { type: 7 }],
    ['unknown', {}],
  ])('are not guessed for %s', async (name, part) => {
    const request = { messages: [{ role: 'user', content: [{ type: 'text', text: 'What is it?' }, part] }] };
    const counted = await ask(request, { whole: json({ choices: [{ message: { content: 'A cat' } }] }) });
    expect(counted).toEqual({ prompt: `${name}_in_prompt`, answer: 2 });
  });

  it('count declared tools and schemas', async () => {
    const messages = [{ role: 'user', content: 'hi' }];
    const tools = [{ type: 'function', function: { name: 'get_weather', parameters: { type: 'object' } } }];
    const schema = { type: 'object', properties: { city: { type: 'string' } } };
    const plain = Number(await promptOf({ messages }));
    expect(await promptOf({ messages, tools })).toBeGreaterThan(plain + 10);
    const format = { type: 'json_schema', json_schema: { name: 'a', schema } };
    expect(await promptOf({ messages, response_format: format })).toBeGreaterThan(plain + 10);
  });

  it('of a stream are those of the whole reply, wherever its frames are cut', async () => {
    const content = 'The quick brown fox jumps over the lazy dog.';
    const call = { name: 'get_weather', arguments: '{"city":"Zürich"}' };
    const message = { content, reasoning_content: 'Let me think.', tool_calls: [{ function: call }] };
    const whole = await answerOf({ whole: json({ choices: [{ message }, { message: { content } }] }) });
    expect(whole).toBeGreaterThan(30);
    for (const size of [1, 3, 100]) {
      const cut = (text: string) => text.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? [];
      const frames = [
        ...cut('Let me think.').map((piece) => frame({ reasoning_content: piece })),
        ...cut(content).flatMap((piece) => [frame({ content: piece }), frame({ content: piece }, 1)]),
        frame({ tool_calls: [{ index: 0, id: 'call_1', function: { name: call.name, arguments: '' } }] }),
        ...cut(call.arguments).map((piece) => frame({ tool_calls: [{ index: 0, function: { arguments: piece } }] })),
      ];
      const answer = { pieces: [Buffer.concat(frames)], bytes: 1 };
      expect(await answerOf({ ...answer, bytes: Buffer.concat(frames).length })).toBe(whole);
    }
  });

  it('of a long stream follow from the frames that were kept', async () => {
    const frames = Array.from({ length: 5_000 }, (_, at) => frame({ content: at % 2 === 0 ? ' word' : ' and' }));
    const sampled = streamed(...frames);
    const kept = 'pieces' in sampled ? Buffer.concat([...sampled.pieces]).length : Number.NaN;
    expect(kept).toBeLessThanOrEqual(16 * 1024);
    const tokens = Number(await answerOf(sampled));
    expect(Math.abs(tokens - 5_000)).toBeLessThan(100);
  });

  it('are none where nothing was written', async () => {
    expect(await answerOf(streamed())).toBe(0);
    expect(await answerOf(streamed(Buffer.from(': waiting\n\n'), Buffer.from('data: [DONE]\n\n')))).toBe(0);
  });

  it('are told as unreadable where the texts are no JSON of this form', async () => {
    const counted = await counter.count({
      member: 'messages',
      prompt: Buffer.from('{"messages":['),
      answer: { whole: Buffer.from('<html>') },
    });
    expect(counted).toEqual({ prompt: 'unreadable_prompt', answer: 'unreadable_answer' });
  });

  it.each(['a', ' ', '漢', '!?', '\n', '😀', 'a b '])(
    'of a text of %j take time by its length, not by its square',
    async (unit) => {
      // The tokenizer by itself takes minutes for each of these.
      const tokens = await promptOf({ prompt: unit.repeat(200_000) }, 'prompt');
      expect(tokens).toBeGreaterThan(1_000);
    },
  );

  it('are null where the thread takes too long, and the next call gets a new one', async () => {
    const text = { member: 'prompt', prompt: json({ prompt: 'word '.repeat(1_000_000) }), answer: null };
    expect(await counter.count(text, 1)).toBeNull();
    expect(await promptOf({ prompt: 'hello world' }, 'prompt')).toBe(2);
  });

  it('are null where it is stopped meanwhile', async () => {
    const counting = promptOf({ prompt: 'word '.repeat(1_000_000) }, 'prompt');
    counter.stop();
    expect(await counting).toBeUndefined();
  });
});
