import { toFormFields } from '../../core/form-fields.js';
import type { JsonBody } from '../../core/json-body.js';
import type { FormBody, PassThrough, UploadedFile, UpstreamCall } from '../provider-strategy.js';

/** How an endpoint of a host differs from OpenAI's. */
export interface Dialect {
  /**
   * Patches the request; `dropped` names what was left out.
   * @throws UnsupportedParameterError
   */
  readonly prepare?: (body: JsonBody) => { readonly body: JsonBody; readonly dropped: readonly string[] };
  readonly mapBody?: PassThrough['mapBody'];
  readonly frameMapper?: PassThrough['frameMapper'];
  readonly keepsMetadata?: boolean;
}

/** An adapter that sends the caller's bytes on, patched where the host's dialect asks for it. */
export function passThrough(urlOf: (call: UpstreamCall<JsonBody>) => string, dialect: Dialect = {}): PassThrough {
  return {
    kind: 'pass-through',
    keepsMetadata: dialect.keepsMetadata,
    mapBody: dialect.mapBody,
    frameMapper: dialect.frameMapper,
    toRequest: (call) => {
      const { body, dropped } = dialect.prepare?.(call.body) ?? { body: call.body, dropped: [] };
      const content = call.file === undefined ? body.bytes : toForm(body, call.file);
      return { request: { method: 'POST', url: urlOf(call), headers: headersFor(call), body: content }, dropped };
    },
  };
}

const ACCEPT_JSON = { 'content-type': 'application/json', accept: 'application/json' };
const ACCEPT_STREAM = { 'content-type': 'application/json', accept: 'text/event-stream' };
const ACCEPT_ANY = { 'content-type': 'application/json', accept: '*/*' };
/** A form's content type names the boundary, which the transport draws. */
const FORM_ACCEPT_ANY = { accept: '*/*' };

function headersFor({ endpoint, stream, file }: UpstreamCall<JsonBody>): Readonly<Record<string, string>> {
  if (file !== undefined) return FORM_ACCEPT_ANY;
  if (stream) return ACCEPT_STREAM;
  return endpoint === 'audio/speech' ? ACCEPT_ANY : ACCEPT_JSON;
}

function toForm(body: JsonBody, file: UploadedFile): FormBody {
  const { filename, contentType } = file;
  return {
    fields: toFormFields(body.toObject()),
    file: { field: 'file', filename, contentType, bytes: file.stream() },
  };
}
