import { problemWithOrigin, toOriginMatcher } from './origins.js';

describe('origins', () => {
  it.each([
    'https://app.example.com',
    'http://localhost:5173',
    'http://127.0.0.1:8080',
    'http://[::1]:3000',
    'https://*.example.com',
    'https://*.example.com:8443',
    'https://xn--bcher-kva.example',
    'app://obsidian.md',
    'chrome-extension://fmkadmapgofadopljbjfkapdkoienihi',
    'moz-extension://0c5d6d6e-6a52-4f2a-9a8f-5a1f6f8c6d55',
    'capacitor://localhost',
    'ionic://localhost',
    'tauri://localhost',
    'vscode-webview://1a2b3c',
  ])('takes %s', (origin) => expect(problemWithOrigin(origin)).toBeNull());

  it.each([
    ['*', /one by one/],
    ['null', /anybody/],
    ['https://app.example.com/', /Write https:\/\/app\.example\.com,/],
    ['https://app.example.com/path?x', /Write https:\/\/app\.example\.com,/],
    ['HTTPS://App.Example.com', /Write https:\/\/app\.example\.com,/],
    ['https://app.example.com:443', /Write https:\/\/app\.example\.com,/],
    ['http://*.example.com:80', /http:\/\/\*\.example\.com/],
    ['https://bücher.example', /xn--bcher-kva\.example/],
    ['app://Obsidian.md', /Write app:\/\/obsidian\.md,/],
    ['app.example.com', /scheme and host/],
    ['https://', /scheme and host/],
    ['https://a.*.com', /scheme and host/],
    ['https://*', /scheme and host|at least two/],
    ['https://*.com', /at least two/],
    ['app://*.obsidian.md', /Only http and https/],
    ['javascript:alert(1)', /scheme and host/],
  ])('refuses %s with what would be right', (origin, problem) => {
    expect(problemWithOrigin(origin)).toMatch(problem);
  });

  it('compares whole domains', () => {
    const matches = (setting: string, origin: string): boolean => {
      const matcher = toOriginMatcher(setting);
      return typeof matcher === 'string' ? matcher === origin : matcher.test(origin);
    };
    expect(matches('https://*.example.com', 'https://app.example.com')).toBe(true);
    expect(matches('https://*.example.com', 'https://a.b.example.com')).toBe(true);
    expect(matches('https://*.example.com', 'https://example.com')).toBe(false);
    expect(matches('https://*.example.com', 'https://evil-example.com')).toBe(false);
    expect(matches('https://*.example.com', 'https://app.exampleXcom')).toBe(false);
    expect(matches('https://*.example.com', 'http://app.example.com')).toBe(false);
    expect(matches('https://*.example.com', 'https://app.example.com:8443')).toBe(false);
    expect(matches('https://*.example.com', 'https://app.example.com.evil.example')).toBe(false);
    expect(matches('app://obsidian.md', 'app://obsidian.md')).toBe(true);
  });
});
