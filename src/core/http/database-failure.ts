import { BadRequestException, ConflictException, HttpException, ServiceUnavailableException } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';

/** By constraint: what the admin API answers where a write violates it. */
const CONSTRAINTS: Readonly<Record<string, { status: number; pointer: string; detail: string }>> = {
  configs_slug_key: {
    status: 409,
    pointer: '/slug',
    detail: 'another config has this slug; give another one, or none and one is made',
  },
  environments_slug_key: {
    status: 409,
    pointer: '/slug',
    detail: 'another environment has this slug; give another one, or none and one is made',
  },
  environments_default_config_fkey: { status: 422, pointer: '/defaultConfigId', detail: 'there is no such config' },
  providers_slug_key: {
    status: 409,
    pointer: '/slug',
    detail: 'another provider has this slug; give another one, or none and one is made',
  },
  variants_name_key: { status: 409, pointer: '/name', detail: 'another variant has this name; give another one' },
  variant_versions_number_key: { status: 409, pointer: '', detail: 'another version was created at the same time' },
  variant_versions_provider_fkey: { status: 422, pointer: '/providerId', detail: 'there is no such provider' },
  targeting_rules_environment_fkey: { status: 422, pointer: '/environmentId', detail: 'there is no such environment' },
  rule_arms_variant_fkey: { status: 422, pointer: '/split', detail: 'it names a variant that does not exist' },
  rule_arms_version_fkey: { status: 422, pointer: '/split', detail: 'it names a version that does not exist' },
  rule_arms_weights_sum: { status: 422, pointer: '/split', detail: 'the weights must sum to 10000' },
  rule_arms_weight_check: { status: 422, pointer: '/split', detail: 'a weight is a whole number from 0 to 10000' },
  rule_fallbacks_variant_fkey: { status: 422, pointer: '/fallbacks', detail: 'it names a variant that does not exist' },
  rule_fallbacks_version_fkey: { status: 422, pointer: '/fallbacks', detail: 'it names a version that does not exist' },
};

/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const CONFLICT = new Set(['23505', '40001', '40P01']);
const UNAVAILABLE = /^(08|53|57P|57014)|^(ECONNREFUSED|ECONNRESET|ENOENT|ENOTFOUND|EPIPE|ETIMEDOUT)$/;

/** The HTTP error that a database error stands for; null where it is a bug of ours. */
export function fromDatabaseFailure(exception: unknown): HttpException | null {
  const failure = exception instanceof QueryFailedError ? (exception.driverError as unknown) : exception;
  if (!(failure instanceof Error)) return null;
  const code = textMember(failure, 'code');
  const constraint = textMember(failure, 'constraint');
  const known = constraint !== null && Object.hasOwn(CONSTRAINTS, constraint) ? CONSTRAINTS[constraint] : undefined;
  if (known) {
    const message =
      known.status === 409 ? 'The request conflicts with what exists.' : 'The request cannot be carried out.';
    const errors = [{ pointer: known.pointer, detail: known.detail }];
    return new HttpException({ message, errors }, known.status);
  }
  if (code !== null && UNAVAILABLE.test(code)) return unavailable();
  if (!(exception instanceof QueryFailedError)) return isConnectionLoss(failure) ? unavailable() : null;
  if (code !== null && CONFLICT.has(code))
    return new ConflictException('The request conflicts with another one. Try again.');
  if (code?.startsWith('22')) return new BadRequestException('A value has a form that the database cannot store.');
  return isConnectionLoss(failure) ? unavailable() : null;
}

function unavailable(): HttpException {
  return new ServiceUnavailableException('The database does not answer. Try again in a moment.');
}

/** pg throws these without a code. */
function isConnectionLoss(failure: Error): boolean {
  return /^(Connection terminated|timeout exceeded when trying to connect)/.test(failure.message);
}

function textMember(error: Error, name: 'code' | 'constraint'): string | null {
  const value: unknown = Object.getOwnPropertyDescriptor(error, name)?.value;
  return typeof value === 'string' ? value : null;
}
