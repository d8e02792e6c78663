import { recordingsOf } from '../../../test/support/recordings.js';
import type { JsonObject, JsonValue } from '../../core/json.js';
import { isJsonObject } from '../../core/json.js';
import { toGenerateContent, type GoogleDialect } from './to-request.js';

const recordings = [...recordingsOf('vertex'), ...recordingsOf('gemini')];
const VERTEX: GoogleDialect = { label: 'Vertex AI', sendsCallIds: false, takesLabels: true };
const STUDIO: GoogleDialect = { label: 'Google AI Studio', sendsCallIds: true, takesLabels: false };

const user = (content: JsonValue): JsonObject => ({ role: 'user', content });
const asks = (content: JsonValue): JsonObject => ({ messages: [user(content)] });

function convert(model: string, json: JsonObject, dialect = VERTEX) {
  return toGenerateContent(model, { model, ...json }, dialect);
}

function recordedRequest(id: string): JsonObject {
  const json = recordings.find((recording) => recording.id === id)?.request?.json;
  if (json === undefined) throw new Error(`no recorded request ${id}`);
  return json;
}

/** Where the recorded callers spell the same request in another way: case, nulls, defaults, older schemas. */
function normalised(value: JsonValue | undefined, key = ''): JsonValue | undefined {
  if (Array.isArray(value)) return value.map((entry) => normalised(entry, key) ?? null);
  if (!isJsonObject(value)) return key === 'type' && typeof value === 'string' ? value.toLowerCase() : value;
  const isFree = key === 'args' || key === 'response' || key === 'properties';
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      if (member === null || (name === 'thought' && member === false)) return [];
      if (name === 'systemInstruction' && isJsonObject(member)) member = { parts: member['parts'] };
      if (name === 'responseModalities' && JSON.stringify(member) === '["TEXT"]') return [];
      if (name === 'generationConfig' && Object.keys(normalised(member) as JsonObject).length === 0) return [];
      const camel = isFree ? name : name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
      const place = camel === 'parameters' && !isFree ? 'parametersJsonSchema' : camel;
      return [[place, normalised(member, isFree ? '' : place)]];
    }),
  );
}

/** Takes the part at a path of a recorded request, for values too long to repeat. */
function at(json: JsonObject, ...path: (string | number)[]): string {
  const found = path.reduce<unknown>((place, step) => (place as Record<string, unknown>)[step], json);
  return found as string;
}

const WEATHER_TOOL: JsonObject = {
  type: 'function',
  function: {
    name: 'weather',
    description: 'Gets current weather for a location',
    parameters: {
      type: 'object',
      properties: {
        latitude: { type: 'string', description: 'Latitude (e.g., 52.5200)' },
        longitude: { type: 'string', description: 'Longitude (e.g., 13.4050)' },
      },
      required: ['latitude', 'longitude'],
    },
  },
};

function weatherHistory(signature: string, callArguments: string, answer: string): JsonValue[] {
  return [
    user("What's the weather in Berlin? (52.5200, 13.4050)"),
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        {
          id: 'call_1',
          type: 'function',
          function: { name: 'weather', arguments: callArguments },
          extra_content: { google: { thought_signature: signature } },
        },
      ],
    },
    {
      role: 'tool',
      tool_call_id: 'call_1',
      content: '{"name":"weather","content":[{"text":"Current weather at 52.5200, 13.4050: 15°C, Wind: 10 km/h"}]}',
    },
    { role: 'assistant', content: answer },
    user("What's the weather in Paris? (48.8575, 2.3514)"),
  ];
}

