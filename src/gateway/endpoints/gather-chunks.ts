import { Transform, type TransformCallback } from 'node:stream';

const GATHERED_BYTES = 64 * 1024;
/** From here on a chunk goes on as it is. */
const LARGE_BYTES = 8 * 1024;

/** Makes large pieces of small chunks, for a reader whose work grows with their number. Adds and loses no byte. */
export class GatherChunks extends Transform {
  private pending = Buffer.alloc(0);
  private used = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.used + chunk.length > GATHERED_BYTES) this.emitPending();
    if (this.used === 0 && chunk.length >= LARGE_BYTES) this.push(chunk);
    else {
      if (this.used === 0) this.pending = Buffer.allocUnsafe(GATHERED_BYTES);
      chunk.copy(this.pending, this.used);
      this.used += chunk.length;
    }
    done();
  }

  override _flush(done: TransformCallback): void {
    this.emitPending();
    done();
  }

  private emitPending(): void {
    if (this.used > 0) this.push(this.pending.subarray(0, this.used));
    this.used = 0;
  }
}
