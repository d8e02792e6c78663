import { open, rename, rm, type FileHandle } from 'node:fs/promises';

/** What one environment has in a segment. */
export interface Share {
  readonly bytes: number;
  readonly records: number;
}

const LINE_BREAK = 0x0a;
const CHUNK_BYTES = 1024 * 1024;
/** `environment` stands among a record's first members, and quotes inside of texts are escaped. */
const HEAD_BYTES = 1_000;
const ENVIRONMENT = /"environment":"([^"\\]{1,256})"/;
/** Lines that are no records. */
const UNKNOWN = 'unknown';

/** Environment → what it has in a segment, from this byte on. */
export async function sharesOf(path: string, from: number): Promise<Map<string, Share>> {
  const shares = new Map<string, Share>();
  const file = await open(path, 'r');
  try {
    for await (const chunk of chunksOf(file, from)) {
      for (const line of linesIn(chunk)) {
        const environment = environmentOf(line);
        const { bytes, records } = shares.get(environment) ?? { bytes: 0, records: 0 };
        shares.set(environment, { bytes: bytes + line.length, records: records + 1 });
      }
    }
  } finally {
    await file.close();
  }
  return shares;
}

/**
 * Writes a segment again without the oldest records of some environments. What is before `from` stays, so that a
 * checkpoint goes on to point at the same place.
 *
 * @param losses environment → bytes that it still has to give up; what is given up here is taken off
 * @returns environment → how many records are lost
 */
export async function rewriteWithout(
  path: string,
  from: number,
  losses: Map<string, number>,
): Promise<Map<string, number>> {
  const written = `${path}.new`;
  const source = await open(path, 'r');
  try {
    const target = await open(written, 'w', 0o600);
    try {
      const lost = await copyWithout(source, target, { from, losses });
      await rename(written, path);
      return lost;
    } finally {
      await target.close();
    }
  } catch (error) {
    await rm(written, { force: true });
    throw error;
  } finally {
    await source.close();
  }
}

async function copyWithout(
  source: FileHandle,
  target: FileHandle,
  { from, losses }: { readonly from: number; readonly losses: Map<string, number> },
): Promise<Map<string, number>> {
  const left = new Map(losses);
  const lost = new Map<string, number>();
  for await (const chunk of chunksOf(source, 0)) {
    const kept: Buffer[] = [];
    let at = chunk.position;
    for (const line of linesIn(chunk)) {
      const environment = at < from ? UNKNOWN : environmentOf(line);
      const loss = at < from ? 0 : (left.get(environment) ?? 0);
      at += line.length;
      if (loss <= 0 || line.at(-1) !== LINE_BREAK) {
        kept.push(line);
        continue;
      }
      left.set(environment, loss - line.length);
      lost.set(environment, (lost.get(environment) ?? 0) + 1);
    }
    await target.appendFile(Buffer.concat(kept));
  }
  // Only after the whole copy is written, so that a copy that fails loses nothing.
  for (const [environment, loss] of left) losses.set(environment, loss);
  return lost;
}

interface Chunk {
  /** Whole lines, but for the last one of a file that ends in the middle of one. */
  readonly bytes: Buffer;
  /** Where in the file it begins. */
  readonly position: number;
}

async function* chunksOf(file: FileHandle, from: number): AsyncGenerator<Chunk> {
  let buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let position = from; ;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) return;
    const isLast = bytesRead < buffer.length;
    const end = isLast ? bytesRead : buffer.lastIndexOf(LINE_BREAK) + 1;
    if (end === 0) {
      buffer = Buffer.allocUnsafe(buffer.length * 2);
      continue;
    }
    yield { bytes: buffer.subarray(0, end), position };
    position += end;
  }
}

function* linesIn({ bytes }: Chunk): Generator<Buffer> {
  for (let start = 0; start < bytes.length;) {
    const at = bytes.indexOf(LINE_BREAK, start);
    const end = at < 0 ? bytes.length : at + 1;
    yield bytes.subarray(start, end);
    start = end;
  }
}

function environmentOf(line: Buffer): string {
  return ENVIRONMENT.exec(line.toString('utf8', 0, HEAD_BYTES))?.[1] ?? UNKNOWN;
}
