import type OpenAI from 'openai';
import type { Endpoint } from '../core/endpoints.js';
import type { GatewayError, UpstreamError, UpstreamFailure } from '../core/errors.js';
import type { JsonBody } from '../core/json-body.js';
import type { JsonObject, JsonValue } from '../core/json.js';
import type { UsageRecord } from '../core/usage.js';
import type { CallOwner } from './auth/attribution.js';
import type { CredentialField } from './auth/credential.js';
import type { EnvironmentAccount, ReadVariable } from './environment-account.js';
import type { BillFormat } from './bill-format.js';
import type { PriceSource } from './price-source.js';
import type { CancelSignal } from './transport/cancellation.js';
import type { Transport, UpstreamRequest } from './transport/transport.js';

export type ChatCompletion = OpenAI.Chat.Completions.ChatCompletion;
export type ChatCompletionChunk = OpenAI.Chat.Completions.ChatCompletionChunk;

/** A multipart body, in order; the file is a stream that can be read once. */
export interface FormBody {
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly file: {
    readonly field: string;
    readonly filename: string;
    readonly contentType: string;
    readonly bytes: AsyncIterable<Uint8Array>;
  };
}

/** A file of a multipart request, kept so that every target of a fallback can read it from its beginning. */
export interface UploadedFile {
  /** As the caller named it: vendors recognise the format by its extension. */
  readonly filename: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  stream(): AsyncIterable<Uint8Array>;
  bytes(): Promise<Buffer>;
  /** Keeps the file open until `read` is through with its descriptor. */
  using<Result>(read: (descriptor: number) => Promise<Result>): Promise<Result>;
}

/** One upstream call in OpenAI's terms: what the caller asked for after the variant's settings. */
export interface UpstreamCall<Body> {
  readonly endpoint: Endpoint;
  /** The vendor's name of the model. */
  readonly model: string;
  readonly stream: boolean;
  /** JSON; for multipart requests their fields, repeated ones (`name[]`) as arrays under the name without brackets. */
  readonly body: Body;
  /** Only of `audio/transcriptions`. */
  readonly file?: UploadedFile;
  /** Only for an account that tells its vendor whose call it is; absent where it is nobody's, as in a test. */
  readonly owner?: CallOwner;
}

/** What an adapter makes of a call. `dropped` names the caller's parameters that were left out or approximated. */
export interface PreparedCall {
  readonly request: UpstreamRequest;
  readonly dropped: readonly string[];
}

/** A frame, or the frames in its place; null (or none) drops it. Errors do not come to it. */
export type FrameMapper = (frame: JsonObject) => JsonObject | readonly JsonObject[] | null;

/** How a model goes on with an answer whose beginning is the last message of the conversation, the assistant's. */
export interface TextContinuation {
  /** What tells the vendor so in that message; empty where its role is enough. */
  readonly marks: JsonObject;
  /** The vendor sends the beginning again, before what it adds. */
  readonly repeats: boolean;
}

/**
 * Null for a model that begins a new answer then, or refuses the request. What is not documented counts as that.
 * @param model as sent to the vendor
 */
export type ContinuesText = (model: string) => TextContinuation | null;

/** The vendor speaks OpenAI's format: bytes travel both ways, frames are only looked at. */
export interface PassThrough {
  readonly kind: 'pass-through';
  /** @throws UnsupportedParameterError */
  toRequest(call: UpstreamCall<JsonBody>): PreparedCall;
  /** Changes a whole reply that is only nearly OpenAI's; returns its argument where nothing is to change. */
  readonly mapBody?: (body: JsonObject) => JsonObject;
  /** One per stream, as vendors ask for memory (pinned ids). */
  readonly frameMapper?: () => FrameMapper;
  /** Repairs what OpenAI's clients would silently lose; returns its argument where nothing is wrong. */
  readonly repairReply?: (reply: JsonBody, call: UpstreamCall<JsonBody>) => JsonBody;
  /** The same of a stream's frames; one per stream. Only called for frames that hold tool calls. */
  readonly repairFrame?: () => (frame: JsonObject) => JsonObject;
  /** False where the host refuses `stream_options`, so that its streams count no tokens. */
  readonly takesStreamOptions?: () => boolean;
  /** Learns from a refusal; true where the same call would now be sent differently. */
  readonly learn?: (refusal: UpstreamFailure | UpstreamError, call: UpstreamCall<JsonBody>) => boolean;
  /** `metadata` travels to this vendor when `store` is set; elsewhere it is only the log's. */
  readonly keepsMetadata?: boolean;
  /** Of chats. */
  readonly continuesText?: ContinuesText;
}

