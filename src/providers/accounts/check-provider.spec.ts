import { VENDORS } from '../vendors/index.js';
import { checkProvider } from './check-provider.js';

it.each([
  ['azure', { authMethod: 'apiKey', apiKey: 'key' }, '/credentials/resourceName', /is missing, or baseUrl/],
  ['openai', { apikey: 'key' }, '/credentials/apikey', /which has apiKey, organization, project/],
  ['openai', { apiKey: 'sk-…' }, '/credentials/apiKey', /put your own in place of an example/],
  ['vertex', { projectId: 'p', region: 'eu', serviceAccountJson: '{}' }, '/credentials/serviceAccountJson', /key file/],
  ['vertex', { projectId: 'p', region: 'eu', serviceAccountJson: 'no' }, '/credentials/serviceAccountJson', /key file/],
  [
    'vertex',
    {
      projectId: 'p',
      region: 'eu',
      serviceAccountJson: '{"type": "service_account", "client_email": "a@b", "private_key": "canary"}',
    },
    '/credentials/serviceAccountJson',
    /key file/,
  ],
  ['bedrock', { region: 'us-east-1', accessKeyId: 'key' }, '/credentials/secretAccessKey', /is missing/],
])('names the field that makes an account of %s unusable (%j)', (vendor, credentials, pointer, detail) => {
  const errors = VENDORS.filter((each) => each.vendor === vendor).flatMap((strategy) =>
    checkProvider(strategy, { credentials, baseUrl: null }, () => null),
  );
  expect(errors).toContainEqual({ pointer, detail: expect.stringMatching(detail) });
  expect(JSON.stringify(errors)).not.toContain('canary');
});
