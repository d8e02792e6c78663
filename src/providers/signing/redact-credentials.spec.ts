import type { UpstreamRequest } from '../transport/transport.js';
import { redactCredentials } from './redact-credentials.js';

const unsigned: UpstreamRequest = {
  method: 'POST',
  url: 'https://x',
  headers: { accept: 'application/json' },
  body: null,
};
const signed = {
  ...unsigned,
  headers: { ...unsigned.headers, authorization: 'Bearer very-secret-key', 'x-org': 'acme' },
};

describe('redactCredentials', () => {
  it('hides what signing added, with and without its scheme', () => {
    const said = 'key very-secret-key is wrong; you sent "Bearer very-secret-key" and accept application/json';
    expect(redactCredentials(said, unsigned, signed)).toBe(
      'key *** is wrong; you sent "***" and accept application/json',
    );
  });

  it('leaves short values alone', () => {
    expect(redactCredentials('acme is unknown', unsigned, signed)).toBe('acme is unknown');
  });
});
