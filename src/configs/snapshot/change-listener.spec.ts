import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { systemClock } from '../../core/clock.js';
import { createSecretBox } from '../../core/secret-box.js';
import { ProviderRegistry } from '../../providers/provider-registry.js';
import { ChangeListener } from './change-listener.js';
import { SnapshotConnection, type Notice, type SnapshotClient } from './snapshot-connection.js';
import type { StoredSnapshot } from './snapshot-file.js';
import type { SnapshotRows } from './snapshot-rows.js';
import { SnapshotStore } from './snapshot-store.js';

/** A server without any configuration but a revision. */
class FakeDatabase {
  revision = 1;
  /** Statements are not answered. */
  hangs = false;
  /** Statements that hold this word are refused, on a connection that stays open. */
  refused: string | null = null;
  isBehindPooler = false;
  /** What statements wait for. */
  gate: Promise<void> = Promise.resolve();
  readonly statements: string[] = [];
  readonly clients: FakeClient[] = [];

  readonly connect = (): Promise<SnapshotClient> => {
    const client = new FakeClient(this);
    this.clients.push(client);
    return Promise.resolve(client);
  };

  get loads(): number {
    return this.statements.filter((sql) => sql.startsWith('BEGIN')).length;
  }

  get last(): FakeClient {
    const client = this.clients.at(-1);
    if (client === undefined) throw new Error('nobody connected');
    return client;
  }
}

/** As `DatabaseClient`: a statement that is not answered in time destroys the connection. */
class FakeClient implements SnapshotClient {
  answerWithinMs = 4_000;
  isOpen = true;
  private listener: (notice: Notice) => void = () => undefined;
  private readonly broken: Promise<never>;
  private break: (error: Error) => void = () => undefined;

  constructor(private readonly database: FakeDatabase) {
    this.broken = new Promise((_, reject) => (this.break = reject));
    this.broken.catch(() => undefined);
  }

  isDirect(): Promise<boolean> {
    return Promise.resolve(!this.database.isBehindPooler);
  }

  async query(sql: string): Promise<{ readonly rows: readonly unknown[] }> {
    this.database.statements.push(sql);
    const deadline = setTimeout(() => this.destroy('no answer'), this.answerWithinMs);
    const answer = this.database.hangs ? new Promise<never>(() => undefined) : this.database.gate;
    await Promise.race([answer, this.broken]).finally(() => clearTimeout(deadline));
    const { refused } = this.database;
    if (refused !== null && sql.includes(refused)) throw new Error('permission denied');
    const head = { revision: String(this.database.revision), database_ms: '0' };
    return { rows: sql.includes('config_revision') ? [head] : [] };
  }

  on(_event: 'notification', listener: (notice: Notice) => void): void {
    this.listener = listener;
  }

  notify(): void {
    this.listener({ channel: 'config_changed' });
  }

  destroy(reason: string): void {
    this.isOpen = false;
    this.break(new Error(reason));
  }

  end(): Promise<void> {
    this.isOpen = false;
    return Promise.resolve();
  }
}

/** What would lie on disk. */
class FakeFile {
  stored: StoredSnapshot | null = null;

  read(): Promise<StoredSnapshot | null> {
    return Promise.resolve(this.stored);
  }

  write(rows: SnapshotRows): Promise<void> {
    this.stored = { rows, currentAt: new Date() };
    return Promise.resolve();
  }

  touch(currentAt: Date): void {
    if (this.stored !== null) this.stored = { ...this.stored, currentAt };
  }
}

let database: FakeDatabase;
let file: FakeFile;
let connection: SnapshotConnection;
let store: SnapshotStore;
let listener: ChangeListener;

beforeEach(() => {
  jest.useFakeTimers();
  database = new FakeDatabase();
  file = new FakeFile();
  return listen(null);
});

async function listen(snapshotMaxAgeSeconds: number | null): Promise<void> {
  connection = new SnapshotConnection(database.connect);
  const settings = { snapshotMaxAgeSeconds };
  const transport = { send: () => Promise.reject(new Error('nothing is sent')) };
  const secretBox = createSecretBox([Buffer.alloc(32, 1)]);
  store = new SnapshotStore(
    connection,
    file,
    systemClock,
    settings,
    secretBox,
    transport,
    { models: [] },
    new ProviderRegistry([]),
  );
  listener = new ChangeListener(connection, store, settings, { fill: () => Promise.resolve() });
  await listener.onApplicationBootstrap();
}

