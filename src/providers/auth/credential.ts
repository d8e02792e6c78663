import type { ClassConstructor } from 'class-transformer';
import { IsOptional, Matches, ValidateIf } from 'class-validator';

/** One field of a vendor's credentials: what the form, Swagger and the masks are made from. */
export interface CredentialField {
  readonly name: string;
  readonly required: boolean;
  readonly secret: boolean;
  readonly description: string;
  /** `object`: names and values that are texts. `text` unless stated. */
  readonly type?: 'text' | 'object';
  /** Its value decides which host is called, so that stored secrets do not outlive a change of it. */
  readonly choosesHost?: boolean;
  /** No secret, but callers need not know whose account they are served from: struck out like one. */
  readonly namesAccount?: boolean;
  /** The only values that it takes. */
  readonly enum?: readonly string[];
  /** For the documentation; never a secret. */
  readonly example?: string;
}

export interface CredentialOptions<Credentials> extends Omit<CredentialField, 'name' | 'required' | 'secret'> {
  readonly secret?: boolean;
  /** A function: only checked where it says so by the other fields. */
  readonly required?: boolean | ((credentials: Credentials) => boolean);
}

/** By the prototype of the class that declares them. */
const FIELDS = new WeakMap<object, CredentialField[]>();

/** A field of a credentials class: its description and its validators, which of an optional field see only what is set. */
export function Credential<Credentials = object>(
  { required = false, secret = false, ...described }: CredentialOptions<Credentials>,
  ...validators: readonly PropertyDecorator[]
): PropertyDecorator {
  return (prototype, property) => {
    const field = { name: String(property), required: required === true, secret, ...described };
    FIELDS.set(prototype, [...(FIELDS.get(prototype) ?? []), field]);
    if (typeof required === 'function') ValidateIf(required)(prototype, property);
    else if (!required) IsOptional()(prototype, property);
    for (const validator of validators) validator(prototype, property);
  };
}

/** The fields of a class and of those that it extends, in the order in which they are declared. */
export function credentialFieldsOf(type: ClassConstructor<object>): readonly CredentialField[] {
  return fieldsOn(type.prototype as object);
}

function fieldsOn(prototype: object | null): readonly CredentialField[] {
  if (prototype === null) return [];
  return [...fieldsOn(Object.getPrototypeOf(prototype) as object | null), ...(FIELDS.get(prototype) ?? [])];
}

/** What may stand in a header: visible ASCII, so that no key can start a header of its own. */
const TOKEN = /^[\x21-\x7e]{1,4096}$/;

/** A credential that becomes a header's value. */
export function Token(): PropertyDecorator {
  return Matches(TOKEN, {
    message: '$property must be text of visible ASCII characters, without spaces: put your own in place of an example',
  });
}

/** The credentials of most vendors. */
export class ApiKeyCredentials {
  @Credential({ required: true, secret: true, description: 'API key of the account at the provider' }, Token())
  apiKey: string;
}
