import { Button, Fieldset, Group, MultiSelect, NumberInput, Stack, TextInput } from '@mantine/core';
import { Controller, FormProvider } from 'react-hook-form';
import { query } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import type { Rule } from '../api/collections.js';
import { confirmDestructive } from '../components/confirm.js';
import { fromJsonObject, toJsonObject } from '../components/json-object.js';
import { SaveProblem } from '../components/save-problem.js';
import { SwitchField } from '../components/switch-field.js';
import { markSaved } from '../components/unsaved.js';
import { useEditForm } from '../components/use-edit-form.js';
import { useSaved } from '../components/use-saved.js';
import { ConditionsField } from './conditions-field.js';
import { MovedCallers } from './moved-callers.js';
import { Arms, Fallbacks, type RuleFormValues, type ShadowValues } from './rule-arms.js';
import { Shadows } from './rule-shadows.js';
import { servingArms, shadowsOf } from './split.js';

const TRIGGERS = [
  'unavailable',
  'timeout',
  'rate_limited',
  'credentials',
  'quota',
  'context_window',
  'content_policy',
  'capability',
  'policy',
] as const;

interface RuleFormProps {
  /** Null for a new one. */
  readonly rule: Rule | null;
  /** Where a new one goes. */
  readonly place: { readonly configId: string; readonly environmentId: string; readonly priority: number };
  readonly onDone: () => void;
}

const RULES = '/llmops/api/admin/v1/configs/{id}/rules';

export function RuleForm({ rule, place, onDone }: RuleFormProps) {
  const { form, base, reload } = useEditForm(rule ?? newRule(place), toForm);
  const { control, handleSubmit, register, watch } = form;
  const saved = useSaved();
  const onSuccess = async () => {
    markSaved(form);
    onDone();
    await saved('The rule holds');
  };
  const create = query.useMutation('post', RULES, { onSuccess });
  const update = query.useMutation('patch', `${RULES}/{ruleId}`, { onSuccess });
  const loadNewest = () => {
    reload();
    update.reset();
  };
  const submit = handleSubmit((values) => {
    const body = toBody(values);
    if (rule === null) {
      create.mutate({
        params: { path: { id: place.configId } },
        body: { ...body, environmentId: place.environmentId },
      });
    } else update.mutate({ params: { path: { id: place.configId, ruleId: rule.id }, header: ifMatch(base) }, body });
  });
  const error: unknown = create.error ?? update.error;
  return (
    <FormProvider {...form}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          <Group grow align="flex-start">
            <Controller
              control={control}
              name="priority"
              render={({ field }) => (
                <NumberInput
                  label="Priority"
                  description="The highest is tried first"
                  {...field}
                  onChange={(value) => field.onChange(Number(value))}
                />
              )}
            />
            <TextInput
              label="Sticky by"
              description="metadata.userId unless stated"
              placeholder="metadata.userId"
              {...register('stickyBy')}
            />
          </Group>
          <SwitchField control={control} name="enabled" label="Enabled" />
          <ConditionsField control={control} />
          <Fieldset legend="Split">
            <Arms control={control} />
            {rule && <MovedCallers rule={rule} split={watch('split')} />}
          </Fieldset>
          <Fieldset legend="Shadows">
            <Shadows control={control} />
          </Fieldset>
          <Fieldset legend="Fallbacks, in order">
            <Fallbacks control={control} />
          </Fieldset>
          <Controller
            control={control}
            name="fallbackOn"
            render={({ field }) => (
              <MultiSelect
                label="Falls back on"
                description="Empty: the first five"
                data={[...TRIGGERS]}
                clearable
                {...field}
              />
            )}
          />
          <SwitchField
            control={control}
            name="continueStreams"
            label="Continue broken streams"
            description="From the text so far, on the next target that can"
          />
          <SaveProblem error={error} onReload={loadNewest} />
          <Group justify="space-between">
            {rule === null ? (
              <span />
            ) : (
              <DeleteRule
                rule={rule}
                onDone={() => {
                  form.reset();
                  onDone();
                }}
              />
            )}
            <Button type="submit" loading={create.isPending || update.isPending}>
              {rule === null ? 'Add' : 'Save'}
            </Button>
          </Group>
        </Stack>
      </form>
    </FormProvider>
  );
}

