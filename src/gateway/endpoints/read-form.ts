import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import {
  BodyTooLargeError,
  BodyTooSlowError,
  ClientClosedError,
  FragmentedBodyError,
  InvalidRequestError,
} from '../../core/errors.js';
import { isFragmented, watchPace } from '../../core/http/receive-body.js';
import { connectionOf } from '../../core/http/client-connection.js';
import { assertContentType } from './read-request.js';
import { GatherChunks } from './gather-chunks.js';
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
const UPLOAD = 'The upload';
const SHOWN_CHARACTERS = 100;
const FILENAME_CHARACTERS = 255;
const LIMITS = { fields: 50, fieldNameSize: 200, fieldSize: FIELD_BYTES, files: 1, parts: 60, headerPairs: 50 };

export interface FormOptions {
  readonly limitBytes: number;
  /** Where its file is put aside; made when absent. */
  readonly directory: string;
}

/**
 * Reads a multipart body: its fields as JSON, its one file put aside.
 * @throws InvalidRequestError 415 for another content type, 413 past `limitBytes`, 400 for a form that is broken
 */
export async function readForm(request: IncomingMessage, options: FormOptions): Promise<ReadForm> {
  const { limitBytes } = options;
  assertContentType(request, 'multipart/form-data');
  if (Number(request.headers['content-length']) > limitBytes) throw new BodyTooLargeError(limitBytes, UPLOAD);
  connectionOf(request.socket)?.inviteBody();
  const reading = new FormReading(parserFor(request), options);
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
  private seenChunks = 0;
  private hasFailed = false;
  private readonly gather = new GatherChunks();
  private stopWatching = (): void => undefined;

  constructor(
    private readonly parser: BusboyInstance,
    private readonly options: FormOptions,
  ) {}

  read(request: IncomingMessage): Promise<ReadForm> {
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => {
        if (this.hasFailed) return;
        this.hasFailed = true;
        this.stopWatching();
        request.unpipe(this.gather);
        request.resume();
        // Else the reader of the file would wait for more of it for ever.
        this.source?.destroy(error);
        reject(error);
      };
      request.on('data', (chunk: Buffer) => {
        const refusal = this.count(chunk);
        if (refusal !== null) fail(refusal);
      });
      this.parser.on('field', (name, value, nameCut, valueCut) => {
        if (nameCut) fail(broken(`the name of the field ${name.slice(0, SHOWN_CHARACTERS)} is too long`));
        else if (valueCut) fail(new BodyTooLargeError(FIELD_BYTES, `The field ${name}`));
        else if (!this.fields.add(name, value)) fail(new BodyTooLargeError(ALL_FIELDS_BYTES, 'The text of the form'));
      });
      this.parser.on('file', (name, stream, filename, encoding, mimeType) => {
        if (name !== 'file') {
          fail(invalid(`The form's file must be called 'file', not '${name.slice(0, SHOWN_CHARACTERS)}'.`));
          return;
        }
        if (encoding.toLowerCase() === 'base64') {
          fail(invalid('The file is encoded in base64. Send its bytes as they are.'));
          return;
        }
        this.source = stream;
        // Without a listener an error would end the process, and the file may have no reader yet.
        stream.on('error', () => undefined);
        this.file = new SpooledFile(
          filename.slice(0, FILENAME_CHARACTERS) || 'audio',
          mimeType || 'application/octet-stream',
        );
        this.receiving = this.file.receive(stream, this.options.directory);
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
      this.stopWatching = watchPace(
        () => this.seenBytes,
        () => fail(new BodyTooSlowError()),
      );
      request.once('end', () => this.stopWatching());
      request.pipe(this.gather).pipe(this.parser);
    });
  }

  private count(chunk: Buffer): Error | null {
    this.seenBytes += chunk.length;
    if (isFragmented(++this.seenChunks, this.seenBytes)) return new FragmentedBodyError();
    const { limitBytes } = this.options;
    return this.seenBytes > limitBytes ? new BodyTooLargeError(limitBytes, UPLOAD) : null;
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
