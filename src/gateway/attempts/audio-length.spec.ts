import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AudioLength } from './audio-length.js';

describe('the length of a recording', () => {
  const audioLength = new AudioLength();
  const scratch = join(tmpdir(), `audio-length-${process.pid}`);

  afterEach(() => rmSync(scratch, { force: true }));
  afterAll(() => audioLength.onModuleDestroy());

  const pathOf = (name: string) => fileURLToPath(new URL(`../../../test/fixtures/audio/${name}`, import.meta.url));

  function fileAt(path: string) {
    const using = async <Result>(read: (descriptor: number) => Promise<Result>) => {
      const handle = await open(path);
      return read(handle.fd).finally(() => handle.close());
    };
    return { size: statSync(path).size, using };
  }

  it.each(['tone.wav', 'tone.mp3', 'tone.flac', 'tone.ogg', 'tone.m4a', 'tone.webm', 'variable.mp3'])(
    'is told by %s, whatever it is called',
    async (name) => {
      const seconds = await audioLength.of(fileAt(pathOf(name)));
      // Lossy formats come in blocks, and begin and end with a part of one.
      expect(seconds).toBeGreaterThan(1.47);
      expect(seconds).toBeLessThan(1.62);
    },
  );

  it.each([
    ['is empty', ''],
    ['is no audio', 'Once upon a time'],
    ['breaks off in its header', 'RIFF'],
  ])('is not known of a file that %s', async (_, content) => {
    writeFileSync(scratch, content);
    expect(await audioLength.of(fileAt(scratch))).toBeNull();
  });

  it('is given up where reading takes too long, and the next file is read all the same', async () => {
    // Every frame of a variable bit rate has to be looked at: some 80,000 here.
    const frames = readFileSync(pathOf('variable.mp3'));
    writeFileSync(scratch, Buffer.concat(Array.from({ length: 2_000 }, () => frames)));
    const [stuck, next] = await Promise.all([
      audioLength.of(fileAt(scratch), 1),
      audioLength.of(fileAt(pathOf('tone.wav'))),
    ]);
    expect([stuck, next]).toEqual([null, 1.5]);
  });

  it('is not waited for by more files than can be kept', async () => {
    const all = await Promise.all(Array.from({ length: 40 }, () => audioLength.of(fileAt(pathOf('tone.wav')))));
    expect(all.filter((seconds) => seconds === 1.5)).toHaveLength(32);
    expect(all.filter((seconds) => seconds === null)).toHaveLength(8);
  });
});
