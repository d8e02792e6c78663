import { createHmac, randomBytes } from 'node:crypto';

/**
 * Standard Webhooks: a secret is `whsec_` and base64, and signs id, time and body.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

export function newWebhookSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

export interface SignedDelivery {
  /** The same at every attempt, so that the receiver knows what it has had. */
  readonly id: string;
  readonly sentAt: Date;
  readonly body: string;
}

/** @param secrets each of which a receiver may check it by */
export function signDelivery(
  secrets: readonly string[],
  { id, sentAt, body }: SignedDelivery,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(sentAt.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