/** Requests in OpenAI's words, each beside the recorded request that a Google SDK made of the same intent. */
const CASES: Record<string, (recorded: JsonObject) => { model: string; json: JsonObject; dialect?: GoogleDialect }> = {
  'vertex-text-plain-3': () => ({
    model: 'gemini-2.0-flash',
    json: {
      messages: [{ role: 'developer', content: 'You are a helpful chatbot.' }, user('What is the capital of France?')],
      labels: { environment: 'test', team: 'analytics' },
    },
  }),
  'vertex-logprobs-plain-1': () => ({
    model: 'gemini-2.5-flash',
    json: { ...asks('Answer only with "Hello"'), logprobs: true, top_logprobs: 2 },
  }),
  'vertex-reasoning-plain-1': () => ({
    model: 'gemini-3-flash-preview',
    json: { ...asks('What is 5 + 3?'), reasoning_effort: 'medium', thinking_config: { include_thoughts: true } },
  }),
  'vertex-image-url-plain-1': (recorded) => ({
    model: 'gemini-2.0-flash',
    json: asks([
      { type: 'text', text: 'What is the main content of this URL?' },
      {
        type: 'image_url',
        image_url: { url: at(recorded, 'contents', 0, 'parts', 1, 'fileData', 'file_uri'), detail: 'auto' },
      },
    ]),
  }),
  'vertex-tool-call-tool-result-stream-1': (recorded) => ({
    model: 'gemini-2.5-flash',
    json: {
      stream: true,
      stream_options: { include_usage: true },
      messages: weatherHistory(
        at(recorded, 'contents', 1, 'parts', 0, 'thoughtSignature'),
        '{"latitude":"52.5200","longitude":"13.4050"}',
        'The weather in Berlin is 15°C with a wind speed of 10 km/h.',
      ),
      tools: [WEATHER_TOOL],
    },
  }),
  'vertex-image-data-tool-result-plain-1': (recorded) => ({
    model: 'gemini-3-flash-preview',
    json: {
      messages: [
        user('Use the image_fetch tool, then describe exactly what the returned image shows.'),
        {
          role: 'assistant',
          tool_calls: [
            {
              id: 'call_2',
              type: 'function',
              function: { name: 'image_fetch', arguments: '' },
              extra_content: {
                google: { thought_signature: at(recorded, 'contents', 1, 'parts', 0, 'thoughtSignature') },
              },
            },
          ],
        },
        {
          role: 'tool',
          tool_call_id: 'call_2',
          content: [
            { type: 'text', text: '{"name":"image_fetch","content":[{"text":"Fetched the image."}]}' },
            {
              type: 'image_url',
              image_url: {
                url: `data:image/png;base64,${at(recorded, 'contents', 2, 'parts', 0, 'functionResponse', 'parts', 0, 'inline_data', 'data')}`,
              },
            },
          ],
        },
      ],
      tools: [{ type: 'function', function: { name: 'image_fetch', description: 'Fetches the requested image' } }],
    },
  }),
  'gemini-finish-length-stream-1': () => ({
    model: 'gemini-2.5-flash',
    json: {
      ...asks('Write 300 words about lighthouses.'),
      stream: true,
      max_completion_tokens: 32,
      max_tokens: 99,
      temperature: 0,
      reasoning_effort: 'none',
    },
  }),
  'gemini-content-filter-plain-1': () => ({
    model: 'gemini-1.5-flash',
    json: {
      messages: [{ role: 'system', content: 'You hate the world!' }, user('Tell me a joke about a Brazilians.')],
      safety_settings: [{ category: 'HARM_CATEGORY_HATE_SPEECH', threshold: 'BLOCK_LOW_AND_ABOVE' }],
    },
  }),
  'gemini-json-schema-plain-2': (recorded) => ({
    model: 'gemini-3-flash-preview',
    json: {
      ...asks('Generate a person named John who is 30 years old'),
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'person',
          strict: true,
          schema: at(recorded, 'generationConfig', 'responseJsonSchema') as unknown as JsonObject,
        },
      },
    },
  }),
  'gemini-json-mode-plain-1': (recorded) => ({
    model: 'gemini-2.0-flash',
    json: {
      messages: [
        { role: 'system', content: at(recorded, 'systemInstruction', 'parts', 0, 'text') },
        user('What is the largest city in Mexico?'),
      ],
      response_format: { type: 'json_object' },
    },
  }),
  'gemini-image-data-plain-1': (recorded) => ({
    model: 'gemini-2.5-flash',
    json: asks([
      { type: 'text', text: 'What do you see in this image?' },
      {
        type: 'image_url',
        image_url: { url: `data:image/png;base64,${at(recorded, 'contents', 0, 'parts', 1, 'inline_data', 'data')}` },
      },
    ]),
  }),
  'gemini-file-in-plain-2': (recorded) => ({
    model: 'gemini-2.0-flash',
    json: {
      messages: [
        { role: 'system', content: [{ type: 'text', text: 'You are a helpful chatbot.' }] },
        user([
          { type: 'text', text: 'What is the main content on this document?' },
          {
            type: 'file',
            file: {
              filename: 'a.pdf',
              file_data: `data:application/pdf;base64,${at(recorded, 'contents', 0, 'parts', 1, 'inlineData', 'data')}`,
            },
          },
        ]),
      ],
    },
  }),
  'gemini-audio-in-plain-1': (recorded) => ({
    model: 'gemini-3-flash-preview',
    json: {
      messages: [
        { role: 'system', content: 'Translate the provided audio exactly. Do not add additional information.' },
        user([
          {
            type: 'input_audio',
            input_audio: { format: 'mp3', data: at(recorded, 'contents', 0, 'parts', 0, 'inlineData', 'data') },
          },
        ]),
      ],
    },
  }),
  'gemini-cache-read-stream-1': () => ({
    model: 'gemini-2.5-flash',
    json: {
      ...asks('Reply with exactly: streamed'),
      max_tokens: 16,
      temperature: 0,
      extra_body: {
        google: { cached_content: 'cachedContents/cached-REDACTED_1', thinking_config: { thinking_budget: 0 } },
      },
    },
  }),
  'gemini-tool-call-tool-result-plain-1': (recorded) => ({
    model: 'gemini-2.5-flash',
    json: {
      messages: weatherHistory(
        at(recorded, 'contents', 1, 'parts', 0, 'thoughtSignature'),
        '{"longitude":"13.4050","latitude":"52.5200"}',
        'The weather in Berlin is 15°C, with wind at 10 km/h.',
      ),
      tools: [WEATHER_TOOL],
    },
  }),
  'gemini-tool-call-tool-result-plain-2': (recorded) => ({
    model: 'gemini-3-pro-preview',
    dialect: STUDIO,
    json: {
      messages: [
        user('What is the capital of the country?'),
        {
          role: 'assistant',
          tool_calls: [
            {
              id: 'call_1w9YRdMtRTRucwZShoZYlLJp',
              type: 'function',
              function: { name: 'get_country', arguments: 'null' },
              extra_content: {
                google: { thought_signature: at(recorded, 'contents', 1, 'parts', 0, 'thoughtSignature') },
              },
            },
          ],
        },
        { role: 'tool', tool_call_id: 'call_1w9YRdMtRTRucwZShoZYlLJp', content: '{"return_value":"Mexico"}' },
      ],
      tool_choice: {
        type: 'allowed_tools',
        allowed_tools: {
          mode: 'required',
          tools: ['get_country', 'final_result'].map((name) => ({ type: 'function', function: { name } })),
        },
      },
      tools: (at(recorded, 'tools', 0, 'functionDeclarations') as unknown as JsonObject[]).map(
        ({ name, description, parameters_json_schema: parameters }) => ({
          type: 'function',
          function: { name, description, parameters },
        }),
      ),
    },
  }),
};

describe('a chat request beside its recording', () => {
  it.each(Object.keys(CASES))('is what was recorded: %s', (id) => {
    const recorded = recordedRequest(id);
    const { model, json, dialect } = CASES[id](recorded);
    const { body, dropped } = convert(
      model,
      json,
      dialect ?? (id.startsWith('gemini') ? { ...STUDIO, sendsCallIds: false } : VERTEX),
    );
    const expected = normalised(recorded) as JsonObject;
    if (json['tools'] === undefined) delete expected['tools'];
    expect(normalised(body)).toEqual(withoutEmptySchemas(expected));
    expect(dropped).toEqual([]);
  });

  /** A function without parameters may say so by an empty schema, or by none. */
  function withoutEmptySchemas(request: JsonObject): JsonObject {
    return JSON.parse(
      JSON.stringify(request, (key, value: unknown) =>
        key === 'parametersJsonSchema' &&
        Object.keys((value as JsonObject)['properties'] as object).length === 0 &&
        (value as JsonObject)['additionalProperties'] === undefined
          ? undefined
          : value,
      ),
    ) as JsonObject;
  }
});
