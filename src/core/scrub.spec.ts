import { scrub } from './scrub.js';

describe('scrub', () => {
  it.each([
    ['Incorrect API key provided: sk-wrong****-key. You can find', 'Incorrect API key provided: ***'],
    ['Your api key: abcdef0123 is invalid', 'Your api key: *** is invalid'],
    ['no such key gsk_abcdef0123456789', 'no such key ***'],
    ['Authorization was Bearer abc.def-123456', 'Authorization was Bearer ***'],
    ['limit in organization org-AbCdEf0123456789 on tokens', 'limit in organization org-*** on tokens'],
    ['Team: 0a1b2c3d-0a1b-4c2d-8e3f-0a1b2c3d4e5f, API key ID: 7f6e5d4c', 'Team: ***, API key ID: ***'],
    ['project proj_AbCdEf0123456789 is archived', 'project proj-*** is archived'],
    ['arn:aws:bedrock:eu-west-1:123456789012:inference-profile/x is not allowed', 'arn:*** is not allowed'],
    ['projects/my-secret-project/locations/us-central1', 'projects/***/locations/us-central1'],
    ['https://my-resource.openai.azure.com/openai failed', 'https://***.openai.azure.com/openai failed'],
    ['/subscriptions/0f0f-1/resourceGroups/prod is gone', '/subscriptions/*** is gone'],
    ['caller robot@my-project.iam.gserviceaccount.com lacks it', 'caller *** lacks it'],
    ['token eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.abc expired', 'token *** expired'],
  ])('masks %j', (message, masked) => {
    expect(scrub(message)).toContain(masked);
  });

  it.each([
    'The model `gpt-4o-2024-08-06` does not exist or you do not have access to it.',
    "Invalid 'messages[3]'. Content blocks are expected to be either text or image_url type.",
    "This model's maximum context length is 128000 tokens. However, your messages resulted in 130001 tokens.",
    'A task-oriented API key point of view for projects and organizations.',
  ])('leaves %j as it is', (message) => {
    expect(scrub(message)).toBe(message);
  });

  it('bounds what a host can make it carry', () => {
    expect(scrub('x'.repeat(1_000_000))).toHaveLength(2_000);
  });
});
