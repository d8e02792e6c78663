import { Readable } from 'node:stream';
import type { FormBody } from '../provider-strategy.js';

export function multipartHeaders(boundary: string): Record<string, string> {
  return { 'content-type': `multipart/form-data; boundary=${boundary}` };
}

/**
 * A form as RFC 7578 bytes, the file streamed through as it arrives: an upload costs no more memory than one chunk.
 * Field names and file names are escaped as browsers do, so a caller's name cannot start a part of its own.
 */
export function multipartStream(form: FormBody, boundary: string): Readable {
  return Readable.from(multipartBytes(form, boundary), { objectMode: false });
}

async function* multipartBytes(form: FormBody, boundary: string): AsyncGenerator<Uint8Array> {
  for (const { name, value } of form.fields) {
    yield Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${escape(name)}"\r\n\r\n${value}\r\n`);
  }
  const { field, filename, contentType, bytes } = form.file;
  yield Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="${escape(field)}"; filename="${escape(filename)}"\r\n` +
      `content-type: ${contentType.replace(/[\r\n]/g, '')}\r\n\r\n`,
  );
  yield* bytes;
  yield Buffer.from(`\r\n--${boundary}--\r\n`);
}

function escape(name: string): string {
  return name.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}
