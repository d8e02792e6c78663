import { hashSecretToken, hintOf, newSecretToken } from './secret-token.js';

describe('secret tokens', () => {
  it('are long, random, and fit into a header and a shell', () => {
    const tokens = Array.from({ length: 100 }, newSecretToken);
    expect(new Set(tokens).size).toBe(100);
    for (const token of tokens) expect(token).toMatch(/^llmops_[A-Za-z0-9_-]{43}$/);
  });

  it('are stored as their SHA-256', () => {
    expect(hashSecretToken('abc').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('are recognised by their last four characters', () => {
    expect(hintOf('llmops_abcdWXYZ')).toBe('WXYZ');
  });
});