/** What a reply mapper needs beside the vendor's reply; passed in so that mappers stay pure. */
export interface ReplyContext {
  readonly model: string;
  /** For vendors that send no id of their own: `chatcmpl-…`. */
  readonly fallbackId: string;
  /** Whole seconds since 1970. */
  readonly created: number;
  /** The request in OpenAI's form: mappers look up tools, response_format and the like. */
  readonly request: JsonObject;
  /** Vendor's response headers, lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** One piece of a translated stream: a chunk to send, or the error that ends it. */
export type StreamItem = JsonObject | GatewayError;

/**
 * Vendor bytes in, OpenAI chunks out; synchronous, so a test can cut the bytes anywhere.
 * The usage chunk (`choices: []`) is always emitted where the vendor counts; the gateway hides it unless asked for.
 */
export interface StreamTranslator {
  push(bytes: Uint8Array): readonly StreamItem[];
  /** The body has ended. Without the vendor's terminal event this yields an error of kind `stream-broken`. */
  end(): readonly StreamItem[];
  /** The terminal event was seen and everything is out: no more bytes need be read. */
  readonly done: boolean;
  /** Of a stream that has broken off: what its vendor counted of the prompt, in OpenAI's form; null where it did not. */
  promptUsage?(): JsonObject | null;
  /** The tier of service in the vendor's own word, as far as it was named yet; of vendors whose chunks do not name it. */
  serviceTier?(): string | null;
}

/** A reply that is no JSON: audio, or a transcript as text. */
export interface BinaryReply {
  readonly contentType: string;
  readonly bytes: Buffer;
  /** Null where the vendor does not count. */
  readonly usage: UsageRecord | null;
}

/** JSON to JSON, in pure functions that never change their input. */
export interface Translation {
  readonly kind: 'translation';
  /** Asynchronous only where a file must be read. @throws InvalidRequestError UnsupportedParameterError */
  toRequest(call: UpstreamCall<JsonObject>): PreparedCall | Promise<PreparedCall>;
  /** @throws UpstreamError where the vendor's 200 is no answer */
  fromResponse(body: JsonObject, context: ReplyContext): JsonObject | BinaryReply;
  /** What the vendor counted in a 200 that is no answer, in OpenAI's words: it may charge for it. */
  readonly usageOf?: (body: JsonObject, model: string) => JsonValue | undefined;
  /** The tier of service that a 200 names in the vendor's own word, where not as OpenAI's `service_tier`; null without. */
  readonly serviceTierOf?: (body: JsonObject, model: string) => string | null;
  readonly stream?: (context: ReplyContext) => StreamTranslator;
  /** Of chats. */
  readonly continuesText?: ContinuesText;
  /** For vendors that take one text per call where OpenAI takes many: the calls, and their replies as one. */
  readonly fanOut?: {
    split(call: UpstreamCall<JsonObject>): readonly UpstreamCall<JsonObject>[];
    join(replies: readonly JsonObject[]): JsonObject;
  };
}

export type Adapter = PassThrough | Translation;

export interface ListedModel {
  readonly id: string;
  readonly ownedBy: string;
  /** Whole seconds since 1970, 0 where the vendor does not say. */
  readonly created: number;
}

/** The vendor's own list of models, for the admin's connection test and for `GET /models`. */
export interface ModelListing {
  toRequest(): UpstreamRequest;
  fromResponse(body: JsonObject): readonly ListedModel[];
}

export interface VendorReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SignOptions {
  /** With a new token instead of the cached one, which the vendor refused (`signAfresh`). */
  readonly fresh?: boolean;
}

/** An account's connection, as its vendor defines it. */
export interface VendorConnection {
  /** A missing key is an endpoint that the vendor lacks. */
  readonly endpoints: { readonly [E in Endpoint]?: Adapter };
  /** Adds credentials. Synchronous where no token has to be fetched. @throws UpstreamError `credentials-rejected` */
  sign(
    request: UpstreamRequest,
    signal: CancelSignal,
    options?: SignOptions,
  ): UpstreamRequest | Promise<UpstreamRequest>;
  /** Tells a non-2xx reply apart: the caller's fault, ours, or theirs. Without side effects. */
  readError(reply: VendorReply): UpstreamFailure;
  readonly models?: ModelListing;
  /** Its calls are told apart on the vendor's bill: adapters are given the `owner`. */
  readonly attributesCalls?: boolean;
  /** The endpoints that a model answers, null where its name is not known; for names that do not tell. */
  readonly capabilitiesOf?: (model: string) => readonly Endpoint[] | null;
  /** Whole-reply usage where it is not OpenAI's `usage` member. */
  readonly readUsage?: (body: JsonObject) => UsageRecord | null;
  /**
   * What the vendor itself says that the call cost, in pico-USD (10⁻¹² USD); null where it does not.
   * @param usage the reply's, or a frame's
   * @param headers of a whole reply
   */
  readonly readCost?: (usage: JsonValue | undefined, headers?: Readonly<Record<string, string>>) => bigint | null;
  /** Answers in place of the network (the sandbox). */
  readonly transport?: Transport;
}

/** One account of one vendor, ready to call. Credentials are inside and out of reach. */
export interface ProviderConnection
  extends VendorConnection, Pick<VendorFacts, 'requestIdHeaders' | 'extensionParameters'> {}

/**
 * The account's settings for what hosts of OpenAI's format differ in; vendors with a format of their own ignore them.
 */
export interface HostSettings {
  /** `auto`: sent unless the host is known to refuse it, or does. */
  readonly streamOptions: 'send' | 'omit' | 'auto';
  /** `auto`: `developer` messages stay as they are unless the host is known to refuse them, or does. */
  readonly developerRole: 'send' | 'system' | 'auto';
}

/** Whose figure is the cost of an account's calls: usage times price, or what the vendor itself says. */
export type CostSource = 'catalog' | 'vendor';

/** What `connect` gets from the account. */
export interface AccountSettings<Credentials> {
  readonly credentials: Credentials;
  /** Without trailing slash; null means the vendor's default. */
  readonly baseUrl: string | null;
  readonly hostSettings?: Partial<HostSettings>;
  /** Guarded transport for token endpoints; model calls are sent by the gateway. */
  readonly transport: Transport;
}

/** Body members beyond OpenAI's that a vendor takes: a variant may set them. Chat takes all. */
export type ExtensionParameters = { readonly [E in Endpoint]?: readonly string[] };

/** All that is known of a vendor outside of its folder. */
export interface VendorFacts {
  /** The vendor id of the admin API, also the first key of the price catalog. */
  readonly vendor: string;
  readonly label: string;
  /** In OpenTelemetry's conventions for generative AI, where it is not the vendor id. */
  readonly telemetryName?: string;
  readonly defaultBaseUrl: string | null;
  /** Reply headers that may hold the vendor's id of the request, in order of preference. */
  readonly requestIdHeaders: readonly string[];
  readonly extensionParameters?: ExtensionParameters;
  /** Its replies may say what they cost. */
  readonly statesCost?: boolean;
  readonly prices?: readonly PriceSource[];
  /** In which it exports what was used and what it charges. */
  readonly billFormats?: readonly BillFormat[];
  /** Models that cost nothing. */
  readonly freeModels?: readonly string[];
  /** The first start's account; null where its variables are not set. @throws UnusableVariablesError */
  readonly fromEnvironment?: (read: ReadVariable) => EnvironmentAccount | null;
}

export interface ProviderStrategy extends VendorFacts {
  readonly requiresBaseUrl: boolean;
  readonly credentialFields: readonly CredentialField[];
  /** Checks the admin's `credentials`; returns what is wrong as [JSON pointer below credentials, sentence]. */
  validateCredentials(credentials: JsonObject): readonly { readonly pointer: string; readonly detail: string }[];
  /** Hosts other than `baseUrl` that the credentials make us call; they pass the same address check. */
  credentialUrls(credentials: JsonObject): readonly string[];
  /** @throws Error where the credentials do not fit: the account is left out, the others live. */
  connect(account: AccountSettings<JsonObject>): ProviderConnection;
}
