import type { JsonBody } from '../../core/json-body.js';
import type { UploadedFile } from '../../providers/provider-strategy.js';
import type { EndpointSpec } from './endpoint-spec.js';

/** The beginning of an answer, for another target to go on with. */
export interface BegunAnswer {
  /** Without the white space at its end, behind which models write badly and some vendors refuse. May be empty. */
  readonly text: string;
  /** Tokens that the text has at least. */
  readonly tokens: number;
}

/** A caller's request, read and checked once. The body stays the caller's bytes until a target is applied. */
export interface GatewayRequest {
  readonly endpoint: EndpointSpec;
  readonly body: JsonBody;
  /** Of a multipart request. */
  readonly file: UploadedFile | null;
  /** As written; null only where a config makes it needless. */
  readonly model: string | null;
  /** `models`: where the call goes when `model` fails, each `@<provider slug>/<model>`. */
  readonly fallbackModels: readonly string[];
  readonly stream: boolean;
  /** The caller asked for the usage-only frame. */
  readonly includeUsage: boolean;
  /** `metadata`: what rules match and the log keeps. */
  readonly tags: Readonly<Record<string, string>>;
  /** The body's `user`; null where it names none. */
  readonly user: string | null;
  /** Who calls: `metadata.userId`, else `user`. */
  readonly subject: string | null;
  /** The `x-llmops-config` header. */
  readonly configHeader: string | null;
  /** What was sent of its answer before the stream broke; absent where nothing was. */
  readonly begun?: BegunAnswer;
}
