import { jest } from '@jest/globals';
import { startApp, waitFor, type TestApp } from '../support/start-app.js';

/** A machine whose clock is wrong by a day, on a database whose clock is right. */
const DAY_MS = 86_400_000;
const realNow = Date.now.bind(Date);

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});

afterEach(() => {
  jest.useRealTimers();
});

afterAll(() => app.stop());

function setClock(offsetMs: number): void {
  jest.useFakeTimers({ now: realNow() + offsetMs, advanceTimers: true, doNotFake: ['performance', ...REAL] });
}

/** Everything but the date stays real. */
const REAL = [
  ...(['hrtime', 'nextTick', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
  ...(['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const),
];

async function statusOf(secret: string): Promise<number> {
  const reply = await fetch(`${app.url}/v1/models`, { headers: { authorization: `Bearer ${secret}` } });
  await reply.arrayBuffer();
  return reply.status;
}

/** By the database's clock. */
async function newSecret(seconds: number): Promise<string> {
  const expiresAt = new Date(realNow() + seconds * 1000).toISOString();
  const path = `/environments/${app.environmentId}/secrets`;
  return (await app.admin<{ secret: string }>('POST', path, { expiresAt })).secret;
}

it.each([
  ['ahead', DAY_MS],
  ['behind', -DAY_MS],
])('lets a secret live and end by the time of the database where our clock is %s', async (_, offsetMs) => {
  setClock(offsetMs);
  const [short, long] = [await newSecret(3), await newSecret(3600)];
  expect(await statusOf(long)).toBe(200);
  await waitFor(async () => ((await statusOf(short)) === 401 ? true : undefined), 'the end of the secret');
  expect(await statusOf(long)).toBe(200);
});

it('gives the time of grace from now, whatever our clock says', async () => {
  setClock(-DAY_MS);
  const secret = await newSecret(3600);
  await app.admin('POST', `/environments/${app.environmentId}/secrets/rotate`, { graceSeconds: 60 });
  expect(await statusOf(secret)).toBe(200);
  setClock(DAY_MS);
  expect(await statusOf(secret)).toBe(200);
  await app.admin('POST', `/environments/${app.environmentId}/secrets/rotate`, { graceSeconds: 0 });
  expect(await statusOf(secret)).toBe(401);
});
