import type { JsonObject } from '../../../core/json.js';
import { CALL, convert, TOOL, USER } from '../../../../test/support/claude-request.js';

describe('tools for Claude', () => {
  it.each<[unknown, unknown]>([
    ['auto', { type: 'auto' }],
    ['none', { type: 'none' }],
    ['required', { type: 'any' }],
    [
      { type: 'function', function: { name: 'add' } },
      { type: 'tool', name: 'add' },
    ],
  ])('choose %j', (choice, expected) => {
    expect(convert({ tools: [TOOL], tool_choice: choice as JsonObject }).body.tool_choice).toEqual(expected);
  });

  it.each(['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-fable-5-1', 'claude-unheard-of'])(
    'cannot be forced on %s, which says so by name',
    (model) => {
      for (const choice of ['required', { type: 'function', function: { name: 'add' } }]) {
        expect(() => convert({ tools: [TOOL], tool_choice: choice }, model)).toThrow(
          expect.objectContaining({ status: 400, code: 'unsupported_parameter', param: 'tool_choice' }),
        );
      }
      expect(convert({ tools: [TOOL], tool_choice: 'auto' }, model).body.tool_choice).toEqual({ type: 'auto' });
      expect(convert({ tools: [TOOL], tool_choice: 'none' }, model).body.tool_choice).toEqual({ type: 'none' });
    },
  );

  it('offer the allowed ones only', () => {
    const other = { type: 'function', function: { name: 'sub' } };
    const allowed = {
      type: 'allowed_tools',
      allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'sub' } }] },
    };
    const { body, dropped } = convert({ tools: [TOOL, other], tool_choice: allowed });
    expect(body.tools).toEqual([{ name: 'sub', input_schema: { type: 'object', properties: {} } }]);
    expect(body.tool_choice).toEqual({ type: 'any' });
    expect(dropped).toEqual(['tool_choice']);
  });

  it('say that calls come one at a time', () => {
    expect(convert({ tools: [TOOL], parallel_tool_calls: false }).body.tool_choice).toEqual({
      type: 'auto',
      disable_parallel_tool_use: true,
    });
    expect(convert({ tools: [TOOL], tool_choice: 'none', parallel_tool_calls: false }).body.tool_choice).toEqual({
      type: 'none',
    });
    expect(convert({ parallel_tool_calls: false }).body).not.toHaveProperty('tool_choice');
  });

  it('declare those of the conversation where the request has none', () => {
    const messages = [
      USER,
      { role: 'assistant', tool_calls: [CALL] },
      { role: 'tool', tool_call_id: 'call_1', content: '1' },
    ];
    expect(convert({ messages }).body.tools).toEqual([
      { name: 'add', input_schema: { type: 'object', properties: {} } },
    ]);
  });

  it('trap 23: never change the caller’s schema', () => {
    const parameters = { properties: { x: { type: 'integer', minimum: 1 } } };
    const tools = [{ type: 'function', function: { name: 'add', strict: true, parameters } }];
    const before = JSON.stringify(tools);
    const { body, dropped } = convert({ tools });
    expect(JSON.stringify(tools)).toBe(before);
    expect(body.tools[0]).toEqual({
      name: 'add',
      strict: true,
      input_schema: {
        type: 'object',
        properties: { x: { type: 'integer', description: 'Must satisfy {"minimum":1}.' } },
        additionalProperties: false,
      },
    });
    expect(dropped).toEqual(['tools']);
  });
});
