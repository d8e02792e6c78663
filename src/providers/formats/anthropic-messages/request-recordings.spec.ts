import { defined } from '../../../../test/support/defined.js';
import { recordingsOf } from '../../../../test/support/recordings.js';
import { toRequest } from './to-request.js';

/** Any vendor JSON; only tests may trust it. */
type Wire = ReturnType<typeof JSON.parse>;

/** What no OpenAI request can express: tools that Anthropic runs itself, its own files, and forms that it refuses. */
const UNSAYABLE = new Set(['server_tool_use', 'tool_reference', 'tool_addition', 'mid_conv_system']);

const recordings = recordingsOf('anthropic').filter(
  ({ api, request }) => api === 'messages' && request?.json && !isUnsayable(request.json),
);

function isUnsayable(request: Wire): boolean {
  const text = JSON.stringify(request);
  return (
    [...UNSAYABLE].some((type) => text.includes(`"type":"${type}"`)) ||
    (request.tools ?? []).some((tool: Wire) => tool.input_schema === undefined || tool.defer_loading === true) ||
    request.messages.some((message: Wire) => typeof message === 'string') ||
    text.includes('"file_id"') ||
    // OpenAI's effort is that of thoughts: here it turns them on.
    (request.output_config?.effort !== undefined && request.thinking === undefined) ||
    ['context_management', 'output_format', 'diagnostics'].some((name) => request[name] !== undefined)
  );
}

const blocksOf = (content: Wire): Wire[] => (typeof content === 'string' ? [{ type: 'text', text: content }] : content);
const markOf = ({ cache_control: mark }: Wire) => (mark === undefined ? {} : { cache_control: mark });

function toPart(block: Wire): Wire {
  const { source } = block;
  const url = source?.type === 'url' ? source.url : `data:${source?.media_type};base64,${source?.data}`;
  switch (block.type) {
    case 'text':
      return { type: 'text', text: block.text, ...markOf(block) };
    case 'image':
      return { type: 'image_url', image_url: { url }, ...markOf(block) };
    case 'document': {
      const text =
        source.type === 'text' ? `data:text/plain;base64,${Buffer.from(source.data).toString('base64')}` : url;
      const citations = block.citations === undefined ? {} : { citations: block.citations };
      return { type: 'file', file: { file_data: text, filename: block.title }, ...citations, ...markOf(block) };
    }
    default:
      throw new Error(`an OpenAI message has no part for ${block.type}`);
  }
}

function toMessages({ role, content }: Wire): Wire[] {
  const blocks = blocksOf(content);
  if (role === 'assistant') {
    const calls = blocks
      .filter(({ type }) => type === 'tool_use')
      .map(({ id, name, input }) => ({ id, type: 'function', function: { name, arguments: JSON.stringify(input) } }));
    const texts = blocks.filter(({ type }) => type === 'text').map(toPart);
    const thinking = blocks.filter(({ type }) => type.endsWith('thinking'));
    return [{ role, content: texts, thinking_blocks: thinking, ...(calls.length > 0 && { tool_calls: calls }) }];
  }
  const results = blocks.filter(({ type }) => type === 'tool_result');
  const others = blocks.filter(({ type }) => type !== 'tool_result');
  return [
    ...results.map((result) => ({
      role: 'tool',
      tool_call_id: result.tool_use_id,
      content: blocksOf(result.content).map(toPart),
      ...markOf(result),
    })),
    ...(others.length > 0 ? [{ role, content: others.map(toPart) }] : []),
  ];
}

const CHOICES: Record<string, string | undefined> = { auto: 'auto', any: 'required', none: 'none' };

/** The request that an OpenAI client would have sent to ask for the same. */
function toOpenAi(recorded: Wire): Wire {
  const { tool_choice: choice, output_config: output } = recorded;
  return {
    model: recorded.model,
    messages: [
      ...(recorded.system ? [{ role: 'system', content: blocksOf(recorded.system).map(toPart) }] : []),
      ...recorded.messages.flatMap(toMessages),
    ],
    max_completion_tokens: recorded.max_tokens,
    temperature: recorded.temperature,
    top_p: recorded.top_p,
    stop: recorded.stop_sequences,
    tools: recorded.tools?.map(({ name, description, input_schema: parameters, strict, ...rest }: Wire) => ({
      type: 'function',
      function: { name, description, parameters, strict },
      ...markOf(rest),
    })),
    tool_choice: choice && (CHOICES[choice.type] ?? { type: 'function', function: { name: choice.name } }),
    response_format: output?.format && {
      type: 'json_schema',
      json_schema: { name: 'x', schema: output.format.schema },
    },
    reasoning_effort: output?.effort,
    thinking: recorded.thinking,
    user: recorded.metadata?.user_id,
    cache_control: recorded.cache_control,
  };
}

/** One spelling of what can be spelt in two ways. */
function normalise({ system, tools, ...recorded }: Wire): Wire {
  const { model, stream, ...rest } = recorded;
  expect([typeof model, typeof (stream ?? false)]).toEqual(['string', 'boolean']);
  return {
    ...rest,
    ...(system?.length > 0 && { system: blocksOf(system) }),
    messages: recorded.messages.map(({ role, content }: Wire) => ({
      role,
      content: blocksOf(content).map(normaliseBlock),
    })),
    ...(tools?.length > 0 && { tools }),
  };
}

function normaliseBlock(block: Wire): Wire {
  // One recording says PNG of a JPEG.
  if (block.type === 'image' && block.source.data?.startsWith('/9j/')) {
    return { ...block, source: { ...block.source, media_type: 'image/jpeg' } };
  }
  if (block.type !== 'tool_result') return block;
  const { is_error: isError, ...rest } = block;
  return { ...rest, content: blocksOf(rest.content), ...(isError === true && { is_error: true }) };
}

describe('requests that Anthropic was recorded with', () => {
  it('are nearly all sayable', () => {
    expect(recordings.length).toBeGreaterThan(40);
  });

  it.each(recordings.map(({ id, request }) => [id, defined(request).json as Wire] as const))('%s', (_, recorded) => {
    const options = { label: 'Anthropic', fetchesUrls: true, stream: recorded.stream === true };
    const { body } = toRequest(toOpenAi(recorded), recorded.model, options);
    expect(JSON.parse(JSON.stringify(body))).toEqual(normalise(recorded));
  });
});
