import { shellQuoted, toFormOptions } from '../components/to-curl-form.js';
import { toBody, type Ask } from './ask.js';

export interface Sample {
  readonly language: 'curl' | 'TypeScript' | 'Python';
  readonly code: string;
}

/** The call's target, and where the gateway is. */
interface Place {
  readonly model: string;
  readonly origin: string;
}

/** The same call from an application, with a secret of the environment in GATEWAY_SECRET. */
export function toSamples(ask: Ask, { model, origin }: Place): readonly Sample[] {
  const body = toBody(ask, model);
  const url = `${origin}/v1`;
  return [
    {
      language: 'curl',
      code: ask.endpoint === 'audio/transcriptions' ? curlForm(url, ask, body) : curl(url, ask, body),
    },
    { language: 'TypeScript', code: typescript(url, ask, body) },
    { language: 'Python', code: python(url, ask, body) },
  ];
}

const METHODS = {
  'chat/completions': 'chat.completions.create',
  completions: 'completions.create',
  embeddings: 'embeddings.create',
  'images/generations': 'images.generate',
  'audio/speech': 'audio.speech.create',
  'audio/transcriptions': 'audio.transcriptions.create',
} as const satisfies Record<Ask['endpoint'], string>;

type Body = Readonly<Record<string, unknown>>;

function curl(url: string, { endpoint }: Ask, body: Body): string {
  return `curl ${streams(body) ? '-sSN' : '-sS'} ${url}/${endpoint} \\
  -H "Authorization: Bearer $GATEWAY_SECRET" \\
  -H "Content-Type: application/json" \\
  -d ${shellQuoted(JSON.stringify(body, null, 2))}`;
}

function curlForm(url: string, ask: Ask, body: Body): string {
  const options = toFormOptions(body, fileOf(ask));
  return [`curl -sS ${url}/${ask.endpoint}`, '-H "Authorization: Bearer $GATEWAY_SECRET"', ...options].join(' \\\n  ');
}

function fileOf({ audio }: Ask): string {
  return audio?.name ?? 'speech.wav';
}

function streams({ stream }: Body): boolean {
  return stream === true;
}

function typescript(url: string, ask: Ask, body: Body): string {
  const file = ask.endpoint === 'audio/transcriptions';
  const shown = JSON.stringify(body, null, 2);
  const parameters = file ? withFile(shown, `"file": createReadStream(${JSON.stringify(fileOf(ask))})`) : shown;
  return `${file ? "import { createReadStream } from 'node:fs';\n" : ''}import OpenAI from 'openai';

const client = new OpenAI({ baseURL: '${url}', apiKey: process.env.GATEWAY_SECRET });
const answer = await client.${METHODS[ask.endpoint]}(${parameters});
${streams(body) ? 'for await (const chunk of answer) console.log(chunk);' : 'console.log(answer);'}`;
}

function python(url: string, ask: Ask, body: Body): string {
  const lines = toKeywords(ask, body).map(([name, value]) => `    ${name}=${toPython(value)},\n`);
  const opened =
    ask.endpoint === 'audio/transcriptions' ? `    file=open(${JSON.stringify(fileOf(ask))}, "rb"),\n` : '';
  return `import os
from openai import OpenAI

client = OpenAI(base_url="${url}", api_key=os.environ["GATEWAY_SECRET"])
answer = client.${METHODS[ask.endpoint]}(
${lines.join('')}${opened})
${streams(body) ? 'for chunk in answer:\n    print(chunk)' : 'print(answer)'}`;
}

/** OpenAI's library refuses members that it does not know, such as `input` of a template; in extra_body it takes any. */
function toKeywords(ask: Ask, body: Body): (readonly [string, unknown])[] {
  const keywords = new Set([...Object.keys(toBody({ ...ask, more: {} }, '')), 'stream', 'stream_options']);
  const isKeyword = ([name]: readonly [string, unknown]) => keywords.has(name);
  const more = Object.entries(ask.more).filter((member) => !isKeyword(member));
  const known = Object.entries(body).filter(isKeyword);
  return more.length === 0 ? known : [...known, ['extra_body', Object.fromEntries(more)]];
}

function withFile(json: string, member: string): string {
  return json.replace(/\n\}$/, `,\n  ${member}\n}`);
}

/** JSON as a Python literal. */
function toPython(value: unknown): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (Array.isArray(value)) return `[${value.map(toPython).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${toPython(member)}`);
  return `{${members.join(', ')}}`;
}
