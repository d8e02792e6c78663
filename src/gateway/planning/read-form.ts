import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { ClientClosedError, InvalidRequestError } from '../../core/errors.js';
import type { JsonObject } from '../../core/json.js';
import { FormFields } from '../../core/form-fields.js';
import { SpooledFile } from './uploaded-file.js';

export interface ReadForm {
  readonly fields: JsonObject;
  readonly file: SpooledFile;
}

/** A field may hold some seconds of a speaker's voice as a data URL; all of them together stay within memory. */
const FIELD_BYTES = 4 * 1024 * 1024;
const ALL_FIELDS_BYTES = 10 * 1024 * 1024;
const LIMITS = { fields: 50, fieldNameSize: 200, fieldSize: FIELD_BYTES, files: 1, parts: 60, headerPairs: 50 };

/**
 * Reads a multipart body: its fields as JSON, its one file put aside.
 * @throws InvalidRequestError 415 for another content type, 413 past `limitBytes`, 400 for a form that is broken
 */
export async function readForm(request: IncomingMessage, limitBytes: number): Promise<ReadForm> {
  const contentType = request.headers['content-type'];
  if (contentType === undefined || !/^multipart\/form-data\b/i.test(contentType)) throw notMultipart(contentType);
  if (Number(request.headers['content-length']) > limitBytes) throw tooLarge(limitBytes);
  const reading = new FormReading(parserFor(request), limitBytes);
  try {
    return await reading.read(request);
  } catch (error) {
    await reading.discard();
    throw error;
  }
}

function parserFor(request: IncomingMessage): BusboyInstance {
  try {
    const headers = request.headers as BusboyHeaders;
    return new Busboy({ headers, limits: LIMITS });
  } catch (error) {
    throw broken(error instanceof Error ? error.message : 'unknown');
  }
}

/** One form on its way in. Settles once, whichever of its parts fails or ends first. */
class FormReading {
  private readonly fields = new FormFields(ALL_FIELDS_BYTES);
  private file: SpooledFile | null = null;
  private source: Readable | null = null;
  private receiving: Promise<void> = Promise.resolve();
  private seenBytes = 0;
  private hasFailed = false;

  constructor(
    private readonly parser: BusboyInstance,
    private readonly limitBytes: number,
  ) {}

  read(request: IncomingMessage): Promise<ReadForm> {
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => {
        if (this.hasFailed) return;
        this.hasFailed = true;
        request.unpipe(this.parser);
        request.resume();
        // Whoever waits for more of the file would wait for ever.
        this.source?.destroy(error);
        reject(error);
      };
      request.on('data', (chunk: Buffer) => {
        this.seenBytes += chunk.length;
        if (this.seenBytes > this.limitBytes) fail(tooLarge(this.limitBytes));
      });
      this.parser.on('field', (name, value, nameCut, valueCut) => {
        if (nameCut) fail(broken(`the name of the field ${name} is too long`));
        else if (valueCut) fail(tooLarge(FIELD_BYTES, `The field ${name} is`));
        else if (!this.fields.add(name, value)) fail(tooLarge(ALL_FIELDS_BYTES, 'The fields of the form are'));
      });
      this.parser.on('file', (name, stream, filename, encoding, mimeType) => {
        if (name !== 'file') {
          fail(invalid(`The form's file must be called 'file', not '${name}'.`));
          return;
        }
        if (encoding.toLowerCase() === 'base64') {
          fail(invalid('The file is encoded in base64. Send its bytes as they are.'));
          return;
        }
        this.source = stream;
        // Told to whoever reads it; there may be nobody yet.
        stream.on('error', () => undefined);
        this.file = new SpooledFile(filename || 'audio', mimeType || 'application/octet-stream');
        this.receiving = this.file.receive(stream);
        this.receiving.catch(fail);
      });
      this.parser.on('filesLimit', () =>
        fail(invalid("The form has more than one file. Send one, as the part 'file'.")),
      );
      for (const event of ['partsLimit', 'fieldsLimit'] as const) {
        this.parser.on(event, () => fail(broken('it has too many parts')));
      }
      this.parser.on('error', (error) => fail(broken(error instanceof Error ? error.message : 'unknown')));
      this.parser.on('finish', () => void this.receiving.then(() => resolve(this.whole()), fail).catch(reject));
      // What had arrived and was not yet read is lost with the connection: `complete` would not tell.
      request.once('close', () => {
        if (!request.readableEnded) fail(new ClientClosedError());
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
    return { fields: this.fields.toObject(), file: this.file };
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

function tooLarge(limitBytes: number, what = 'The upload is'): InvalidRequestError {
  return new InvalidRequestError(
    `${what} larger than ${limitBytes} bytes, the limit of this endpoint.`,
    null,
    'request_too_large',
    413,
  );
}
