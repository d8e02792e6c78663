import type { JsonObject } from '../../../core/json.js';
import { CALL, convert, TOOL, USER } from '../../../../test/support/claude-request.js';

describe('thinking', () => {
  const signed = { type: 'thinking', thinking: 'hm', signature: 'sig' };
  const toolTurn = (blocks: JsonObject[]) => [
    USER,
    { role: 'assistant', thinking_blocks: blocks, tool_calls: [CALL] },
    { role: 'tool', tool_call_id: 'call_1', content: '1' },
  ];

  it.each([
    ['claude-sonnet-4-5', 'low', { type: 'enabled', budget_tokens: 2048 }, undefined],
    ['claude-sonnet-4-5', 'none', undefined, undefined],
    ['claude-opus-4-6', 'high', { type: 'adaptive' }, { effort: 'high' }],
    ['claude-opus-4-8', 'xhigh', { type: 'adaptive', display: 'summarized' }, { effort: 'xhigh' }],
    ['claude-opus-4-8', 'none', { type: 'disabled' }, undefined],
    ['claude-sonnet-5', 'none', { type: 'disabled' }, undefined],
    ['claude-fable-5', 'medium', { type: 'adaptive', display: 'summarized' }, { effort: 'medium' }],
  ])('of %s at effort %s', (model, reasoning_effort, thinking, outputConfig) => {
    const { body, dropped } = convert({ reasoning_effort }, model);
    expect(body.thinking).toEqual(thinking);
    expect(body.output_config).toEqual(outputConfig);
    expect(dropped).toEqual([]);
  });

  it.each([
    ['claude-opus-4-6', 'minimal', 'low'],
    ['claude-opus-4-6', 'xhigh', 'max'],
  ])('of %s at effort %s is named, for it becomes %s', (model, reasoning_effort, effort) => {
    const { body, dropped } = convert({ reasoning_effort }, model);
    expect(body.output_config).toEqual({ effort });
    expect(dropped).toEqual(['reasoning_effort']);
  });

  it.each([
    ...['claude-fable-5', 'claude-fable-5-20260609', 'claude-mythos-5', 'claude-mythos-preview', 'claude-opus-5-5'],
    ...['claude-opus-5.5@20260922', 'claude-sonnet-5-5', 'claude-haiku-6', 'claude-fable-5-1', 'claude-unheard-of'],
  ])('is not refused to %s, which always thinks', (model) => {
    const byEffort = convert({ reasoning_effort: 'none' }, model);
    expect(byEffort.body).not.toHaveProperty('thinking');
    expect(byEffort.body.output_config).toEqual({ effort: 'low' });
    expect(byEffort.dropped).toEqual(['reasoning_effort']);
    const own = convert({ thinking: { type: 'disabled' } }, model);
    expect(own.body).not.toHaveProperty('thinking');
    expect(own.dropped).toEqual(['thinking']);
    expect(convert({ thinking: { type: 'enabled', budget_tokens: 2000 } }, model)).toMatchObject({
      body: { thinking: { type: 'adaptive', display: 'summarized' } },
      dropped: ['thinking'],
    });
    expect(convert({}, model).body).not.toHaveProperty('thinking');
  });

  it.each<[string, JsonObject | undefined, JsonObject | undefined, string[]]>([
    ['claude-opus-4-8', { type: 'disabled' }, undefined, ['reasoning_effort']],
    ['claude-opus-5', { type: 'disabled' }, undefined, ['reasoning_effort']],
    ['claude-fable-5', undefined, { effort: 'high' }, []],
  ])('of %s beside a forced tool', (model, thinking, outputConfig, named) => {
    const { body, dropped } = convert({ reasoning_effort: 'high', tools: [TOOL], tool_choice: 'required' }, model);
    expect(body.tool_choice).toEqual({ type: 'any' });
    expect(body.thinking).toEqual(thinking);
    expect(body.output_config).toEqual(outputConfig);
    expect(dropped).toEqual(named);
  });

  it('that nobody asked for gives way to a forced tool, too', () => {
    const force = { tools: [TOOL], tool_choice: 'required' };
    expect(convert(force, 'claude-sonnet-5').body.thinking).toEqual({ type: 'disabled' });
    expect(convert(force, 'claude-opus-4-8').body).not.toHaveProperty('thinking');
    expect(convert(force, 'claude-fable-5').body).not.toHaveProperty('thinking');
  });

  it('stays within the caller’s limit, which counts thoughts too', () => {
    expect(convert({ reasoning_effort: 'high', max_tokens: 5000 }).body).toMatchObject({
      max_tokens: 5000,
      thinking: { budget_tokens: 4000 },
    });
    expect(convert({ reasoning_effort: 'max', max_tokens: 5000 }).body.thinking.budget_tokens).toBe(4999);
    const { body, dropped } = convert({ reasoning_effort: 'high', max_tokens: 1000 });
    expect(body).not.toHaveProperty('thinking');
    expect(dropped).toEqual(['reasoning_effort']);
  });

  it('is off by name where the model cannot', () => {
    expect(convert({ reasoning_effort: 'high' }, 'claude-3-5-haiku-20241022').dropped).toEqual(['reasoning_effort']);
    expect(() => convert({ reasoning_effort: 'much' })).toThrow(expect.objectContaining({ param: 'reasoning_effort' }));
  });

  it('trap 6: refuses a temperature', () => {
    const { body, dropped } = convert({ reasoning_effort: 'low', temperature: 0.3, top_p: 0.5, top_k: 3 });
    expect(body).not.toHaveProperty('temperature');
    expect(dropped).toEqual(['temperature', 'top_p', 'top_k']);
  });

  it('gives way to a forced tool', () => {
    const { body, dropped } = convert({ reasoning_effort: 'low', tools: [TOOL], tool_choice: 'required' });
    expect(body.tool_choice).toEqual({ type: 'any' });
    expect(body).not.toHaveProperty('thinking');
    expect(dropped).toEqual(['reasoning_effort']);
  });

  it('trap 5: gives signed thoughts back, and is off for the request where they are lost', () => {
    const kept = convert({ reasoning_effort: 'low', tools: [TOOL], messages: toolTurn([signed]) });
    expect(kept.body.messages[1].content[0]).toEqual(signed);
    expect(kept.body.thinking).toBeDefined();
    const lost = convert({ reasoning_effort: 'low', tools: [TOOL], messages: toolTurn([]) });
    expect(lost.body).not.toHaveProperty('thinking');
    expect(lost.dropped).toEqual(['reasoning_effort']);
    const own = convert({ thinking: { type: 'enabled', budget_tokens: 2000 }, tools: [TOOL], messages: toolTurn([]) });
    expect(own.dropped).toEqual(['thinking']);
  });

  it('goes on where the loop with the lost thoughts is over', () => {
    const messages = [...toolTurn([]), { role: 'assistant', content: 'It is 1.' }, { role: 'user', content: 'And 2?' }];
    expect(convert({ reasoning_effort: 'low', tools: [TOOL], messages }).body.thinking).toBeDefined();
  });

  it('keeps thoughts out of a request that does not think', () => {
    expect(convert({ tools: [TOOL], messages: toolTurn([signed]) }).body.messages[1].content).toHaveLength(1);
  });
});
