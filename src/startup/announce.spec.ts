import { execFileSync } from 'node:child_process';
import { describeFirstCall, describeFirstStart, describeLateVendors, describeUrls } from './announce.js';

describe('what a start prints', () => {
  it('shows the secret and what became of the vendors’ variables', () => {
    const text = describeFirstStart({ madeSecret: 'llmops_secret', providers: ['openai'], skipped: ['azure: no'] });
    expect(text).toContain('llmops_secret');
    expect(text).toContain('@openai');
    expect(text).toContain('azure: no');
  });

  it('shows the URLs', () => {
    expect(describeUrls('http://127.0.0.1:3000')).toContain('http://127.0.0.1:3000/llmops/api/docs');
  });

  it.each([
    ['that was made', 'llmops_secret'],
    ['that was given', null],
  ])('gives a shell line that carries the secret %s', (_, madeSecret) => {
    const line = /curl .*/.exec(describeFirstCall('http://h', madeSecret))?.[0] ?? '';
    const env = { PATH: process.env['PATH'], LLMOPS_ENVIRONMENT_SECRET: `it's"odd$HOME` };
    const printed = execFileSync('sh', ['-c', line.replace('curl', `printf '%s\\n'`)], { encoding: 'utf8', env });
    const words = printed.split('\n');
    expect(words).toContain(`Authorization: Bearer ${madeSecret ?? env.LLMOPS_ENVIRONMENT_SECRET}`);
    expect(words).toContain('http://h/v1/chat/completions');
    expect(JSON.parse(words.find((word) => word.startsWith('{')) ?? '')).toMatchObject({ model: '@config/demo' });
  });

  it('says in one line how to add a vendor whose key came later', () => {
    const openai = { vendor: 'openai', variable: 'OPENAI_API_KEY', credentials: { apiKey: 'canary' }, baseUrl: null };
    const [line = ''] = describeLateVendors({ providers: [openai], skipped: [] }, 'http://h', null);
    expect(line).toContain('first start only');
    expect(line).not.toContain('\n');
    const env = { PATH: process.env['PATH'], OPENAI_API_KEY: 'sk-1', LLMOPS_ADMIN_TOKEN: 'token' };
    const command = line.slice(line.indexOf('curl')).replace('curl', `printf '%s\\n'`);
    const words = execFileSync('sh', ['-c', command], { encoding: 'utf8', env }).split('\n');
    expect(words).toContain('Authorization: Bearer token');
    expect(JSON.parse(words.find((word) => word.startsWith('{')) ?? '')).toEqual({
      vendor: 'openai',
      name: 'openai',
      credentials: { apiKey: 'sk-1' },
    });
  });

  it('does not show a secret that was given', () => {
    const text = describeFirstStart({ madeSecret: null, providers: [], skipped: [] });
    expect(text).toContain('as given in LLMOPS_ENVIRONMENT_SECRET');
  });
});
