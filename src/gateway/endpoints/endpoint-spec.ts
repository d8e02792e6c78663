import type { ApiBody, ApiOkResponse } from '@nestjs/swagger';
import type { Endpoint } from '../../core/endpoints.js';
import type { JsonBody } from '../../core/json-body.js';
import type { JsonObject } from '../../core/json.js';
import type { UsageRecord } from '../../core/usage.js';
import type { UpstreamCall } from '../../providers/provider-strategy.js';
import type { FrontFormat, SchemaObject } from '../fronts/front-format.js';

/** Everything that one endpoint of a public API is. */
export interface EndpointSpec {
  /** Its path below the gateway's prefixes, and its name in the log. */
  readonly path: string;
  readonly front: FrontFormat;
  /** The vendors' endpoint that serves it. */
  readonly upstream: Endpoint;
  readonly input: 'json' | 'form';
  /** What a variant may set on it besides the vendor's extensions; `any`: everything but the caller's own fields. */
  readonly settings: ReadonlySet<string> | 'any';
  /**
   * Its texts are written from a prompt: streams count tokens only where asked to, a usage has both sides of it, and an
   * object under `input` is the data of the variant's template.
   */
  readonly writesText: boolean;
  /** The member that holds the prompt, of an endpoint whose prompts are text; absent elsewhere. */
  readonly promptMember?: 'messages' | 'prompt' | 'input';
  /** The members that put a variant's system prompt in front; absent where there is no place for one. */
  readonly withSystemPrompt?: (body: JsonBody, prompt: string) => Readonly<Record<string, Buffer>>;
  /**
   * Checks the members that every vendor requires; what they hold is checked by the vendor.
   * @throws InvalidRequestError with `param`
   */
  read(body: JsonBody): RequestFacts;
  /** What a good answer looks like on the wire, by the vendor's headers. */
  replyShape(call: Pick<UpstreamCall<JsonBody>, 'stream' | 'body'>, headers: ReplyHeaders): ReplyShape;
  /** The member that holds the answer, without which a reply is none; null where the answer is no JSON. */
  readonly answer: { readonly name: string; readonly isList: boolean } | null;
  /** What a translated reply lacks, null where it is whole; for the sentence "The provider answered with …". */
  readonly missing?: (body: JsonBody, reply: JsonObject) => string | null;
  /** How a translated reply or chunk looks for this caller; null where as it is. */
  readonly replyMapper?: (body: JsonBody) => ((reply: JsonObject) => JsonObject) | null;
  /** What can be counted without guessing where the vendor counts nothing. */
  readonly usageWithoutVendor?: (body: JsonBody, reply: JsonObject | null) => UsageRecord | null;
  readonly documentation: EndpointDocumentation;
}

/** What its body states about how it is to be answered. */
export interface RequestFacts {
  readonly stream: boolean;
}

type ReplyHeaders = Readonly<Record<string, string>>;

export type ReplyShape =
  | { readonly kind: 'json' }
  /** Server-sent events. Beside `[DONE]`, a frame of one of these types says that the stream is whole. */
  | { readonly kind: 'events'; readonly terminal: ReadonlySet<string> }
  /** Audio, sent on as it arrives. */
  | { readonly kind: 'bytes' }
  /** A transcript that is no JSON. */
  | { readonly kind: 'text' };

export const JSON_REPLY: ReplyShape = { kind: 'json' };

/** For the OpenAPI document: what a reader needs, not all that travels. */
export interface EndpointDocumentation {
  /** Generated clients make the names of their methods of it. */
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly request: SchemaObject;
  /** Work as they are on the sandbox. A form's stand with its fields. */
  readonly examples: NonNullable<Extract<Parameters<typeof ApiBody>[0], { schema: unknown }>['examples']>;
  readonly reply: Pick<
    Extract<NonNullable<Parameters<typeof ApiOkResponse>[0]>, { schema: unknown }>,
    'description'
  > & {
    readonly content: Readonly<Record<string, { readonly schema: SchemaObject; readonly example?: string }>>;
  };
}

/** A set of names, written as lines of words. */
export function words(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')));
}
