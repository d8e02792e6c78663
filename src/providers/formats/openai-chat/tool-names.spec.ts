import fc from 'fast-check';
import { fitToolNames, type ToolNameRule } from './tool-names.js';

const RULE: ToolNameRule = { pattern: /^[a-zA-Z0-9_-]{1,64}$/, maxLength: 64 };
const LETTER_FIRST: ToolNameRule = {
  pattern: /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$/,
  maxLength: 64,
  startsWithLetter: true,
};
const tools = (...names: string[]) => ({
  tools: names.map((name) => ({ type: 'function', function: { name } })),
});
const called = (...names: string[]) => ({
  messages: [{ role: 'assistant', tool_calls: names.map((name) => ({ id: name, function: { name } })) }],
});

describe('names of tools', () => {
  it.each([
    ['mcp.files.read', 'mcp_files_read'],
    ['get weather', 'get_weather'],
    ['größe', 'gr__e'],
    ['already_fine-1', 'already_fine-1'],
  ])('%s is sent as %s and comes back', (name, sent) => {
    const names = fitToolNames(tools(name), RULE);
    expect(names.toVendor(name)).toBe(sent);
    expect(names.toCaller(sent)).toBe(name);
  });

  it('begin with a letter where the vendor wants one, and keep what it takes', () => {
    const names = fitToolNames(tools('8fb2ad_shell_exec', 'mcp.read'), LETTER_FIRST);
    expect(names.toVendor('8fb2ad_shell_exec')).toBe('_8fb2ad_shell_exec');
    expect(names.toVendor('mcp.read')).toBe('mcp.read');
  });

  it('are fitted where only the conversation, the choice or legacy functions hold them', () => {
    expect(fitToolNames(called('a.b'), RULE).toVendor('a.b')).toBe('a_b');
    expect(fitToolNames({ functions: [{ name: 'a.b' }] }, RULE).toVendor('a.b')).toBe('a_b');
    const choice = { tool_choice: { type: 'function', function: { name: 'a.b' } } };
    expect(fitToolNames(choice, RULE).toVendor('a.b')).toBe('a_b');
  });

  it('that the model made up stay as they are', () => {
    expect(fitToolNames(tools('a.b'), RULE).toCaller('other')).toBe('other');
  });

  it('of whatever characters and length fit, differ, and come back', () => {
    const any = fc.uniqueArray(
      fc.oneof(fc.string({ minLength: 1, maxLength: 90 }), fc.constantFrom('a.b', 'a_b', 'a b')),
      {
        maxLength: 12,
      },
    );
    for (const rule of [RULE, LETTER_FIRST]) {
      fc.assert(
        fc.property(any, (given) => {
          const names = fitToolNames({ ...tools(...given) }, rule);
          const sent = given.map((name) => names.toVendor(name));
          expect(new Set(sent).size).toBe(given.length);
          for (const name of sent) expect(name).toMatch(rule.pattern);
          expect(sent.map((name) => names.toCaller(name))).toEqual(given);
        }),
      );
    }
  });
});
