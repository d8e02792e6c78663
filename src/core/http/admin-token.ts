import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type RuntimeSettings } from '../settings.js';

/** Digests are compared, so the time it takes tells neither content nor length. */
@Injectable()
export class AdminToken {
  private readonly expected: Buffer;

  constructor(@Inject(SETTINGS) settings: Pick<RuntimeSettings, 'adminToken'>) {
    this.expected = digest(settings.adminToken);
  }

  matches(token: string): boolean {
    return timingSafeEqual(digest(token), this.expected);
  }
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
