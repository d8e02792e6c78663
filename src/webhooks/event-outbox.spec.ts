import { Logger } from '@nestjs/common';
import { EventOutbox } from './event-outbox.js';

/** A database that does not answer before it is told to. */
function slowDatabase() {
  const written: unknown[] = [];
  let answer: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (answer = resolve));
  const query = async (_sql: string, [key]: unknown[]) => {
    await first;
    written.push(key);
  };
  return { written, answer, database: { query } };
}

const tell = (outbox: EventOutbox, key: string) => outbox.tell({ type: 'model.unpriced', key, data: {} });

describe('events that wait for the database', () => {
  beforeAll(() => Logger.overrideLogger(false));

  it('are bounded in number, and written in order when it is back', async () => {
    const { written, answer, database } = slowDatabase();
    const outbox = new EventOutbox(database);
    for (let index = 0; index < 1_200; index++) tell(outbox, `event ${index}`);
    answer();
    await outbox.beforeApplicationShutdown();
    expect(written).toEqual(Array.from({ length: 1_000 }, (_each, index) => `event ${index}`));
  });

  it('have keys that an index takes, whatever they name', async () => {
    const { written, answer, database } = slowDatabase();
    const outbox = new EventOutbox(database);
    for (const key of ['plain:key', 'a\u0000b', 'x'.repeat(5_000), 'Grüße', 'Grüße']) tell(outbox, key);
    answer();
    await outbox.beforeApplicationShutdown();
    expect(written[0]).toBe('plain:key');
    for (const key of written.slice(1)) expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(written).size).toBe(4);
  });
});
