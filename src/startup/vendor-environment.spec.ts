import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProviderRegistry } from '../providers/provider-registry.js';
import type { Environment } from './read-settings.js';
import { readVendorEnvironment, type EnvironmentProviders } from './vendor-environment.js';

function found(environment: Environment): EnvironmentProviders {
  return readVendorEnvironment(environment, new ProviderRegistry());
}

describe('readVendorEnvironment', () => {
  it('finds nothing in an environment without keys', () => {
    expect(found({ PATH: '/bin', AWS_REGION: 'eu-central-1', OPENAI_API_KEY: ' ' })).toEqual({
      providers: [],
      skipped: [],
    });
  });

  it.each([
    [{ OPENAI_API_KEY: 'k' }, 'openai', { apiKey: 'k' }, null],
    [
      { OPENAI_API_KEY: 'k', OPENAI_ORG_ID: 'o', OPENAI_PROJECT_ID: 'p', OPENAI_BASE_URL: 'https://proxy.example/v1/' },
      'openai',
      { apiKey: 'k', organization: 'o', project: 'p' },
      'https://proxy.example/v1',
    ],
    [{ ANTHROPIC_API_KEY: 'k' }, 'anthropic', { apiKey: 'k' }, null],
    [{ GROQ_API_KEY: 'k' }, 'groq', { apiKey: 'k' }, null],
    [{ GEMINI_API_KEY: 'k' }, 'gemini', { apiKey: 'k' }, null],
    [
      { AWS_BEARER_TOKEN_BEDROCK: 'k', AWS_DEFAULT_REGION: 'us-east-1' },
      'bedrock',
      { apiKey: 'k', region: 'us-east-1' },
      null,
    ],
    [{ MISTRAL_API_KEY: 'k' }, 'mistral', { apiKey: 'k' }, null],
    [
      { AZURE_OPENAI_API_KEY: 'k', AZURE_OPENAI_ENDPOINT: 'https://contoso.openai.azure.com/' },
      'azure',
      { apiKey: 'k', resourceName: 'contoso', authMethod: 'apiKey' },
      null,
    ],
    [
      { AZURE_OPENAI_API_KEY: 'k', AZURE_OPENAI_ENDPOINT: 'https://gw.corp.example/x' },
      'azure',
      { apiKey: 'k', resourceName: 'gw', authMethod: 'apiKey' },
      'https://gw.corp.example',
    ],
    [
      { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't', AWS_REGION: 'eu-west-1' },
      'bedrock',
      { accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't', region: 'eu-west-1' },
      null,
    ],
  ])('reads %j', (environment, vendor, credentials, baseUrl) => {
    expect(found(environment)).toEqual({
      providers: [{ vendor, credentials, baseUrl, variable: expect.any(String) }],
      skipped: [],
    });
  });

  it.each([
    [{ AZURE_OPENAI_API_KEY: 'canary' }, 'azure', 'AZURE_OPENAI_API_KEY is set, AZURE_OPENAI_ENDPOINT is missing'],
    [{ AZURE_OPENAI_ENDPOINT: 'https://x.example' }, 'azure', 'AZURE_OPENAI_API_KEY is missing'],
    [{ AZURE_OPENAI_API_KEY: 'canary', AZURE_OPENAI_ENDPOINT: 'canary' }, 'azure', 'is not a URL'],
    [{ AWS_ACCESS_KEY_ID: 'canary' }, 'bedrock', 'AWS_SECRET_ACCESS_KEY and AWS_REGION are missing'],
    [{ AWS_SECRET_ACCESS_KEY: 'canary', AWS_REGION: 'r' }, 'bedrock', 'AWS_ACCESS_KEY_ID is missing'],
    [{ AWS_BEARER_TOKEN_BEDROCK: 'canary' }, 'bedrock', 'AWS_REGION is missing'],
    [{ GOOGLE_CLOUD_PROJECT: 'p' }, 'vertex', 'GOOGLE_APPLICATION_CREDENTIALS and GOOGLE_CLOUD_LOCATION are missing'],
  ])('names what is missing or wrong in %j', (environment, vendor, reason) => {
    const { providers, skipped } = found(environment);
    expect(providers).toEqual([]);
    expect(skipped).toEqual([{ vendor, reason: expect.stringContaining(reason) }]);
    expect(JSON.stringify(skipped)).not.toContain('canary');
  });

  it('reads Google’s credentials from their file, and says when it cannot', () => {
    const directory = mkdtempSync(join(tmpdir(), 'llmops-google-'));
    const file = join(directory, 'account.json');
    writeFileSync(file, '{"type":"service_account"}');
    const environment = {
      GOOGLE_CLOUD_PROJECT: 'p',
      GOOGLE_CLOUD_LOCATION: 'global',
      GOOGLE_APPLICATION_CREDENTIALS: file,
    };
    const [provider] = found(environment).providers;
    expect(provider).toEqual({
      vendor: 'vertex',
      variable: 'GOOGLE_APPLICATION_CREDENTIALS',
      credentials: { projectId: 'p', region: 'global', serviceAccountJson: '{"type":"service_account"}' },
      baseUrl: null,
    });
    rmSync(directory, { recursive: true });
    expect(found(environment)).toMatchObject({
      providers: [],
      skipped: [{ vendor: 'vertex', reason: expect.stringContaining('cannot be read (ENOENT)') }],
    });
  });
});
