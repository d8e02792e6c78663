import { proxyFor } from './proxy-for.js';

const proxies = { httpsProxy: 'http://secure:1', httpProxy: 'http://plain:2', noProxy: '' };
const of = (url: string, settings = {}) => proxyFor(new URL(url), { ...proxies, ...settings });

describe('proxyFor', () => {
  it('goes by the scheme; https falls back to the proxy for http', () => {
    expect(of('https://api.openai.com/v1')).toBe('http://secure:1');
    expect(of('https://api.openai.com/v1', { httpsProxy: null })).toBe('http://plain:2');
    expect(of('http://10.0.0.1/v1')).toBe('http://plain:2');
    expect(of('http://10.0.0.1/v1', { httpProxy: null })).toBeNull();
  });

  it('never proxies a name over plain http', () => {
    expect(of('http://ollama:11434/v1')).toBeNull();
  });

  it.each([
    ['*', 'https://a.example', null],
    ['a.example', 'https://a.example', null],
    ['.a.example, other', 'https://b.a.example', null],
    ['*.a.example', 'https://b.a.example', null],
    ['A.Example', 'https://a.example', null],
    ['a.example:8443', 'https://a.example:8443', null],
    ['a.example:443', 'https://a.example', null],
    ['a.example:8443', 'https://a.example', 'http://secure:1'],
    ['example', 'https://notexample', 'http://secure:1'],
    ['10.0.0.1', 'http://10.0.0.1', null],
    ['::1', 'http://[::1]:3', null],
    ['[::1]:3', 'http://[::1]:3', null],
  ])('NO_PROXY=%s: %s', (noProxy, url, proxy) => {
    expect(of(url, { noProxy })).toBe(proxy);
  });
});
