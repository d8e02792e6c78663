import { Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { useConfigs, useEnvironments, useRules, type Rule } from '../api/collections.js';
import { leavePage } from '../components/unsaved.js';
import { RolloutForm } from './rollout-form.js';

interface NewRolloutProps {
  /** The rule that led here, where one did. */
  readonly from: { readonly config: string | undefined; readonly rule: string | undefined };
  readonly onStarted: (id: string) => void;
}

/** First whose callers, then what they get and in which steps. */
export function NewRollout({ from, onStarted }: NewRolloutProps) {
  const [configId, setConfig] = useState<string | null>(from.config ?? null);
  const configs = useConfigs().data?.items ?? [];
  return (
    <Stack>
      <Select
        label="Config"
        searchable
        data={configs.map(({ id, name }) => ({ value: id, label: name }))}
        value={configId}
        onChange={(id) => leavePage(() => setConfig(id))}
      />
      {configId !== null && <ChooseRule key={configId} configId={configId} from={from.rule} onStarted={onStarted} />}
    </Stack>
  );
}

interface ChooseRuleProps {
  readonly configId: string;
  readonly from: string | undefined;
  readonly onStarted: (id: string) => void;
}

function ChooseRule({ configId, from, onStarted }: ChooseRuleProps) {
  const [chosen, setChosen] = useState<string | null>(from ?? null);
  const environments = useEnvironments().data?.items ?? [];
  const rules = useRules(configId);
  const items = rules.data?.items ?? [];
  const rule = items.find(({ id }) => id === chosen);
  const labelOf = ({ environmentId, priority, conditions }: Rule) => {
    const environment = environments.find(({ id }) => id === environmentId)?.name ?? environmentId;
    return `${environment}, priority ${priority}: ${conditions === null ? 'everyone' : JSON.stringify(conditions)}`;
  };
  return (
    <>
      <Select
        label="Rule"
        description="Whose callers are moved"
        data={items.map((each) => ({ value: each.id, label: labelOf(each) }))}
        value={chosen}
        onChange={setChosen}
        nothingFoundMessage="This config has no rule yet"
        searchable
      />
      {rule && <RolloutForm rule={rule} onStarted={onStarted} />}
    </>
  );
}
