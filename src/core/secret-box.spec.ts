import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { defined } from '../../test/support/defined.js';
import { createSecretBox, SecretBoxError } from './secret-box.js';

const oldKey = Buffer.alloc(32, 1);
const newKey = Buffer.alloc(32, 2);

describe('createSecretBox', () => {
  it('opens what it sealed, whatever it is', () => {
    const box = createSecretBox([oldKey]);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plain, boundTo) => {
        expect(box.open(box.seal(plain, boundTo), boundTo)).toBe(plain);
      }),
    );
  });

  it('never seals the same text to the same bytes, and shows nothing of it', () => {
    const box = createSecretBox([oldKey]);
    const seals = Array.from({ length: 50 }, () => box.seal('sk-canary', 'row'));
    expect(new Set(seals).size).toBe(50);
    for (const sealed of seals) {
      expect(sealed).not.toContain('canary');
      expect(Buffer.from(defined(sealed.split('.')[2]), 'base64url').toString('latin1')).not.toContain('canary');
    }
  });

  it('does not open for another row', () => {
    const box = createSecretBox([oldKey]);
    expect(() => box.open(box.seal('secret', 'row 1'), 'row 2')).toThrow(SecretBoxError);
  });

  it('does not open when any byte was changed', () => {
    const box = createSecretBox([oldKey]);
    const [version, keyId, body] = box.seal('secret', 'row').split('.');
    const bytes = Buffer.from(defined(body), 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => box.open(`${version}.${keyId}.${changed.toString('base64url')}`, 'row')).toThrow(SecretBoxError);
    }
  });

  it('seals with the first key and opens with all', () => {
    const before = createSecretBox([oldKey]).seal('secret', 'row');
    const rotated = createSecretBox([newKey, oldKey]);
    expect(rotated.open(before, 'row')).toBe('secret');
    const after = rotated.seal('secret', 'row');
    expect(createSecretBox([newKey]).open(after, 'row')).toBe('secret');
    expect(() => createSecretBox([oldKey]).open(after, 'row')).toThrow('LLMOPS_ENCRYPTION_KEY');
  });

  it.each(['', 'secret', 'v1.aaaaaaaa', 'v2.aaaaaaaa.AAAA', 'v1.aaaaaaaa.AAAA.AAAA'])('refuses %j', (sealed) => {
    expect(() => createSecretBox([oldKey]).open(sealed, 'row')).toThrow(SecretBoxError);
  });

  it('refuses an envelope too short for its tag', () => {
    const box = createSecretBox([oldKey]);
    const header = box.seal('', 'row').split('.').slice(0, 2).join('.');
    expect(() => box.open(`${header}.${randomBytes(20).toString('base64url')}`, 'row')).toThrow('not a sealed secret');
  });

  it('refuses to be made without a key or with one of another size', () => {
    expect(() => createSecretBox([])).toThrow(SecretBoxError);
    expect(() => createSecretBox([oldKey, Buffer.alloc(16)])).toThrow(SecretBoxError);
  });
});
