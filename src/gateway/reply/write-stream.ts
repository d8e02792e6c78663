import type { ReplyStream } from '../attempts/upstream-reply.js';
import type { OpenReply } from './open-reply.js';

/**
 * Writes a stream to the caller's socket at the socket's own pace: the next piece is pulled when the last one fits.
 * Ends when the stream does; when the caller leaves, or does not read while there is time, the stream is told so by
 * its `return()`.
 */
export async function writeStream(stream: ReplyStream, reply: OpenReply): Promise<void> {
  try {
    while (!reply.isClosed()) {
      const result = await stream.next();
      if (result.done === true) {
        stream.awaitCaller();
        reply.end();
        return;
      }
      if (reply.isClosed()) return;
      if (reply.write(result.value)) continue;
      stream.awaitCaller();
      await reply.drained();
    }
  } catch {
    // Whatever the reason, the reply is not whole.
    reply.cut();
  } finally {
    await stream.return();
  }
}
