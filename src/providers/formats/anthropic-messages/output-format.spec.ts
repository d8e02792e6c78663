import type { JsonObject } from '../../../core/json.js';
import { convert, TOOL } from '../../../../test/support/claude-request.js';

describe('answers by JSON schema', () => {
  const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
  const response_format = { type: 'json_schema', json_schema: { name: 'x', strict: true, schema } };

  it('are native where the model has them', () => {
    const { body } = convert({ response_format });
    expect(body.output_config).toEqual({
      format: { type: 'json_schema', schema: { ...schema, additionalProperties: false } },
    });
    expect(body).not.toHaveProperty('tools');
  });

  it('are a forced tool elsewhere', () => {
    const { body } = convert({ response_format }, 'claude-sonnet-4-20250514');
    expect(body.tools).toMatchObject([{ name: 'json_response', input_schema: schema }]);
    expect(body.tool_choice).toEqual({ type: 'tool', name: 'json_response' });
  });

  it('leave the caller’s tools callable beside it, but not forced', () => {
    const old = 'claude-3-5-sonnet-20240620';
    expect(convert({ response_format, tools: [TOOL] }, old).body).toMatchObject({
      tools: [{ name: 'add' }, { name: 'json_response' }],
      tool_choice: { type: 'any' },
    });
    expect(() => convert({ response_format, tools: [TOOL], tool_choice: 'required' }, old)).toThrow(
      expect.objectContaining({ param: 'response_format' }),
    );
  });

  it.each<[string, JsonObject]>([
    ['takes any member', { type: 'object', properties: { a: {} }, additionalProperties: true }],
    ['is a map', { type: 'object', properties: { m: { type: 'object', additionalProperties: { type: 'number' } } } }],
    ['tells nothing of an object', { type: 'object', properties: { m: { type: 'object' } } }],
    ['has members by pattern', { type: 'object', properties: {}, patternProperties: { '^x': { type: 'string' } } }],
    [
      'holds itself',
      {
        $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } } } },
        type: 'object',
        properties: { root: { $ref: '#/$defs/node' } },
      },
    ],
    ['lies elsewhere', { type: 'object', properties: { a: { $ref: 'https://example.com/schema' } } }],
  ])('are asked for in words where the schema %s', (_, open) => {
    const format = { type: 'json_schema', json_schema: { name: 'x', schema: open } };
    const { body, dropped } = convert({ response_format: format });
    expect(body).not.toHaveProperty('output_config');
    expect(body.system[0].text).toContain(JSON.stringify(open));
    expect(dropped).toEqual(['response_format']);
    const tools = [{ type: 'function', function: { name: 'add', strict: true, parameters: open } }];
    const strict = convert({ tools });
    expect(strict.body.tools[0]).not.toHaveProperty('strict');
    expect(strict.body.tools[0].input_schema).toEqual(open);
    expect(strict.dropped).toEqual(['tools']);
  });

  it('keep formats that Claude knows, and say the others in words', () => {
    const properties = { a: { type: 'string', format: 'date-time' }, b: { type: 'string', format: 'uri-reference' } };
    const format = { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'object', properties } } };
    const { body, dropped } = convert({ response_format: format });
    expect(body.output_config.format.schema.properties).toEqual({
      a: properties.a,
      b: { type: 'string', description: 'Must satisfy {"format":"uri-reference"}.' },
    });
    expect(dropped).toEqual(['response_format']);
  });

  it('follow a definition that is used twice', () => {
    const used = { $defs: { p: { type: 'object', properties: { x: { type: 'number' } } } }, type: 'object' };
    const properties = { from: { $ref: '#/$defs/p' }, to: { $ref: '#/$defs/p' } };
    const format = { type: 'json_schema', json_schema: { name: 'x', schema: { ...used, properties } } };
    expect(convert({ response_format: format }).body.output_config.format.schema.$defs.p).toEqual({
      ...used.$defs.p,
      additionalProperties: false,
    });
  });

  it('are asked for in words in JSON mode', () => {
    const { body, dropped } = convert({ response_format: { type: 'json_object' } });
    expect(body.system[0].text).toContain('JSON object');
    expect(dropped).toEqual(['response_format']);
  });
});
