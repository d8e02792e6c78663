import { defined } from '../../../../test/support/defined.js';
import { recordingsOf } from '../../../../test/support/recordings.js';
import { toRequest } from './to-request.js';

/** Any vendor JSON; only tests may trust it. */
type Wire = ReturnType<typeof JSON.parse>;

const recordings = recordingsOf('bedrock').filter(
  ({ api, request }) => api.startsWith('converse') && request?.json && !isUnsayable(request.json),
);

/** Tools that Bedrock runs itself, content for its guardrails, and plain text as the source of a document. */
function isUnsayable(request: Wire): boolean {
  const text = JSON.stringify(request);
  return ['"systemTool"', '"server_tool_use"', '"guardContent"', '"source":{"text"'].some((word) =>
    text.includes(word),
  );
}

const TYPES: Record<string, string> = { pdf: 'application/pdf', txt: 'text/plain' };

/** Blocks as parts; a cache point marks the part before it. */
function toParts(blocks: Wire[]): Wire[] {
  const parts: Wire[] = [];
  for (const block of blocks) {
    if (block.text !== undefined) parts.push({ type: 'text', text: block.text });
    if (block.json !== undefined) parts.push({ type: 'text', text: JSON.stringify(block.json) });
    if (block.image) {
      parts.push({
        type: 'image_url',
        image_url: { url: `data:image/${block.image.format};base64,${block.image.source.bytes}` },
      });
    }
    if (block.document) {
      const { format, name, source, citations } = block.document;
      const file = { file_data: `data:${TYPES[format]};base64,${source.bytes}`, filename: `${name}.${format}` };
      parts.push({ type: 'file', file, ...(citations && { citations }) });
    }
    if (block.cachePoint) parts.at(-1).cache_control = { type: 'ephemeral' };
  }
  return parts;
}

function toMessages({ role, content }: Wire): Wire[] {
  const calls = content.flatMap(({ toolUse }: Wire) => (toolUse ? [toolUse] : []));
  const results = content.flatMap(({ toolResult }: Wire) => (toolResult ? [toolResult] : []));
  const parts = toParts(content);
  if (role === 'assistant') {
    const toolCalls = calls.map(({ toolUseId: id, name, input }: Wire) => ({
      id,
      type: 'function',
      function: { name, arguments: JSON.stringify(input) },
    }));
    return [{ role, content: parts, ...(toolCalls.length > 0 && { tool_calls: toolCalls }) }];
  }
  return [
    ...results.map((result: Wire) => ({
      role: 'tool',
      tool_call_id: result.toolUseId,
      content: toParts(result.content),
    })),
    ...(parts.length > 0 ? [{ role, content: parts }] : []),
  ];
}

function toTools(toolConfig: Wire): Wire {
  const tools: Wire[] = [];
  for (const { toolSpec, cachePoint } of toolConfig?.tools ?? []) {
    if (cachePoint) tools.at(-1).cache_control = { type: 'ephemeral' };
    else {
      const { name, description, inputSchema, strict } = toolSpec;
      tools.push({ type: 'function', function: { name, description, parameters: inputSchema.json, strict } });
    }
  }
  return tools;
}

function toToolChoice(choice: Wire): Wire {
  if (choice?.tool) return { type: 'function', function: { name: choice.tool.name } };
  return choice?.any ? 'required' : choice && 'auto';
}

/** The request that an OpenAI client would have sent to ask for the same. */
function toOpenAi(recorded: Wire): Wire {
  const { inferenceConfig: config = {}, toolConfig, outputConfig, additionalModelRequestFields: more } = recorded;
  const schema = outputConfig?.textFormat.structure.jsonSchema;
  return {
    model: 'x',
    messages: [
      ...(recorded.system?.length > 0 ? [{ role: 'system', content: toParts(recorded.system) }] : []),
      ...recorded.messages.flatMap(toMessages),
    ],
    max_tokens: config.maxTokens,
    temperature: config.temperature,
    top_p: config.topP,
    stop: config.stopSequences,
    tools: toTools(toolConfig),
    tool_choice: toToolChoice(toolConfig?.toolChoice),
    response_format: schema && { type: 'json_schema', json_schema: { ...schema, schema: JSON.parse(schema.schema) } },
    guardrailConfig: recorded.guardrailConfig,
    additionalModelRequestFields: more,
  };
}

/**
 * One spelling of what can be spelt in two ways: messages of one role in a row, empty members, JSON results as their
 * text.
 */
function normalise(recorded: Wire): Wire {
  const {
    system,
    inferenceConfig,
    outputConfig,
    additionalModelRequestFields: more,
    ...rest
  } = structuredClone(recorded);
  const messages: Wire[] = [];
  for (const { role, content } of recorded.messages) {
    const blocks = content.map(normaliseBlock);
    if (messages.at(-1)?.role === role) messages.at(-1).content.push(...blocks);
    else messages.push({ role, content: blocks });
  }
  const config = { ...inferenceConfig };
  if (config.stopSequences?.length === 0) delete config.stopSequences;
  const schema = outputConfig?.textFormat.structure.jsonSchema;
  if (schema) schema.schema = JSON.parse(schema.schema);
  return {
    ...rest,
    messages,
    ...(system?.length > 0 && { system }),
    ...(Object.keys(config).length > 0 && { inferenceConfig: config }),
    ...(outputConfig && { outputConfig }),
    ...(more && Object.keys(more).length > 0 && { additionalModelRequestFields: more }),
  };
}

function normaliseBlock(block: Wire): Wire {
  if (block.toolResult === undefined) return block;
  const content = block.toolResult.content.map((part: Wire) =>
    part.json === undefined ? part : { text: JSON.stringify(part.json) },
  );
  return { toolResult: { status: 'success', ...block.toolResult, content } };
}

describe('requests that Bedrock was recorded with', () => {
  it('are nearly all sayable', () => {
    expect(recordings.length).toBeGreaterThan(45);
  });

  it.each(recordings.map(({ id, request }) => [id, defined(request)] as const))('%s', (_, { url, json }) => {
    const model = decodeURIComponent(/\/model\/([^/]+)\//.exec(url)?.[1] ?? '');
    const { body } = toRequest(toOpenAi(json), model, url.endsWith('-stream'));
    expect(normalise(JSON.parse(JSON.stringify(body)))).toEqual(normalise(json));
  });
});
