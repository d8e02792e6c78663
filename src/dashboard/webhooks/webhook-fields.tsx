import { Checkbox, Radio, Stack, TextInput } from '@mantine/core';
import { Controller, useWatch, type UseFormReturn } from 'react-hook-form';
import type { Schemas } from '../api/client.js';
import { detailOf } from '../api/problem.js';
import { SwitchField } from '../components/switch-field.js';
import { useEvents } from './use-webhooks.js';

type EventType = Schemas['EventView']['type'];

export interface WebhookValues {
  name: string;
  url: string;
  /** Every event, those of later versions too, or those that are chosen. */
  hears: 'all' | 'chosen';
  events: EventType[];
  enabled: boolean;
}

interface WebhookFieldsProps {
  readonly form: UseFormReturn<WebhookValues>;
  /** Of the last try to save it; null where it went well. */
  readonly error: unknown;
}

export function WebhookFields({ form: { register, control, formState }, error }: WebhookFieldsProps) {
  const hears = useWatch({ control, name: 'hears' });
  return (
    <Stack>
      <TextInput
        label="Name"
        {...register('name', { required: 'A name is needed' })}
        error={formState.errors.name?.message ?? detailOf(error, '/name')}
      />
      <TextInput
        label="URL"
        description="Takes the events by POST. Private addresses only where LLMOPS_UPSTREAM_ALLOW has their network"
        placeholder="https://hooks.example.com/llm-gateway"
        {...register('url', { required: 'A URL is needed' })}
        error={formState.errors.url?.message ?? detailOf(error, '/url')}
      />
      <Controller
        control={control}
        name="hears"
        render={({ field }) => (
          <Radio.Group label="Told of" {...field}>
            <Stack gap="xs" mt={4}>
              <Radio value="all" label="Every event, those of later versions too" />
              <Radio value="chosen" label="Chosen events" />
            </Stack>
          </Radio.Group>
        )}
      />
      {hears === 'chosen' && <EventChoice control={control} error={error} />}
      <SwitchField
        control={control}
        name="enabled"
        label="Enabled"
        description="While it is not, it is told of nothing new, and what waits for it goes on waiting"
      />
    </Stack>
  );
}

function EventChoice({ control, error }: { control: UseFormReturn<WebhookValues>['control']; error: unknown }) {
  const events = useEvents().data?.items ?? [];
  return (
    <Controller
      control={control}
      name="events"
      rules={{ validate: (chosen) => chosen.length > 0 || 'Choose one at least' }}
      render={({ field, fieldState }) => (
        <Checkbox.Group label="Events" {...field} error={fieldState.error?.message ?? detailOf(error, '/events')}>
          <Stack gap="xs" mt={4} mb={4}>
            {events.map(({ type, toldWhen }) => (
              <Checkbox key={type} value={type} label={type} description={toldWhen} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
    />
  );
}

export function toWebhookValues({ name, url, events, enabled }: Schemas['WebhookView']): WebhookValues {
  return { name, url, hears: events.length === 0 ? 'all' : 'chosen', events, enabled };
}

export function toWebhookBody({ hears, events, ...values }: WebhookValues) {
  return { ...values, events: hears === 'all' ? [] : events };
}
