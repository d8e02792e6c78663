import { clientFamily } from './client-family.js';

describe('clientFamily', () => {
  it.each([
    ['OpenAI/JS 6.9.1', 'openai-js'],
    ['AzureOpenAI/JS 5.1.0', 'openai-js'],
    ['OpenAI/NodeJS/3.2.1', 'openai-js'],
    ['async-openai/0.25.0', 'openai-rust'],
    ['LibreChat/0.8', 'librechat'],
    ['OpenAI/Python 1.109.1', 'openai-python'],
    ['AsyncOpenAI/Python 2.8.0', 'openai-python'],
    ['AsyncAzureOpenAI/Python 2.8.0', 'openai-python'],
    ['OpenAI/Go 3.0.0', 'openai-go'],
    ['OpenAI/Java 4.6.1', 'openai-java'],
    ['OpenAIOkHttpClient/Java 0.1', 'openai-java'],
    ['OpenAI::Client/Ruby 0.34.1', 'openai-ruby'],
    ['OpenAI/2.6.0 (.NET 9.0.0; Linux 6.1)', 'openai-dotnet'],
    ['Agents/Python 0.5.0', 'openai-agents'],
    ['ai-sdk/openai/2.0.53 ai-sdk/provider-utils/3.0.12 runtime/node.js/22', 'ai-sdk'],
    ['ai/5.0.76 ai-sdk/openai-compatible/1.0.22 runtime/node.js/v22.9.0', 'ai-sdk'],
    ['langchainjs-openai/1.0.0 (node)', 'langchain'],
    ['OpenAI/Python 1.0 langchain-openai/0.3', 'langchain'],
    ['claude-cli/2.0.30 (external, cli)', 'claude-code'],
    ['codex_cli_rs/0.58.0 (Mac OS 15.1; arm64) iTerm.app/3.5', 'codex'],
    ['codex_vscode/0.4.1', 'codex'],
    ['Cursor/1.7.44', 'cursor'],
    ['GitHubCopilotChat/0.32.4', 'github-copilot'],
    ['litellm/1.79.1', 'litellm'],
    ['opencode/1.0.55', 'opencode'],
    ['curl/8.5.0', 'curl'],
    ['python-httpx/0.28.1', 'python-httpx'],
    ['python-requests/2.32.5', 'python-requests'],
    ['Python/3.12 aiohttp/3.13.1', 'python-aiohttp'],
    ['node', 'node-fetch'],
    ['undici', 'node-fetch'],
    ['Go-http-client/1.1', 'go-http'],
    ['okhttp/4.12.0', 'java-http'],
    ['PostmanRuntime/7.49.0', 'postman'],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36', 'browser'],
    ['Mozilla/5.0 (Macintosh) AppleWebKit/537.36 Cursor/1.7.44 Chrome/132 Electron/34', 'cursor'],
    ['precursor/1.0', 'other'],
    ['codexample/1.0', 'other'],
    ['my-service/2.1', 'other'],
    [`x${'y'.repeat(100_000)} curl/8`, 'other'],
  ])('knows %s', (userAgent, family) => {
    expect(clientFamily(userAgent)).toBe(family);
    expect(clientFamily(userAgent)).toBe(family);
  });

  it('is null without a user agent', () => {
    expect(clientFamily(undefined)).toBeNull();
    expect(clientFamily(' ')).toBeNull();
  });

  it('goes by the library where the program is not known', () => {
    expect(clientFamily('my-service/2.1', 'python')).toBe('openai-python');
    expect(clientFamily(undefined, 'js')).toBe('openai-js');
    expect(clientFamily('curl/8.5.0', 'js')).toBe('curl');
    expect(clientFamily('my-service/2.1', 'constructor')).toBe('other');
  });

  it('does not grow with what callers make up', () => {
    for (let index = 0; index < 3_000; index++) expect(clientFamily(`made-up-${index}`)).toBe('other');
  });
});
