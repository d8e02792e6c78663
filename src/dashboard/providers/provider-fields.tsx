import { Fieldset, PasswordInput, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { Controller, type FieldErrors, type UseFormReturn } from 'react-hook-form';
import type { Provider, Vendor } from '../api/collections.js';
import { DocsLink } from '../components/docs-link.js';
import { SwitchField } from '../components/switch-field.js';
import { hasPage } from '../docs/doc-files.js';
import { toProblem } from '../api/problem.js';

/** As the form holds them: texts. An empty one was not filled in. */
export interface ProviderForm {
  name: string;
  slug: string;
  baseUrl: string;
  enabled: boolean;
  credentials: Record<string, string>;
  /** One `model = vendor/model` a line. */
  prices: string;
}

interface ProviderFieldsProps {
  readonly form: UseFormReturn<ProviderForm>;
  readonly vendor: Vendor;
  /** Null for a new one. */
  readonly provider: Provider | null;
}

/** The fields of an account, those of its vendor's credentials among them, as the API describes them. */
export function ProviderFields({ form, vendor, provider }: ProviderFieldsProps) {
  const { register, formState } = form;
  const { errors } = formState;
  const page = `vendors/${vendor.vendor}`;
  return (
    <Stack>
      {hasPage(page) && (
        <DocsLink page={page} beside>
          {`Setting up ${vendor.label}`}
        </DocsLink>
      )}
      <TextInput label="Name" {...register('name', { required: 'A name is needed' })} error={errors.name?.message} />
      <TextInput
        label="Slug"
        description="Callers name the account by it: @slug/model"
        placeholder={provider === null ? 'made from the name' : undefined}
        {...register('slug')}
        error={errors.slug?.message}
      />
      {vendor.credentialFields.length > 0 && (
        <Fieldset legend="Credentials">
          <Stack>
            {vendor.credentialFields.map((field) => (
              <CredentialInput key={field.name} {...{ form, field, provider, errors }} />
            ))}
          </Stack>
        </Fieldset>
      )}
      <TextInput
        label="Base URL"
        description="For a private endpoint or a proxy"
        placeholder={vendor.defaultBaseUrl ?? undefined}
        {...register('baseUrl', { required: vendor.requiresBaseUrl && 'This vendor needs a base URL' })}
        required={vendor.requiresBaseUrl}
        error={errors.baseUrl?.message}
      />
      <Textarea
        label="Prices of models with names of your own"
        description="One a line: model = vendor/model. * stands for all others."
        placeholder="prod-chat = openai/gpt-4o"
        autosize
        minRows={2}
        {...register('prices', { validate: (text) => toPriceMap(text) !== null || 'One a line: model = vendor/model' })}
        error={errors.prices?.message}
      />
      <SwitchField control={form.control} name="enabled" label="Enabled" />
    </Stack>
  );
}

interface CredentialInputProps extends Omit<ProviderFieldsProps, 'vendor'> {
  readonly field: Vendor['credentialFields'][number];
  readonly errors: FieldErrors<ProviderForm>;
}

function CredentialInput({ form, field, provider, errors }: CredentialInputProps) {
  const { name, type, required, secret, description, example, enum: values } = field;
  const set = provider?.credentials?.[name];
  const isKept = set?.isSet === true && secret;
  const placeholder = isKept
    ? `kept${set.hint === null ? '' : ` (…${set.hint})`}; type to replace`
    : (example ?? (type === 'object' ? 'JSON: { "name": "value" }' : undefined));
  const needed = required && !isKept;
  const path = `credentials.${name}` as const;
  const rules = { required: needed && `${name} is needed` };
  const shown = {
    label: name,
    description,
    placeholder,
    required: needed,
    error: errors.credentials?.[name]?.message,
  };
  if (values !== null) {
    return (
      <Controller
        control={form.control}
        name={path}
        rules={rules}
        defaultValue=""
        render={({ field: { value, onChange, ...rest } }) => (
          <Select
            {...shown}
            {...rest}
            data={values}
            value={value === '' ? null : value}
            onChange={(chosen) => onChange(chosen ?? '')}
            clearable={!needed}
          />
        )}
      />
    );
  }
  const props = { ...form.register(path, rules), ...shown };
  return secret ? <PasswordInput {...props} autoComplete="off" /> : <TextInput {...props} />;
}

/** Null where a line is not understood. */
export function toPriceMap(text: string): Record<string, string> | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const pairs = lines.map((line) => /^\s*(\S+)\s*=\s*(\S+)\s*$/.exec(line));
  if (pairs.some((pair) => pair === null)) return null;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
}

export function fromPriceMap(map: Readonly<Record<string, string>>): string {
  return Object.entries(map)
    .map(([model, price]) => `${model} = ${price}`)
    .join('\n');
}

/** What the API takes from the form: the fields that were filled in, one that is an object as an object. */
export function toCredentials(form: ProviderForm, vendor: Vendor): Record<string, unknown> {
  const filled = vendor.credentialFields
    .map(({ name, type }) => [name, type, (form.credentials[name] ?? '').trim()] as const)
    .filter(([, , text]) => text !== '');
  return Object.fromEntries(filled.map(([name, type, text]) => [name, type === 'object' ? parsed(text) : text]));
}

/** What is no JSON goes as it is, and the API says what is wrong with it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Puts what the API says of a field beside that field. */
export function showFieldErrors(form: UseFormReturn<ProviderForm>, error: unknown): void {
  for (const { pointer, detail } of toProblem(error).errors) {
    const path = pointer.split('/').slice(1).join('.');
    const field = path.startsWith('pricingModelMap') ? 'prices' : (path as keyof ProviderForm);
    form.setError(field, { message: detail });
  }
}
