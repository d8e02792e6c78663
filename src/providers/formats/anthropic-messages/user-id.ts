import { createHash } from 'node:crypto';

const E_MAIL = /[^\s@]+@[^\s@]+\.[^\s@]+/;
const PHONE_NUMBER = /^\+?[\d\s().-]{7,24}$|(?:\+|\b00)\d[\d\s().-]{5,}\d/;
const MAX_LENGTH = 256;

/**
 * Claude's `user_id`, which must not tell who somebody is: an e-mail address or a telephone number, and what is too
 * long, is sent as its hash, so that one user is still one user.
 *
 * @see https://docs.claude.com/en/api/messages
 */
export function toUserId(user: string): string {
  // The length first: the patterns take quadratic time.
  const isTold = user.length <= MAX_LENGTH && !E_MAIL.test(user) && !PHONE_NUMBER.test(user);
  return isTold ? user : createHash('sha256').update(user).digest('hex');
}
