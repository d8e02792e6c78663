import { type JsonObject, textOf } from '../../../core/json.js';
import type { ReplyContext } from '../../provider-strategy.js';
import { fromResponse } from './from-response.js';
import { fromStream } from './from-stream.js';
import { toRequest } from './to-request.js';

const LONG = `mcp__${'server_'.repeat(12)}tool`;
const NAMES = ['8fb2ad_shell_exec', 'server:read file', LONG, 'naïve.größe', 'fine_name'];
const ACCEPTED = /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$/;

const tools = NAMES.map((name) => ({ type: 'function', function: { name, parameters: { type: 'object' } } }));
const call = (name: string, index: number) => ({
  id: `call_${index}`,
  type: 'function',
  function: { name, arguments: '{}' },
});
const request: JsonObject = {
  model: 'gemini-3.6-flash',
  messages: [
    { role: 'user', content: 'hi' },
    { role: 'assistant', content: null, tool_calls: NAMES.map(call) },
    ...NAMES.map((_name, index) => ({ role: 'tool', tool_call_id: `call_${index}`, content: 'ok' })),
  ],
  tools,
  tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'required', tools: tools.slice(0, 2) } },
};
const context: ReplyContext = { model: 'gemini-3.6-flash', fallbackId: 'chatcmpl-1', created: 1, request, headers: {} };

/** Every value of a member, wherever it stands. */
function valuesOf(json: unknown, member: string): unknown[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([name, value]) => [
    ...(name === member ? [value] : []),
    ...valuesOf(value, member),
  ]);
}

function sentNames(json: JsonObject, dialect: { sendsCallIds: boolean }): string[] {
  const { body } = toRequest(json, 'gemini-3.6-flash', { label: 'Google', takesLabels: false, ...dialect });
  const [first] = valuesOf(body['tools'], 'functionDeclarations') as JsonObject[][];
  return (first ?? []).map(({ name }) => textOf(name));
}

describe('names of tools', () => {
  it.each([true, false])('fit what Google takes, in tools, choices and history (call ids: %p)', (sendsCallIds) => {
    const dialect = { label: 'Google', takesLabels: false, sendsCallIds };
    const { body, dropped } = toRequest(request, 'gemini-3.6-flash', dialect);
    const names = sentNames(request, dialect);
    expect(new Set(names).size).toBe(NAMES.length);
    for (const name of names) expect(name).toMatch(ACCEPTED);
    expect(names[0]).toBe('_8fb2ad_shell_exec');
    expect(names.at(-1)).toBe('fine_name');
    expect(body['toolConfig']).toEqual({
      functionCallingConfig: { mode: 'ANY', allowedFunctionNames: names.slice(0, 2) },
    });
    for (const place of ['functionCall', 'functionResponse']) {
      expect((valuesOf(body['contents'], place) as JsonObject[]).map(({ name }) => name)).toEqual(names);
    }
    expect(dropped).toEqual([]);
  });

  const reply = (): JsonObject => ({
    candidates: [
      {
        content: {
          role: 'model',
          parts: sentNames(request, { sendsCallIds: true }).map((name) => ({ functionCall: { name, args: {} } })),
        },
        finishReason: 'STOP',
      },
    ],
  });

  it('are the caller’s again in a reply', () => {
    const calls = valuesOf(fromResponse(reply(), context), 'tool_calls').flat() as JsonObject[];
    expect(calls.map(({ function: called }) => (called as JsonObject)['name'])).toEqual(NAMES);
  });

  it('are the caller’s again in a stream, cut at every byte', () => {
    const bytes = Buffer.from(`data: ${JSON.stringify(reply())}\r\n\r\n`);
    for (let cut = 1; cut < bytes.length; cut++) {
      const stream = fromStream(context);
      const chunks = [...stream.push(bytes.subarray(0, cut)), ...stream.push(bytes.subarray(cut)), ...stream.end()];
      const calls = chunks.flatMap((chunk) => valuesOf(chunk, 'tool_calls').flat()) as JsonObject[];
      const names = calls.map(({ function: called }) => (called as JsonObject)['name']).filter(Boolean);
      expect(names).toEqual(NAMES);
    }
  });
});
