import { toFormFields } from '../../../core/form-fields.js';
import type { JsonBody } from '../../../core/json-body.js';
import { fitRequest, holdsDeveloper } from '../../formats/openai-chat/fit-request.js';
import { HostTraits } from './host-traits.js';
import { repairEmbeddings } from './repair-embeddings.js';
import { toolCallRepairer } from '../../formats/openai-chat/repair-tool-calls.js';
import type {
  ExtensionParameters,
  FormBody,
  PassThrough,
  UploadedFile,
  UpstreamCall,
} from '../../provider-strategy.js';

/** Parameters beyond OpenAI's that hosts of its format take; which of them one takes depends on its models. */
export const HOST_EXTENSIONS: ExtensionParameters = {
  completions: ['top_k'],
  embeddings: ['input_type', 'task_type', 'title', 'truncate', 'embedding_purpose'],
  'images/generations': ['seed'],
  'audio/transcriptions': ['diarize'],
};

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
  readonly continuesText?: PassThrough['continuesText'];
}

const TAKES_ALL = new HostTraits({ streamOptions: true, developerRole: true });

/** An adapter that sends the caller's bytes on, patched where the host's dialect asks for it. */
export function passThrough(
  urlOf: (call: UpstreamCall<JsonBody>) => string,
  dialect: Dialect = {},
  traits: HostTraits = TAKES_ALL,
): PassThrough {
  return {
    kind: 'pass-through',
    takesStreamOptions: () => traits.takesStreamOptions,
    learn: (refusal, { body }) =>
      traits.learn(refusal, { streamOptions: body.get('stream_options'), developer: holdsDeveloper(body) }),
    repairReply: (reply, { endpoint, body }) => (endpoint === 'embeddings' ? repairEmbeddings(reply, body) : reply),
    repairFrame: toolCallRepairer,
    keepsMetadata: dialect.keepsMetadata,
    continuesText: dialect.continuesText,
    mapBody: dialect.mapBody,
    frameMapper: dialect.frameMapper,
    toRequest: (call) => {
      const isText = call.endpoint === 'chat/completions' || call.endpoint === 'completions';
      const fitted = isText ? fitRequest(call.body, traits) : call.body;
      const { body, dropped } = dialect.prepare?.(fitted) ?? { body: fitted, dropped: [] };
      const members = fitted === call.body ? [] : droppedMembers(call.body, traits);
      const content = call.file === undefined ? body.bytes : toForm(body, call.file);
      return {
        request: { method: 'POST', url: urlOf(call), headers: headersFor(call), body: content },
        dropped: [...dropped, ...members],
      };
    },
  };
}

/** Named where they may have been left out. */
function droppedMembers({ bytes }: JsonBody, { unknownMembers }: HostTraits): readonly string[] {
  return [...unknownMembers].filter((name) => bytes.includes(`"${name}"`)).map((name) => `messages[].${name}`);
}

const ACCEPT_JSON = { 'content-type': 'application/json', accept: 'application/json' };
const ACCEPT_STREAM = { 'content-type': 'application/json', accept: 'text/event-stream' };
const ACCEPT_ANY = { 'content-type': 'application/json', accept: '*/*' };
/** The transport adds a form's content type, with the boundary that it chooses. */
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
