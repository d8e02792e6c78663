import { environment, snapshot } from '../../../test/support/snapshot-fixture.js';
import { openAi } from '../fronts/openai.js';
import { ReplyClosing, type RequestContext } from '../planning/request-context.js';
import { Admission, CallsUnderWay, hopMark, nextHops } from './admission.js';
import { InFlight } from './in-flight.js';

function openCall() {
  let closed = (): void => undefined;
  const response = {
    ...{ destroyed: false, writableFinished: true, shouldKeepAlive: true, destroy: () => undefined },
    once: (_event: 'close', listener: () => void) => (closed = listener),
  };
  const context: RequestContext = {
    id: 'request-1',
    caller: { environment, secret: { id: 'secret-1', name: null } },
    snapshot: snapshot([], {}),
    startedAt: new Date(0),
    startedMs: 0,
    waitedMs: 0,
    copyOf: null,
    trace: null,
    closing: new ReplyClosing(response, { destroyed: false, once: () => undefined }),
    front: openAi,
    endpoint: 'chat/completions',
    headers: {},
    hops: null,
    request: null,
    plan: null,
    sentStatus: null,
  };
  return { context, close: () => closed() };
}

describe('Admission', () => {
  let inFlight: InFlight;
  let admission: Admission;

  beforeEach(() => {
    inFlight = new InFlight();
    admission = new Admission(inFlight, { encryptionKeys: [Buffer.alloc(32)], maxCallsPerEnvironment: 1 });
  });

  it('lets a call through, marks it, and counts it until its reply is over', () => {
    const { context, close } = openCall();
    admission.admit(context);
    expect(context.hops).toMatch(/^[0-9a-f]{16}$/);
    expect(inFlight.count).toBe(1);
    close();
    expect(inFlight.count).toBe(0);
  });

  it('refuses what is past the limit of an environment, until one has ended', () => {
    const [first, second, third] = [openCall(), openCall(), openCall()];
    admission.admit(first.context);
    expect(() => admission.admit(second.context)).toThrow(expect.objectContaining({ status: 429 }));
    first.close();
    expect(() => admission.admit(third.context)).not.toThrow();
  });

  it('refuses while draining, before it looks at the call, and does not wait for one that it refused', async () => {
    const { context } = openCall();
    await inFlight.drain(0);
    expect(() => admission.admit(context)).toThrow(expect.objectContaining({ status: 503, retryAfterMs: 1_000 }));
    expect([inFlight.count, context.hops]).toEqual([0, null]);
  });

  it('frees the place of a call that the shutdown cut once', () => {
    const cut = openCall();
    const other = openCall();
    const counts = new Admission(inFlight, { encryptionKeys: [], maxCallsPerEnvironment: 2 });
    counts.admit(cut.context);
    counts.admit(other.context);
    cut.context.closing.cutForShutdown();
    expect(() => counts.admit(openCall().context)).toThrow(expect.objectContaining({ status: 429 }));
    cut.close();
    counts.admit(openCall().context);
    expect(() => counts.admit(openCall().context)).toThrow(expect.objectContaining({ status: 429 }));
    expect(inFlight.count).toBe(4);
  });
});
describe('CallsUnderWay', () => {
  it('admits up to the limit of each environment, independent of the others', () => {
    const calls = new CallsUnderWay();
    expect([calls.enter('a', 2), calls.enter('a', 2), calls.enter('a', 2)]).toEqual([true, true, false]);
    expect(calls.enter('b', 2)).toBe(true);
    calls.leave('a');
    expect([calls.enter('a', 2), calls.enter('a', 2)]).toEqual([true, false]);
  });

  it('takes a limit that changed for the next call', () => {
    const calls = new CallsUnderWay();
    expect([calls.enter('a', 2), calls.enter('a', 2), calls.enter('a', 3), calls.enter('a', 1)]).toEqual([
      ...[true, true, true, false],
    ]);
  });
});

const mark = hopMark(Buffer.alloc(32, 1));
const others = [2, 3, 4, 5].map((byte) => hopMark(Buffer.alloc(32, byte)));

describe('nextHops', () => {
  it('begins with the own mark, and adds it to those of others', () => {
    expect(nextHops(undefined, mark)).toBe(mark);
    expect(nextHops('', mark)).toBe(mark);
    expect(nextHops(others[0], mark)).toBe(`${others[0]},${mark}`);
  });

  it('refuses a call that was here, directly or by way of others', () => {
    for (const received of [
      mark,
      `${others[0]},${mark}`,
      `${mark}, ${others[0]}`,
      `${others[0]},${mark},${others[1]}`,
    ]) {
      expect(() => nextHops(received, mark)).toThrow(expect.objectContaining({ status: 400, code: 'request_loop' }));
    }
  });

  it('refuses a call that has come through too many gateways', () => {
    expect(nextHops(others.slice(0, 3).join(','), mark)).toContain(mark);
    expect(() => nextHops(others.join(','), mark)).toThrow(expect.objectContaining({ code: 'request_loop' }));
  });

  it('passes nothing on that a caller made up', () => {
    for (const received of [
      '1',
      'sk-secret',
      `${mark.toUpperCase()}x`,
      `${others.join(',')},`,
      '0'.repeat(16) + '\n',
    ]) {
      expect(() => nextHops(received, mark)).toThrow(expect.objectContaining({ status: 400 }));
    }
  });
});
