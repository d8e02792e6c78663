import { toBody, type Ask } from './ask.js';

export interface Sample {
  readonly language: 'curl' | 'TypeScript' | 'Python';
  readonly code: string;
}

/** The same call from an application, with a secret of the environment in GATEWAY_SECRET. */
export function toSamples(ask: Ask, model: string): readonly Sample[] {
  const body = toBody(ask, model);
  const url = `${location.origin}/v1`;
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

function curl(url: string, { endpoint, stream }: Ask, body: Body): string {
  // A quote within the text ends it, stands by itself, and begins it again.
  const json = JSON.stringify(body, null, 2).replaceAll("'", `'\\''`);
  const option = stream ? '-sSN' : '-sS';
  return `curl ${option} ${url}/${endpoint} \\
  -H "Authorization: Bearer $GATEWAY_SECRET" \\
  -H "Content-Type: application/json" \\
  -d '${json}'`;
}

function curlForm(url: string, { endpoint, audio }: Ask, body: Body): string {
  const fields = Object.entries(body).map(([name, value]) => `  -F ${name}='${String(value)}' \\\n`);
  return `curl -sS ${url}/${endpoint} \\
  -H "Authorization: Bearer $GATEWAY_SECRET" \\
${fields.join('')}  -F file=@${audio?.name ?? 'speech.wav'}`;
}

function typescript(url: string, ask: Ask, body: Body): string {
  const file = ask.endpoint === 'audio/transcriptions';
  const shown = JSON.stringify(body, null, 2);
  const parameters = file ? withFile(shown, `file: createReadStream('${ask.audio?.name ?? 'speech.wav'}')`) : shown;
  return `${file ? "import { createReadStream } from 'node:fs';\n" : ''}import OpenAI from 'openai';

const client = new OpenAI({ baseURL: '${url}', apiKey: process.env.GATEWAY_SECRET });
const answer = await client.${METHODS[ask.endpoint]}(${parameters});
${ask.stream ? 'for await (const chunk of answer) console.log(chunk);' : 'console.log(answer);'}`;
}

function python(url: string, ask: Ask, body: Body): string {
  const file = ask.endpoint === 'audio/transcriptions';
  // What OpenAI's library does not know of the body, such as `input` of a template, it takes as extra_body.
  const { input, ...known } = body;
  const isTemplate = ask.endpoint === 'chat/completions' && input !== undefined;
  const given = isTemplate ? { ...known, extra_body: { input } } : body;
  const lines = Object.entries(given).map(([name, value]) => `    ${name}=${toPython(value)},\n`);
  const opened = file ? `    file=open("${ask.audio?.name ?? 'speech.wav'}", "rb"),\n` : '';
  return `import os
from openai import OpenAI

client = OpenAI(base_url="${url}", api_key=os.environ["GATEWAY_SECRET"])
answer = client.${METHODS[ask.endpoint]}(
${lines.join('')}${opened})
${ask.stream ? 'for chunk in answer:\n    print(chunk)' : 'print(answer)'}`;
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
