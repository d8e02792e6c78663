import type { IncomingMessage } from 'node:http';
import { BodyTooLargeError, BodyTooSlowError, ClientClosedError, FragmentedBodyError } from '../errors.js';
import { connectionOf, hasBody } from './client-connection.js';
import { GrowingBuffer } from './growing-buffer.js';
import { isFragmented, watchPace } from './body-pace.js';

/**
 * Reads a request's body into one buffer. Nothing of it is read before this is called: call it when the caller is known.
 *
 * @param limitBytes the body is refused as soon as it is longer
 * @throws BodyTooLargeError BodyTooSlowError FragmentedBodyError ClientClosedError
 */
export function receiveBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limitBytes) return Promise.reject(new BodyTooLargeError(limitBytes));
  connectionOf(request.socket)?.inviteBody();
  if (!hasBody(request)) return Promise.resolve(NOTHING);
  return new Promise((resolve, reject) => {
    const buffer = new GrowingBuffer(announced, limitBytes);
    let chunks = 0;
    const add = (chunk: Buffer): void => {
      if (isFragmented(++chunks, buffer.length)) fail(new FragmentedBodyError());
      else if (!buffer.add(chunk)) fail(new BodyTooLargeError(limitBytes));
    };
    const finish = (): void => {
      stopWatching();
      resolve(buffer.toBuffer());
    };
    const fail = (error: Error): void => {
      stopWatching();
      request.off('data', add);
      request.pause();
      reject(error);
    };
    const stopWatching = watchPace(
      () => buffer.length,
      () => fail(new BodyTooSlowError()),
    );
    request.on('data', add);
    request.once('end', finish);
    request.once('error', () => fail(new ClientClosedError()));
    request.once('close', () => {
      if (!request.readableEnded) fail(new ClientClosedError());
    });
  });
}

const NOTHING = Buffer.alloc(0);
