import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { ClientClosedError, InvalidRequestError } from '../../core/errors.js';
import type { JsonObject, JsonValue } from '../../core/json.js';
import { SpooledFile } from './uploaded-file.js';

export interface ReadForm {
  readonly fields: JsonObject;
  readonly file: SpooledFile;
}

const LIMITS = { fields: 50, fieldNameSize: 200, fieldSize: 64 * 1024, files: 1, parts: 60, headerPairs: 50 };

/**
 * Reads a multipart body: its fields as JSON, its one file put aside.
 * @throws InvalidRequestError 415 for another content type, 413 past `limitBytes`, 400 for a form that is broken
 */
export async function readForm(request: IncomingMessage, limitBytes: number): Promise<ReadForm> {
  const contentType = request.headers['content-type'];
  if (contentType === undefined || !/^multipart\/form-data\b/i.test(contentType)) throw notMultipart(contentType);
  if (Number(request.headers['content-length']) > limitBytes) throw tooLarge(limitBytes);
  const reading = new FormReading(parserFor(request, limitBytes), limitBytes);
  try {
    return await reading.read(request);
  } catch (error) {
    await reading.discard();
    throw error;
  }
}

function parserFor(request: IncomingMessage, limitBytes: number): BusboyInstance {
  try {
    const headers = request.headers as BusboyHeaders;
    return new Busboy({ headers, limits: { ...LIMITS, fileSize: limitBytes } });
  } catch (error) {
    throw broken(error instanceof Error ? error.message : 'unknown');
  }
}

/** One form on its way in. Settles once, whichever of its parts fails or ends first. */
class FormReading {
  private readonly fields: Record<string, JsonValue> = {};
  private file: SpooledFile | null = null;
  private receiving: Promise<void> = Promise.resolve();

  constructor(
    private readonly parser: BusboyInstance,
    private readonly limitBytes: number,
  ) {}

  read(request: IncomingMessage): Promise<ReadForm> {
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => {
        request.unpipe(this.parser);
        request.resume();
        reject(error);
      };
      this.parser.on('field', (name, value, nameCut, valueCut) => {
        if (nameCut || valueCut) fail(broken(`the field ${name} is too long`));
        else this.addField(name, value);
      });
      this.parser.on('file', (name, stream, filename, _encoding, mimeType) => {
        if (name !== 'file') {
          fail(invalid(`The form's file must be called 'file', not '${name}'.`));
          return;
        }
        stream.on('limit', () => fail(tooLarge(this.limitBytes)));
        this.file = new SpooledFile(filename || 'audio', mimeType || 'application/octet-stream');
        this.receiving = this.file.receive(stream);
        this.receiving.catch(fail);
      });
      for (const event of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) {
        this.parser.on(event, () => fail(broken('it has too many parts')));
      }
      this.parser.on('error', (error) => fail(broken(error instanceof Error ? error.message : 'unknown')));
      this.parser.on('finish', () => void this.receiving.then(() => resolve(this.whole()), fail).catch(reject));
      request.once('close', () => {
        if (!request.complete) fail(new ClientClosedError());
      });
      request.pipe(this.parser);
    });
  }

  async discard(): Promise<void> {
    await this.receiving.catch(() => undefined);
    await this.file?.discard();
  }

  private whole(): ReadForm {
    if (this.file === null) throw invalid("The form has no file. Send the audio as the part 'file'.");
    return { fields: this.fields, file: this.file };
  }

  /** `name[]` collects; a plain name is said once, and the last word counts. */
  private addField(name: string, value: string): void {
    if (!name.endsWith('[]')) {
      this.fields[name] = value;
      return;
    }
    const list = name.slice(0, -2);
    const known = this.fields[list];
    this.fields[list] = [...(Array.isArray(known) ? known : []), value];
  }
}

function invalid(message: string): InvalidRequestError {
  return new InvalidRequestError(message, 'file');
}

function broken(why: string): InvalidRequestError {
  return new InvalidRequestError(`The multipart body could not be read: ${why}.`, null);
}

function notMultipart(contentType: string | undefined): InvalidRequestError {
  return new InvalidRequestError(
    `Unsupported content type. This API method only accepts 'multipart/form-data' requests, but you specified '${contentType?.slice(0, 100) ?? 'none'}'.`,
    null,
    'unsupported_content_type',
    415,
  );
}

function tooLarge(limitBytes: number): InvalidRequestError {
  return new InvalidRequestError(
    `The upload is larger than ${limitBytes} bytes, the limit of this endpoint.`,
    null,
    'request_too_large',
    413,
  );
}