function DeleteRule({ rule, onDone }: { rule: Rule; onDone: () => void }) {
  const saved = useSaved();
  const remove = query.useMutation('delete', `${RULES}/{ruleId}`, {
    onSuccess: async () => {
      onDone();
      await saved('The rule is deleted');
    },
  });
  const ask = () =>
    confirmDestructive({
      title: `Delete the rule of priority ${rule.priority}?`,
      text: 'Whom it served the next rule that matches serves. The history keeps it, and can restore it.',
      confirm: 'Delete',
      onConfirm: () =>
        remove.mutate({ params: { path: { id: rule.configId, ruleId: rule.id }, header: ifMatch(rule) } }),
    });
  return (
    <Button variant="light" color="red" onClick={ask} loading={remove.isPending}>
      Delete
    </Button>
  );
}

/** What a form begins with that makes a rule: one arm for all, with no variant chosen yet. */
type RuleDraft = Omit<Rule, 'configId' | 'environmentId' | 'createdAt' | 'updatedAt'>;

function newRule({ priority }: { readonly priority: number }): RuleDraft {
  const arm = { variantId: '', version: 'latest' as const, weight: 10_000 };
  const none = { conditions: null, stickyBy: null, fallbacks: [], fallbackOn: null, continueStreams: false };
  return { id: '', etag: '', priority, enabled: true, split: [arm], ...none };
}

function toForm(rule: RuleDraft): RuleFormValues {
  return {
    priority: rule.priority,
    enabled: rule.enabled,
    conditions: fromJsonObject(rule.conditions),
    stickyBy: rule.stickyBy ?? '',
    split: servingArms(rule).map(({ variantId, version, weight = 0 }) => ({
      variantId,
      version: String(version),
      share: weight / 100,
    })),
    shadows: shadowsOf(rule).map(({ variantId, version, share = 0, maxDailyCost = '' }) => ({
      variantId,
      version: String(version),
      share: share / 100,
      maxDailyCost,
    })),
    fallbacks: rule.fallbacks.map(({ variantId, version }) => ({ variantId, version: String(version) })),
    fallbackOn: [...(rule.fallbackOn ?? [])],
    continueStreams: rule.continueStreams,
  };
}

function toBody({ conditions, stickyBy, split, shadows, fallbacks, fallbackOn, ...rest }: RuleFormValues) {
  const stated = toJsonObject(conditions) ?? {};
  const triggers = TRIGGERS.filter((trigger) => fallbackOn.includes(trigger));
  return {
    ...rest,
    conditions: Object.keys(stated).length === 0 ? null : stated,
    stickyBy: stickyBy === '' ? null : stickyBy,
    split: [...split.map(toServingArm), ...shadows.map(toShadow)],
    fallbacks: fallbacks.map(({ variantId, version }) => ({ variantId: variantId ?? '', version: toVersion(version) })),
    fallbackOn: triggers.length === 0 ? null : [...triggers],
  };
}

function toServingArm({ variantId, version, share }: RuleFormValues['split'][number]) {
  return { variantId: variantId ?? '', version: toVersion(version), weight: Math.round(share * 100) };
}

function toShadow({ variantId, version, share, maxDailyCost }: ShadowValues) {
  const target = { variantId: variantId ?? '', version: toVersion(version) };
  return { ...target, serve: false, share: Math.round(share * 100), maxDailyCost };
}

function toVersion(text: string): number | 'latest' {
  return text === 'latest' ? 'latest' : Number(text);
}