afterEach(() => {
  listener.onModuleDestroy();
  jest.restoreAllMocks();
  jest.useRealTimers();
});

async function pass(ms: number): Promise<void> {
  await jest.advanceTimersByTimeAsync(ms);
}

describe('what another replica wrote', () => {
  it('is read as soon as a notice tells of it', async () => {
    expect(store.current?.revision).toBe('1');
    database.revision = 2;
    database.last.notify();
    await pass(0);
    expect(store.current?.revision).toBe('2');
  });

  it('is found within a second where the notice is lost', async () => {
    database.revision = 2;
    await pass(999);
    expect(store.current?.revision).toBe('1');
    await pass(1);
    expect(store.current?.revision).toBe('2');
  });

  it('is looked for by the revision alone while that stays the same', async () => {
    const before = store.current;
    database.last.notify();
    await pass(10_000);
    expect(database.loads).toBe(1);
    expect(database.statements.filter((sql) => sql.includes('config_revision')).length).toBeGreaterThan(10);
    expect(store.current).toBe(before);
    expect(store.ageMs).toBeLessThan(1_000);
  });

  it('is noticed on another connection after the first one died', async () => {
    const [first] = database.clients;
    first?.destroy('reset by peer');
    database.revision = 2;
    await pass(1_000);
    expect(store.current?.revision).toBe('2');
    expect(database.clients).toHaveLength(2);
    database.revision = 3;
    database.last.notify();
    await pass(0);
    expect(store.current?.revision).toBe('3');
  });

  it('is read by another connection where one hangs, which is destroyed; until then the old snapshot serves', async () => {
    const hung = database.last;
    database.hangs = true;
    database.revision = 2;
    await pass(1_000 + 3_999);
    expect(store.current?.revision).toBe('1');
    expect(store.ageMs).toBeGreaterThan(4_000);
    expect(hung.isOpen).toBe(true);
    await pass(1);
    expect(hung.isOpen).toBe(false);
    database.hangs = false;
    await pass(1_000);
    expect(store.current?.revision).toBe('2');
    expect(database.clients).toHaveLength(2);
  });
});

describe('a database that refuses to be read', () => {
  it('costs the connection, is warned of once, and is told when it is over', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const log = jest.spyOn(Logger.prototype, 'log').mockReturnValue();
    const first = database.last;
    database.refused = 'config_revision';
    await pass(5_000);
    expect(first.isOpen).toBe(false);
    expect(database.clients.slice(0, -1).every(({ isOpen }) => !isOpen)).toBe(true);
    expect(warn.mock.calls).toEqual([[expect.stringContaining('served from memory: permission denied')]]);
    expect(log).not.toHaveBeenCalled();
    database.refused = null;
    await pass(5_000);
    expect(log).toHaveBeenCalledTimes(1);
    database.refused = 'config_revision';
    await pass(5_000);
    expect(warn).toHaveBeenCalledTimes(2);
  });
});

describe('a listener that has been stopped', () => {
  it('asks no more', async () => {
    listener.onModuleDestroy();
    const asked = database.statements.length;
    await pass(10_000);
    expect(database.statements).toHaveLength(asked);
  });

  it('asks no more after the question that was under way, whose failure nobody needs to know', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    let open = (): void => undefined;
    database.gate = new Promise((resolve) => (open = resolve));
    await pass(1_000);
    listener.onModuleDestroy();
    const asked = database.statements.length;
    database.refused = 'config_revision';
    open();
    await pass(10_000);
    expect(database.statements).toHaveLength(asked);
    expect(warn).not.toHaveBeenCalled();
  });
});

it('a snapshot that may be a second old is asked about four times as often', async () => {
  listener.onModuleDestroy();
  await listen(1);
  database.revision = 2;
  await pass(249);
  expect(store.current?.revision).toBe('1');
  await pass(1);
  expect(store.current?.revision).toBe('2');
});

