import { execFileSync } from 'node:child_process';
import { describeFirstCall, describeFirstStart, describeUrls } from './announce.js';

describe('what a start says', () => {
  it('shows the secret and what became of the vendors’ variables', () => {
    const text = describeFirstStart({ secret: 'llmops_secret', providers: ['openai'], skipped: ['azure: no'] });
    expect(text).toContain('llmops_secret');
    expect(text).toContain('@openai');
    expect(text).toContain('azure: no');
  });

  it('shows the URLs', () => {
    expect(describeUrls('http://127.0.0.1:3000')).toContain('http://127.0.0.1:3000/llmops/api/docs');
  });

  it.each(['llmops_secret', `it's"odd$HOME`])('gives a shell line that carries the secret as it is: %s', (secret) => {
    const line = /curl .*/.exec(describeFirstCall('http://h', secret))?.[0] ?? '';
    const words = execFileSync('sh', ['-c', line.replace('curl', `printf '%s\\n'`)], { encoding: 'utf8' }).split('\n');
    expect(words).toContain(`Authorization: Bearer ${secret}`);
    expect(words).toContain('http://h/v1/chat/completions');
    expect(JSON.parse(words.find((word) => word.startsWith('{')) ?? '')).toMatchObject({ model: '@config/demo' });
  });
});
