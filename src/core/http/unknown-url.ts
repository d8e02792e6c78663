import type { FastifyInstance, FastifyRequest } from 'fastify';
import { NotFoundError } from '../errors.js';
import { GATEWAY_PREFIXES, isBelow, pathOfTarget } from './routes.js';

const SHOWN_CHARACTERS = 200;
const [PREFIX] = GATEWAY_PREFIXES;

declare module 'fastify' {
  interface FastifyInstance {
    /** Below the gateway's prefixes, of all public APIs. */
    readonly servedPaths: readonly string[];
  }
}

export type UnservedRequest = Pick<FastifyRequest, 'method' | 'url'> & {
  readonly server: Pick<FastifyInstance, 'servedPaths'>;
};

/** Paths that clients of other APIs ask for, and what to do instead. */
const OTHER_APIS: Readonly<Record<string, string>> = {
  responses:
    "The Responses API is not served: in the AI SDK use openai.chat('…') instead of openai('…'), with OpenAI's own " +
    'library client.chat.completions.',
  messages: "Anthropic's Messages API is not served: use a client of OpenAI's API.",
};

/**
 * 404 for a path that nothing serves. The message names what there is, and the right path where it can tell which was
 * meant.
 */
export function unknownUrl(request: UnservedRequest): NotFoundError {
  const path = pathOfTarget(request.url);
  const shown = path.length > SHOWN_CHARACTERS ? `${path.slice(0, SHOWN_CHARACTERS)}…` : path;
  const served = [...request.server.servedPaths.map((each) => `POST ${each}`), 'GET models', 'GET models/{id}'];
  const sentences = [
    `Invalid URL (${request.method} ${shown}).`,
    adviceFor(request, path),
    `This gateway serves ${served.join(', ')}, below ${GATEWAY_PREFIXES.join(' and ')}; in the AI SDK use openai.chat('…').`,
  ];
  return new NotFoundError('unknown_url', sentences.filter((sentence) => sentence !== null).join(' '));
}

function adviceFor({ method, server: { servedPaths } }: UnservedRequest, path: string): string | null {
  const prefix = GATEWAY_PREFIXES.find((each) => isBelow(each, path));
  const tail = path
    .slice(prefix?.length ?? 0)
    .replace(/\/{2,}/g, '/')
    .replace(/^\/|\/$/g, '');
  const [first = ''] = tail.split('/');
  if (tail === 'models' || servedPaths.includes(tail)) {
    if (prefix === undefined) return `The base URL lacks ${PREFIX}: it ends in ${PREFIX}.`;
    const right = tail === 'models' ? 'GET' : 'POST';
    return method === right ? `Write ${prefix}/${tail}.` : `Use ${right} for ${prefix}/${tail}.`;
  }
  if (prefix !== undefined && first === PREFIX.slice(1)) return `The base URL holds ${PREFIX} twice.`;
  return Object.hasOwn(OTHER_APIS, first) && !servedPaths.includes(first) ? (OTHER_APIS[first] ?? null) : null;
}
