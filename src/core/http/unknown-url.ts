import { ENDPOINTS } from '../endpoints.js';
import { NotFoundError } from '../errors.js';
import { GATEWAY_PREFIXES, isBelow, pathOfTarget } from './routes.js';

const SHOWN_CHARACTERS = 200;
const [PREFIX] = GATEWAY_PREFIXES;
const SERVED = [...ENDPOINTS.map((endpoint) => `POST ${endpoint}`), 'GET models', 'GET models/{id}'];
const KNOWN_PATHS: ReadonlySet<string> = new Set([...ENDPOINTS, 'models']);

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
export function unknownUrl(request: { readonly method: string; readonly url: string }): NotFoundError {
  const path = pathOfTarget(request.url);
  const shown = path.length > SHOWN_CHARACTERS ? `${path.slice(0, SHOWN_CHARACTERS)}…` : path;
  const sentences = [
    `Invalid URL (${request.method} ${shown}).`,
    adviceFor(request.method, path),
    `This gateway serves ${SERVED.join(', ')}, below ${GATEWAY_PREFIXES.join(' and ')}; in the AI SDK use openai.chat('…').`,
  ];
  return new NotFoundError('unknown_url', sentences.filter((sentence) => sentence !== null).join(' '));
}

function adviceFor(method: string, path: string): string | null {
  const prefix = GATEWAY_PREFIXES.find((each) => isBelow(each, path));
  const tail = path
    .slice(prefix?.length ?? 0)
    .replace(/\/{2,}/g, '/')
    .replace(/^\/|\/$/g, '');
  const [first = ''] = tail.split('/');
  if (KNOWN_PATHS.has(tail)) {
    if (prefix === undefined) return `The base URL lacks ${PREFIX}: it ends in ${PREFIX}.`;
    const right = tail === 'models' ? 'GET' : 'POST';
    return method === right ? `Write ${prefix}/${tail}.` : `Use ${right} for ${prefix}/${tail}.`;
  }
  if (prefix !== undefined && first === PREFIX.slice(1)) return `The base URL holds ${PREFIX} twice.`;
  return Object.hasOwn(OTHER_APIS, first) ? (OTHER_APIS[first] ?? null) : null;
}
