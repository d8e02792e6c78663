import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readVendorEnvironment } from './vendor-environment.js';

describe('readVendorEnvironment', () => {
  it('finds nothing in an environment without keys', () => {
    expect(readVendorEnvironment({ PATH: '/bin', AWS_REGION: 'eu-central-1', OPENAI_API_KEY: ' ' })).toEqual({
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
    expect(readVendorEnvironment(environment).providers).toEqual([{ vendor, credentials, baseUrl }]);
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
    const [provider] = readVendorEnvironment(environment).providers;
    expect(provider).toEqual({
      vendor: 'vertex',
      credentials: { projectId: 'p', region: 'global', serviceAccountJson: '{"type":"service_account"}' },
      baseUrl: null,
    });
    rmSync(directory, { recursive: true });
    expect(readVendorEnvironment(environment)).toMatchObject({
      providers: [],
      skipped: [expect.stringContaining('vertex')],
    });
  });
});
