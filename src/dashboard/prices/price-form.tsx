import { Group, NumberInput, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { Controller, useForm, useWatch, type Control, type FieldPathByValue } from 'react-hook-form';
import { useCatalog } from '../api/catalog.js';
import { query, type Schemas } from '../api/client.js';
import { useProviders, useVendors } from '../api/collections.js';
import { ModelInput } from '../components/model-input.js';
import { SubmitRow } from '../components/submit-row.js';
import { markSaved, useUnsavedForm } from '../components/unsaved.js';
import { useSaved } from '../components/use-saved.js';
import '@mantine/dates/styles.css';

type PriceBody = Schemas['PriceBody'];
type Unit = NonNullable<PriceBody['unit']>;

const UNITS: readonly Unit[] = [
  ...([
    'input',
    'output',
    'cache-read',
    'cache-write',
    'cache-write-1h',
    'image',
    'audio-second',
    'character',
  ] as const),
  ...(['input-audio', 'input-image', 'input-video', 'output-audio', 'output-image'] as const),
];

interface PriceValues {
  vendor: string | null;
  providerId: string | null;
  model: string;
  kind: 'price' | 'discount';
  unit: Unit;
  usd: string;
  discountPercent: number | '';
  serviceTier: string;
  effectiveFrom: string | null;
  effectiveUntil: string | null;
  note: string;
}

interface PriceFormProps {
  readonly from: { readonly vendor: string | undefined; readonly model: string | undefined };
  readonly onDone: () => void;
}

/** One price or discount. One under the same conditions is replaced, and kept for what it was charged. */
export function PriceForm({ from, onDone }: PriceFormProps) {
  const form = useForm<PriceValues>({ defaultValues: toValues(from) });
  const { control, handleSubmit, register, formState } = form;
  useUnsavedForm(form);
  const saved = useSaved();
  const create = query.useMutation('post', '/llmops/api/admin/v1/prices', {
    onSuccess: async ({ model }) => {
      markSaved(form);
      onDone();
      await saved(`Calls of ${model} cost this from now on; earlier ones can be re-rated`);
    },
  });
  const kind = useWatch({ control, name: 'kind' });
  return (
    <form
      onSubmit={(event) => void handleSubmit((values) => create.mutate({ body: toBody(values) }))(event)}
      noValidate
    >
      <Stack>
        <Whose control={control} />
        <Controller
          control={control}
          name="kind"
          render={({ field }) => (
            <SegmentedControl
              aria-label="Kind"
              data={[
                { value: 'price', label: 'Price' },
                { value: 'discount', label: 'Discount' },
              ]}
              {...field}
            />
          )}
        />
        {kind === 'price' ? (
          <Group grow align="flex-start">
            <Controller
              control={control}
              name="unit"
              render={({ field }) => <Select label="Unit" allowDeselect={false} data={[...UNITS]} {...field} />}
            />
            <TextInput
              label="US dollars"
              description="For a million tokens or characters, one image, one second"
              placeholder="2.5"
              required
              {...register('usd', {
                pattern: { value: /^\d{1,9}(\.\d{1,18})?$/, message: 'A number such as 0.15' },
                required: 'An amount is needed',
              })}
              error={formState.errors.usd?.message}
            />
          </Group>
        ) : (
          <Controller
            control={control}
            name="discountPercent"
            rules={{ validate: (value) => value !== '' || 'A number is needed' }}
            render={({ field, fieldState }) => (
              <NumberInput
                label="Off the catalog's prices"
                description="Below 0 it is a surcharge"
                suffix=" %"
                max={100}
                decimalScale={4}
                {...field}
                onChange={(value) => field.onChange(typeof value === 'number' ? value : '')}
                error={fieldState.error?.message}
              />
            )}
          />
        )}
        <TextInput label="Service tier" placeholder="standard" {...register('serviceTier')} />
        <Group grow>
          <When control={control} name="effectiveFrom" label="From" placeholder="always" />
          <When control={control} name="effectiveUntil" label="Until" placeholder="no end" />
        </Group>
        <TextInput label="Note" description="Why, for whoever reads it later" {...register('note')} />
        <SubmitRow label="Add" write={create} />
      </Stack>
    </form>
  );
}

/** Of a vendor's model, or of one account's only. */
function Whose({ control }: { control: Control<PriceValues> }) {
  const vendors = useVendors().data?.items ?? [];
  const providers = useProviders().data?.items ?? [];
  const [vendor, providerId] = useWatch({ control, name: ['vendor', 'providerId'] });
  const provider = providers.find(({ id }) => id === providerId);
  const models = useCatalog(provider?.vendor ?? vendor ?? undefined);
  return (
    <>
      <Group grow align="flex-start">
        <Controller
          control={control}
          name="vendor"
          rules={{
            validate: (value, { providerId: account }) =>
              (value ?? account) !== null || 'Choose a vendor or a provider',
          }}
          render={({ field, fieldState }) => (
            <Select
              label="Vendor"
              searchable
              clearable
              disabled={provider !== undefined}
              data={vendors.map((each) => ({ value: each.vendor, label: each.label }))}
              error={fieldState.error?.message}
              {...field}
            />
          )}
        />
        <Controller
          control={control}
          name="providerId"
          render={({ field }) => (
            <Select
              label="Only for the provider"
              placeholder="all of the vendor"
              searchable
              clearable
              data={providers.map(({ id, slug }) => ({ value: id, label: `@${slug}/` }))}
              {...field}
            />
          )}
        />
      </Group>
      <Controller
        control={control}
        name="model"
        rules={{ required: 'A model is needed' }}
        render={({ field, fieldState }) => (
          <ModelInput label="Model" required models={models} error={fieldState.error?.message} {...field} />
        )}
      />
    </>
  );
}

interface WhenProps {
  readonly control: Control<PriceValues>;
  readonly name: FieldPathByValue<PriceValues, string | null> & ('effectiveFrom' | 'effectiveUntil');
  readonly label: string;
  readonly placeholder: string;
}

function When({ control, name, ...shown }: WhenProps) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: { value, onChange } }) => (
        <DateTimePicker {...shown} clearable value={value} onChange={onChange} />
      )}
    />
  );
}

function toValues({ vendor, model }: PriceFormProps['from']): PriceValues {
  const times = { effectiveFrom: null, effectiveUntil: null };
  const texts = { usd: '', serviceTier: '', note: '' };
  const price = { kind: 'price', unit: 'input', discountPercent: '' } as const;
  return { vendor: vendor ?? null, providerId: null, model: model ?? '', ...price, ...texts, ...times };
}

function toBody(values: PriceValues): PriceBody {
  const { vendor, providerId, model, kind, unit, usd, discountPercent, serviceTier, note } = values;
  const toIso = (time: string | null) => (time === null ? null : new Date(time).toISOString());
  return {
    model,
    ...(providerId === null ? { vendor: vendor ?? '' } : { providerId }),
    ...(kind === 'price' ? { unit, usd } : { discountPercent: Number(discountPercent) }),
    serviceTier: serviceTier === '' ? null : serviceTier,
    effectiveFrom: toIso(values.effectiveFrom),
    effectiveUntil: toIso(values.effectiveUntil),
    note: note === '' ? null : note,
  };
}