describe('the connection of the snapshot', () => {
  it('listens, but not behind a pooler, where others would get what it set', async () => {
    expect(database.statements[0]).toMatch(/^LISTEN config_changed;/);
    database.isBehindPooler = true;
    database.statements.length = 0;
    database.last.destroy('reset by peer');
    await pass(1_000);
    expect(database.clients).toHaveLength(2);
    expect(database.statements.length).toBeGreaterThan(0);
    expect(database.statements).not.toContainEqual(expect.stringContaining('LISTEN'));
  });

  it('is closed where it cannot listen', async () => {
    database.last.destroy('reset by peer');
    database.refused = 'LISTEN';
    await expect(store.refresh()).rejects.toThrow('permission denied');
    expect(database.clients.map(({ isOpen }) => isOpen)).toEqual([false, false]);
  });

  it('asks one thing after the other, and one that fails keeps none from the next', async () => {
    const order: string[] = [];
    const ask = (name: string, failing = false) =>
      connection.run(async () => {
        order.push(`${name} begins`);
        await Promise.resolve();
        order.push(`${name} ends`);
        if (failing) throw new Error(name);
      });
    const [first, second] = await Promise.allSettled([ask('first', true), ask('second')]);
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
    expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('gives a load more time than it gives what is asked next', async () => {
    const { answerWithinMs } = database.last;
    await connection.run((client) => Promise.resolve((client.answerWithinMs = 60_000)));
    expect(database.last.answerWithinMs).toBe(answerWithinMs);
  });

  it('is closed at the end, after what was under way, and hears no more', async () => {
    let open = (): void => undefined;
    database.gate = new Promise((resolve) => (open = resolve));
    const refreshed = store.refresh();
    const closed = connection.onModuleDestroy();
    await pass(0);
    expect(database.last.isOpen).toBe(true);
    open();
    await closed;
    await refreshed;
    expect(database.last.isOpen).toBe(false);
    listener.onModuleDestroy();
    const asked = database.statements.length;
    database.last.notify();
    await pass(0);
    expect(database.statements).toHaveLength(asked);
  });
});

describe('notices during a load', () => {
  it('are heeded at the next load, too', async () => {
    for (const revision of [2, 3]) {
      let open = (): void => undefined;
      database.gate = new Promise((resolve) => (open = resolve));
      const running = store.refresh();
      const waiting = store.refresh();
      open();
      await running;
      database.revision = revision;
      await waiting;
      expect(store.current?.revision).toBe(String(revision));
    }
  });

  it('are heeded where that load fails', async () => {
    let open = (): void => undefined;
    database.gate = new Promise((resolve) => (open = resolve));
    database.refused = 'config_revision';
    const running = store.refresh();
    const waiting = store.refresh();
    database.revision = 2;
    open();
    await expect(running).rejects.toThrow('permission denied');
    database.refused = null;
    await waiting;
    expect(store.current?.revision).toBe('2');
  });

  it('cause one more load, however many they are', async () => {
    let open = (): void => undefined;
    database.gate = new Promise((resolve) => (open = resolve));
    database.revision = 2;
    const running = store.refresh();
    const waiting = Array.from({ length: 10 }, () => store.refresh());
    for (let notice = 0; notice < 10; notice++) database.last.notify();
    await pass(0);
    expect(database.loads).toBe(1);
    open();
    await running;
    database.revision = 3;
    await Promise.all(waiting);
    await pass(0);
    expect(database.loads).toBe(3);
    expect(store.current?.revision).toBe('3');
  });
});

describe('the copy on disk', () => {
  it('is what was last loaded, and is known to be as current as the last look at the database', async () => {
    expect(file.stored?.rows.revision).toBe('1');
    database.revision = 2;
    database.last.notify();
    await pass(0);
    expect(file.stored?.rows.revision).toBe('2');
    const before = file.stored?.currentAt.getTime() ?? NaN;
    await pass(10_000);
    expect(file.stored?.currentAt.getTime()).toBeGreaterThanOrEqual(before + 9_000);
  });

  it('serves a start without a database, with its age, until the database answers', async () => {
    listener.onModuleDestroy();
    await pass(60_000);
    database.refused = 'config_revision';
    await listen(120);
    expect(store.current?.revision).toBe('1');
    expect(store.isFromDisk).toBe(true);
    expect(store.ageMs).toBeGreaterThanOrEqual(60_000);
    expect(store.isTooOld).toBe(false);
    await pass(61_000);
    expect(store.isTooOld).toBe(true);
    database.refused = null;
    database.revision = 7;
    await pass(2_000);
    expect(store.current?.revision).toBe('7');
    expect(store.isFromDisk).toBe(false);
    expect(store.ageMs).toBeLessThan(2_000);
  });

  it('does not stand in for a database where there is none of it', async () => {
    listener.onModuleDestroy();
    file.stored = null;
    database.refused = 'config_revision';
    await expect(listen(null)).rejects.toThrow('permission denied');
    expect(store.current).toBeNull();
  });
});
