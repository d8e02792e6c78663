import { readSettings } from './core/settings.js';
import { workerEnvironment } from './workers.js';

describe('workerEnvironment', () => {
  it('makes a worker read the very settings that its primary runs on', () => {
    const environment = { LLMOPS_WORKERS: '2', LLMOPS_LOG_CONTENT: 'on', PORT: '8080' };
    const primary = {
      ...readSettings(environment),
      databaseUrl: 'postgres://gateway@localhost/gateway?host=%2Ftmp%2Fx',
      adminToken: 'generated-token',
      encryptionKeys: [Buffer.alloc(32, 1), Buffer.alloc(32, 2)],
    };
    expect(readSettings(workerEnvironment(primary, environment))).toEqual(primary);
  });

  it('keeps an empty list empty, although a database is now given', () => {
    const primary = {
      ...readSettings({ LLMOPS_UPSTREAM_ALLOW: '' }),
      databaseUrl: 'postgres://u@h/d',
      adminToken: 'generated-token',
    };
    const worker = readSettings({
      ...workerEnvironment(primary, {}),
      LLMOPS_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
    });
    expect(worker.upstreamAllow).toEqual([]);
  });
});
