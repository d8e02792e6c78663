/** The request headers that rules may look at. None of them holds a credential. */
export const RULE_HEADERS: readonly string[] = [
  'x-session-id',
  'x-claude-code-session-id',
  'x-user-id',
  'x-tenant-id',
  'user-agent',
  'accept-language',
  'x-stainless-lang',
];

/** What rules may look at in a call, besides its headers. */
export interface CallFacts {
  readonly tags: Readonly<Record<string, string>>;
  readonly user: string | null;
  readonly endpoint: { readonly path: string };
  readonly model: string | null;
  readonly stream: boolean;
}

/** By their names in lower case. */
export type CallHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** One thing that a rule looks at. */
export type FactSource =
  | { readonly kind: 'tag' | 'header'; readonly name: string }
  | { readonly kind: 'user' | 'endpoint' | 'model' | 'streaming' };

/** A name that stands for nothing that rules may look at. */
export class FactSourceError extends Error {}

/** Undefined where the call has no such thing. */
export function readFact(source: FactSource, call: CallFacts, headers: CallHeaders): string | undefined {
  switch (source.kind) {
    case 'tag':
      return Object.hasOwn(call.tags, source.name) ? call.tags[source.name] : undefined;
    case 'header': {
      const value = headers[source.name];
      return typeof value === 'string' ? value : undefined;
    }
    case 'user':
      return call.user ?? undefined;
    case 'endpoint':
      return call.endpoint.path;
    case 'model':
      return call.model ?? undefined;
    case 'streaming':
      return call.stream ? 'true' : 'false';
  }
}

/**
 * A name in a rule's conditions: `request:endpoint`, `request:model`, `request:streaming`, `header:<name>`; any other is a
 * tag's.
 *
 * @throws FactSourceError
 */
export function parseConditionName(name: string): FactSource {
  if (name.startsWith(HEADER)) return parseHeader(name);
  switch (name) {
    case 'request:endpoint':
      return { kind: 'endpoint' };
    case 'request:model':
      return { kind: 'model' };
    case 'request:streaming':
      return { kind: 'streaming' };
  }
  if (name.startsWith('request:')) {
    throw new FactSourceError('of a request there are request:endpoint, request:model and request:streaming');
  }
  if (name === '') throw new FactSourceError('a tag has a name');
  return { kind: 'tag', name };
}

/** By what a rule keeps its callers on the same arm. */
export interface StickyBy {
  /** As the administrator wrote it. */
  readonly name: string;
  /** Null draws anew for each request. */
  readonly source: FactSource | null;
}

const HEADER = 'header:';
const METADATA = 'metadata.';
/** Longer names of tags are refused in requests. */
const MAX_TAG_NAME = 64;

/**
 * `metadata.<key>`, `user`, `header:<name>` or `request`.
 *
 * @throws FactSourceError
 */
export function parseStickyBy(name: string): StickyBy {
  if (name === 'request') return { name, source: null };
  if (name === 'user') return { name, source: { kind: 'user' } };
  if (name.startsWith(HEADER)) return { name: name.toLowerCase(), source: parseHeader(name) };
  const tag = name.startsWith(METADATA) ? name.slice(METADATA.length) : '';
  if (tag !== '' && tag.length <= MAX_TAG_NAME) return { name, source: { kind: 'tag', name: tag } };
  throw new FactSourceError('it is `metadata.<key>`, `user`, `header:<name>` or `request`');
}

function parseHeader(text: string): FactSource {
  const name = text.slice(HEADER.length).toLowerCase();
  if (RULE_HEADERS.includes(name)) return { kind: 'header', name };
  throw new FactSourceError(`the headers that rules may look at are ${RULE_HEADERS.join(', ')}`);
}
