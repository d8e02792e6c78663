import { InvalidRequestError } from '../../../core/errors.js';
import type { JsonObject, JsonValue } from '../../../core/json.js';
import { toRequest, type GoogleDialect } from './to-request.js';

const VERTEX: GoogleDialect = { label: 'Vertex AI', sendsCallIds: false, takesLabels: true };
const STUDIO: GoogleDialect = { label: 'Google AI Studio', sendsCallIds: true, takesLabels: false };

const user = (content: JsonValue): JsonObject => ({ role: 'user', content });

function convert(model: string, json: JsonObject, dialect = VERTEX) {
  return toRequest({ model, ...json }, model, dialect);
}

describe('messages as Gemini takes them', () => {
  const calls = (...names: string[]): JsonObject => ({
    role: 'assistant',
    tool_calls: names.map((name) => ({ id: `call_${name}`, type: 'function', function: { name, arguments: '{}' } })),
  });
  const result = (name: string, content: JsonValue): JsonObject => ({
    role: 'tool',
    tool_call_id: `call_${name}`,
    content,
  });
  const contentsOf = (model: string, messages: JsonValue[], dialect = VERTEX) =>
    convert(model, { messages }, dialect).body['contents'];

  it('trap 10: functionResponse has the name, by call id, and parallel results stand together in call order', () => {
    const messages = [user('?'), calls('a', 'b'), result('b', '2'), result('a', '{"x":1}'), user('and?')];
    expect(contentsOf('gemini-2.5-flash', messages)).toEqual([
      { role: 'user', parts: [{ text: '?' }] },
      { role: 'model', parts: [{ functionCall: { name: 'a', args: {} } }, { functionCall: { name: 'b', args: {} } }] },
      {
        role: 'user',
        parts: [
          { functionResponse: { name: 'a', response: { x: 1 } } },
          { functionResponse: { name: 'b', response: { result: '2' } } },
        ],
      },
      { role: 'user', parts: [{ text: 'and?' }] },
    ]);
  });

  it('results stand alone, and what the user says after them is one turn of its own', () => {
    const messages = [user('?'), calls('a'), result('a', '1'), user('b'), user([{ type: 'text', text: 'c' }])];
    expect((contentsOf('gemini-2.5-flash', messages) as JsonObject[]).slice(2)).toEqual([
      { role: 'user', parts: [{ functionResponse: { name: 'a', response: { result: '1' } } }] },
      { role: 'user', parts: [{ text: 'b' }, { text: 'c' }] },
    ]);
  });

  it('results stand alone before a user who spoke before they came', () => {
    const messages = [user('?'), calls('a'), user('wait'), result('a', '1')];
    expect((contentsOf('gemini-2.5-flash', messages) as JsonObject[]).slice(2)).toEqual([
      { role: 'user', parts: [{ functionResponse: { name: 'a', response: { result: '1' } } }] },
      { role: 'user', parts: [{ text: 'wait' }] },
    ]);
  });

  it('trap 5: a history without signatures gets the stand-in on its first calls, for Gemini 3 only', () => {
    const messages = [user('?'), calls('a', 'b'), result('a', '1'), result('b', '2')];
    const [, model] = contentsOf('gemini-3-pro-preview', messages) as JsonObject[];
    expect(model?.['parts']).toEqual([
      { functionCall: { name: 'a', args: {} }, thoughtSignature: 'skip_thought_signature_validator' },
      { functionCall: { name: 'b', args: {} } },
    ]);
    expect(JSON.stringify(contentsOf('gemini-2.5-pro', messages))).not.toContain('thoughtSignature');
  });

  it('trap 15: what other vendors left in the history is accepted and not sent', () => {
    const foreign: JsonObject = {
      ...calls('a'),
      reasoning_content: 'hm',
      thinking_blocks: [{ type: 'thinking', thinking: 'hm', signature: 'x' }],
      refusal: null,
      annotations: [],
    };
    expect(contentsOf('gemini-2.5-flash', [user('?'), foreign, result('a', 'ok')])).toEqual([
      { role: 'user', parts: [{ text: '?' }] },
      { role: 'model', parts: [{ functionCall: { name: 'a', args: {} } }] },
      { role: 'user', parts: [{ functionResponse: { name: 'a', response: { result: 'ok' } } }] },
    ]);
  });

  it.each([
    ['[1]', [1]],
    ['[1', '[1'],
    ['"Paris"', 'Paris'],
    ['{"city": "Par', '{"city": "Par'],
  ])('trap 17: arguments %j, which are no object, are wrapped', (text, inner) => {
    const broken = {
      role: 'assistant',
      tool_calls: [{ id: 'x', type: 'function', function: { name: 'f', arguments: text } }],
    };
    expect(contentsOf('gemini-2.5-flash', [user('?'), broken])).toEqual([
      { role: 'user', parts: [{ text: '?' }] },
      { role: 'model', parts: [{ functionCall: { name: 'f', args: { arguments: inner } } }] },
    ]);
  });

  it.each(['', 'null', '{}'])('trap 17: arguments %j are an object without members', (text) => {
    const called = { id: 'x', type: 'function', function: { name: 'f', arguments: text } };
    const messages = [user('?'), { role: 'assistant', tool_calls: [called] }];
    expect((contentsOf('gemini-2.5-flash', messages) as JsonObject[])[1]).toEqual({
      role: 'model',
      parts: [{ functionCall: { name: 'f', args: {} } }],
    });
  });

  it('trap 23: the request is not changed', () => {
    const schema = Object.freeze({
      type: 'object',
      properties: Object.freeze({ a: Object.freeze({ type: 'string' }) }),
    });
    const json = Object.freeze({
      messages: Object.freeze([Object.freeze(user('?'))]) as JsonValue[],
      tools: [{ type: 'function', function: { name: 'f', parameters: schema } }],
      response_format: { type: 'json_schema', json_schema: { name: 's', schema } },
    });
    const before = JSON.stringify(json);
    convert('gemini-3-flash-preview', json);
    expect(JSON.stringify(json)).toBe(before);
  });

  it('images of a tool result follow it where a function response takes none', () => {
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
    const messages = [user('?'), calls('a'), result('a', [{ type: 'text', text: 'here' }, image])];
    expect((contentsOf('gemini-2.5-flash', messages) as JsonObject[]).slice(2)).toEqual([
      { role: 'user', parts: [{ functionResponse: { name: 'a', response: { result: 'here' } } }] },
      { role: 'user', parts: [{ inlineData: { mimeType: 'image/png', data: 'AAAA' } }] },
    ]);
  });

  it('images that follow a tool result are the start of what the user says next', () => {
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
    const media = { inlineData: { mimeType: 'image/png', data: 'AAAA' } };
    const text = { type: 'text', text: 'here' };
    const response = { name: 'a', response: { result: 'here' } };
    const messages = [user('?'), calls('a'), result('a', [text, image]), user('and?')];
    expect((contentsOf('gemini-2.5-flash', messages) as JsonObject[]).slice(2)).toEqual([
      { role: 'user', parts: [{ functionResponse: response }] },
      { role: 'user', parts: [media, { text: 'and?' }] },
    ]);
    expect((contentsOf('gemini-3-flash-preview', messages) as JsonObject[]).slice(2)).toEqual([
      { role: 'user', parts: [{ functionResponse: { ...response, parts: [media] } }] },
      { role: 'user', parts: [{ text: 'and?' }] },
    ]);
  });

  it('merges neighbours of one role, and hoists later system messages by name', () => {
    const { body, dropped } = convert('gemini-2.5-flash', {
      messages: [
        { role: 'system', content: 'one' },
        user('a'),
        user([{ type: 'text', text: 'b' }]),
        { role: 'assistant', content: '' },
        { role: 'system', content: 'two' },
      ],
    });
    expect(body['contents']).toEqual([{ role: 'user', parts: [{ text: 'a' }, { text: 'b' }] }]);
    expect(body['systemInstruction']).toEqual({ parts: [{ text: 'one' }, { text: 'two' }] });
    expect(dropped).toEqual(['messages']);
  });

  it('takes a developer for the system', () => {
    const { body, dropped } = convert('gemini-2.0-flash', {
      messages: [{ role: 'developer', content: 'one' }, { role: 'system', content: 'two' }, user('?')],
    });
    expect(body['systemInstruction']).toEqual({ parts: [{ text: 'one' }, { text: 'two' }] });
    expect(body['contents']).toEqual([{ role: 'user', parts: [{ text: '?' }] }]);
    expect(dropped).toEqual([]);
  });

  it('asks a lone system prompt as the user', () => {
    const { body, dropped } = convert('gemini-2.5-flash', { messages: [{ role: 'system', content: 'Say hi.' }] });
    expect(body).toEqual({ contents: [{ role: 'user', parts: [{ text: 'Say hi.' }] }] });
    expect(dropped).toEqual(['messages']);
  });

  it('refuses results of calls that nobody made, and messages that say nothing', () => {
    expect(() => contentsOf('gemini-2.5-flash', [user('?'), result('a', '1')])).toThrow(
      expect.objectContaining({ param: 'messages[1].tool_call_id' }),
    );
    expect(() => contentsOf('gemini-2.5-flash', [user('')])).toThrow(InvalidRequestError);
  });

  it('names calls on AI Studio, as their replies do', () => {
    const [, model, tool] = contentsOf(
      'gemini-3-flash-preview',
      [user('?'), calls('a'), result('a', '1')],
      STUDIO,
    ) as JsonObject[];
    expect(model?.['parts']).toMatchObject([{ functionCall: { id: 'call_a', name: 'a' } }]);
    expect(tool?.['parts']).toMatchObject([{ functionResponse: { id: 'call_a', name: 'a' } }]);
  });

  it.each<[string, string[]]>([
    ['auto', []],
    ['high', ['messages']],
  ])('looks at images as it always does, and tells who asks for detail %s: %j', (detail, told) => {
    const image = { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail } };
    const { body, dropped } = convert('gemini-2.0-flash', { messages: [user([image])] });
    const fileData = { mimeType: 'image/png', fileUri: 'https://example.com/a.png' };
    expect(body['contents']).toEqual([{ role: 'user', parts: [{ fileData }] }]);
    expect(dropped).toEqual(told);
  });

  it.each([`https://example.com/${'.a#'.repeat(500_000)}\n`, 'https://example.com/a.constructor'])(
    'takes an address without a known extension for a JPEG',
    (url) => {
      expect(contentsOf('gemini-2.5-flash', [user([{ type: 'image_url', image_url: { url } }])])).toEqual([
        { role: 'user', parts: [{ fileData: { mimeType: 'image/jpeg', fileUri: url } }] },
      ]);
    },
  );

  it('reads files that Google can reach by address', () => {
    const file = { type: 'file', file: { file_id: 'gs://bucket/film.mp4' } };
    expect(contentsOf('gemini-2.5-flash', [user([file])])).toEqual([
      { role: 'user', parts: [{ fileData: { mimeType: 'video/mp4', fileUri: 'gs://bucket/film.mp4' } }] },
    ]);
  });

  it.each([
    ['{"$ref":"#/a"}', true],
    ['{"a":[{"b":{"$ref":"x"}}]}', true],
    ['{"a":"$ref"}', false],
    ['{"$refs":1}', false],
  ])('result %s is text where it holds a reference: %p', (text, isText) => {
    const called = { id: 'x', type: 'function', function: { name: 'f', arguments: '{}' } };
    const contents = contentsOf('gemini-3.6-flash', [
      user('?'),
      { role: 'assistant', tool_calls: [called] },
      { role: 'tool', tool_call_id: 'x', content: text },
    ]);
    const response = isText ? { result: text } : JSON.parse(text);
    expect(Array.isArray(contents) ? contents.at(-1) : null).toEqual({
      role: 'user',
      parts: [{ functionResponse: { name: 'f', response } }],
    });
  });
});
