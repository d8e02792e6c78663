import { ValidateBy } from 'class-validator';
import type { EntityManager } from 'typeorm';
import { refuse } from '../../core/http/admin-errors.js';
import { field, type FieldOptions } from '../../core/http/fields.js';
import { findAccountIds } from '../../providers/accounts/account-rows.js';

/** Which providers callers may name as `@slug/model`: all, none, or those with these ids or slugs. */
export type DirectAccess = 'on' | 'off' | readonly string[];

const MAX_PROVIDERS = 500;
const MAX_REFERENCE = 63;
const DESCRIPTION =
  'Which providers callers may name as `@slug/model`: `on` for all, `off` for none, or a list of ids or slugs. Configs are not bound by it';

const SCHEMA = {
  oneOf: [
    { type: 'string', enum: ['on', 'off'] },
    { type: 'array', items: { type: 'string', maxLength: MAX_REFERENCE }, maxItems: MAX_PROVIDERS, uniqueItems: true },
  ],
};

/** The field of bodies and views. */
export function DirectAccessField(options: FieldOptions = {}): PropertyDecorator {
  return field({ description: DESCRIPTION, ...options }, SCHEMA, [
    ValidateBy({
      name: 'directAccess',
      validator: {
        validate: isDirectAccess,
        defaultMessage: () =>
          `$property must be "on", "off", or a list of at most ${MAX_PROVIDERS} ids or slugs of providers`,
      },
    }),
  ]);
}

function isDirectAccess(value: unknown): value is DirectAccess {
  if (value === 'on' || value === 'off') return true;
  const isReference = (item: unknown) => typeof item === 'string' && item !== '' && item.length <= MAX_REFERENCE;
  return Array.isArray(value) && value.length <= MAX_PROVIDERS && value.every(isReference);
}

/**
 * @returns ids of providers: null for all, an empty list for none
 * @throws UnprocessableEntityException naming each provider that is not there
 */
export async function toAllowedProviders(
  manager: EntityManager,
  access: DirectAccess | undefined,
): Promise<string[] | null> {
  if (access === undefined || access === 'on') return null;
  if (access === 'off' || access.length === 0) return [];
  const references = access.map((reference) => reference.toLowerCase());
  const known = await findAccountIds(manager, references);
  refuse(
    references.flatMap((reference, index) =>
      known.has(reference)
        ? []
        : [{ pointer: `/directAccess/${index}`, detail: `there is no provider with the id or slug "${reference}"` }],
    ),
  );
  return [...new Set(references.flatMap((reference) => known.get(reference) ?? []))];
}

export function toDirectAccess(allowed: readonly string[] | null): DirectAccess {
  if (allowed === null) return 'on';
  return allowed.length === 0 ? 'off' : allowed;
}
