import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AudioLength } from './audio-length.js';

describe('the length of a recording', () => {
  const audioLength = new AudioLength();
  const scratch = join(tmpdir(), `audio-length-${process.pid}`);

  afterEach(() => rmSync(scratch, { force: true }));
  afterAll(() => audioLength.onModuleDestroy());

  function tone(name: string) {
    const path = fileURLToPath(new URL(`../../../test/fixtures/audio/${name}`, import.meta.url));
    return { path, size: statSync(path).size };
  }

  it.each(['tone.wav', 'tone.mp3', 'tone.flac', 'tone.ogg', 'tone.m4a', 'tone.webm', 'variable.mp3'])(
    'is told by %s, whatever it is called',
    async (name) => {
      const seconds = await audioLength.of(tone(name));
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
    expect(await audioLength.of({ path: scratch, size: content.length })).toBeNull();
  });

  it('is not known of a file that is gone', async () => {
    expect(await audioLength.of({ path: scratch, size: 1 })).toBeNull();
  });

  it('is given up where reading takes too long, and the next file is read all the same', async () => {
    // Every frame of a variable bit rate has to be looked at: some 80,000 here.
    const frames = readFileSync(tone('variable.mp3').path);
    writeFileSync(scratch, Buffer.concat(Array.from({ length: 2_000 }, () => frames)));
    const { size } = statSync(scratch);
    const [stuck, next] = await Promise.all([
      audioLength.of({ path: scratch, size }, 1),
      audioLength.of(tone('tone.wav')),
    ]);
    expect([stuck, next]).toEqual([null, 1.5]);
  });
});
