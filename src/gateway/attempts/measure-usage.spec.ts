import { account, prices } from '../../../test/support/snapshot-fixture.js';
import { JsonBody } from '../../core/json-body.js';
import type { UploadedFile } from '../../providers/provider-strategy.js';
import { AudioLength } from './audio-length.js';
import { beginMeasuring, measured } from './measure-usage.js';

describe('the length of a recording', () => {
  const file = { size: 1 } as UploadedFile;
  const call = (model: string) => ({
    endpoint: 'audio/transcriptions' as const,
    model,
    stream: false,
    body: JsonBody.of({ model }),
    file,
  });
  const openai = { ...account('a'), vendor: 'openai', pricingModelMap: {} };
  const ruler = (seconds: number | null) => Object.assign(new AudioLength(), { of: () => Promise.resolve(seconds) });

  it.each([
    ['whisper-1', 1.5],
    ['nobody-knows-this-one', 1.5],
    ['gpt-4o-transcribe', null],
  ])('is measured for %s: %j', async (model, seconds) => {
    const usage = await measured(beginMeasuring(call(model), openai, { prices, audioLength: ruler(1.5) }));
    expect(usage?.units['audio-second'] ?? null).toBe(seconds);
  });

  it('does not hold a finished reply up for long', async () => {
    expect(await measured(new Promise(() => undefined))).toBeNull();
  });

  it('is not known where nothing was sent', async () => {
    expect(
      await measured(
        beginMeasuring({ ...call('whisper-1'), file: undefined }, openai, { prices, audioLength: ruler(1) }),
      ),
    ).toBeNull();
  });
});
