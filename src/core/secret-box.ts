import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

export const SECRET_BOX = Symbol('SECRET_BOX');

/** Seals secrets for rest. `boundTo` (the row's id) must be the same to open: a sealed text moved to another row is dead. */
export interface SecretBox {
  seal(plain: string, boundTo: string): string;
  /** @throws Error where no key opens it or it belongs to another row */
  open(sealed: string, boundTo: string): string;
}

/** Never names a key or quotes what was sealed. */
export class SecretBoxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SecretBoxError';
  }
}

const VERSION = 'v1';
const CIPHER = 'aes-256-gcm';
/** The size that GCM is made for; random ones are safe for some 2^32 seals per key, far beyond a table of accounts. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM with the key's id in the envelope: `v1.<key id>.<nonce, ciphertext and tag in base64url>`. To rotate,
 * list a new key first: it seals from then on, and all listed keys open.
 *
 * @param keys 32 bytes each, at least one
 */
export function createSecretBox(keys: readonly Buffer[]): SecretBox {
  const [sealing] = keys;
  if (sealing === undefined || keys.some((key) => key.length !== 32)) {
    throw new SecretBoxError('encryption needs at least one key of 32 bytes');
  }
  const keysById = new Map(keys.map((key) => [keyIdOf(key), key]));
  return {
    seal: (plain, boundTo) => seal(sealing, plain, boundTo),
    open: (sealed, boundTo) => open(keysById, sealed, boundTo),
  };
}

/** Tells keys apart without telling anything of them. */
function keyIdOf(key: Buffer): string {
  return createHash('sha256').update('llmops key id').update(key).digest('hex').slice(0, 8);
}

function seal(key: Buffer, plain: string, boundTo: string): string {
  const header = `${VERSION}.${keyIdOf(key)}`;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundData(header, boundTo));
  const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${header}.${sealed.toString('base64url')}`;
}

function open(keysById: ReadonlyMap<string, Buffer>, sealed: string, boundTo: string): string {
  const [version, keyId, body, more] = sealed.split('.') as (string | undefined)[];
  if (version !== VERSION || keyId === undefined || body === undefined || more !== undefined) {
    throw new SecretBoxError('this is not a sealed secret');
  }
  const key = keysById.get(keyId);
  if (key === undefined)
    throw new SecretBoxError(`it was sealed with key ${keyId}, which is not in LLMOPS_ENCRYPTION_KEY`);
  const bytes = Buffer.from(body, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new SecretBoxError('this is not a sealed secret');
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(boundData(`${version}.${keyId}`, boundTo));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    throw new SecretBoxError('it was changed, or belongs to another row');
  }
}

function boundData(header: string, boundTo: string): Buffer {
  return Buffer.from(`${header}\n${boundTo}`);
}
