import { ActionIcon, Autocomplete, Button, Fieldset, Group, Select, Stack, TagsInput, Text } from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useController, useWatch, type Control } from 'react-hook-form';
import { JsonField } from '../components/json-field.js';
import {
  OPERATORS,
  problemWithRows,
  STREAMING,
  toConditionRows,
  toConditionText,
  type ConditionRow,
} from './condition-rows.js';
import type { RuleFormValues } from './rule-arms.js';

/** Besides tags, whose names callers choose, and headers. */
const NAMES = ['request:endpoint', 'request:model', STREAMING];
const NEW_ROW: ConditionRow = { name: '', operator: 'in', values: [] };

/** Whom a rule is for: row by row, or as JSON where that says more than rows can. */
export function ConditionsField({ control }: { control: Control<RuleFormValues> }) {
  const rows = toConditionRows(useWatch({ control, name: 'conditions' }));
  const canBuild = rows !== null;
  const [isJson, setJson] = useState(!canBuild);
  return (
    <Fieldset legend="Conditions: all must hold; none is everyone">
      <Stack gap="xs">
        {isJson ? (
          <JsonField
            control={control}
            name="conditions"
            label="Conditions as JSON"
            description="By tag, request:… or header:…"
            placeholder='{ "plan": ["pro", "team"] }'
          />
        ) : (
          <ConditionRows control={control} first={rows ?? []} />
        )}
        <Group>
          <Button size="compact-xs" variant="subtle" disabled={isJson && !canBuild} onClick={() => setJson(!isJson)}>
            {isJson ? 'Row by row' : 'As JSON'}
          </Button>
          {isJson && !canBuild && (
            <Text size="xs" c="dimmed">
              Rows cannot show this: they ask one thing of a name.
            </Text>
          )}
        </Group>
      </Stack>
    </Fieldset>
  );
}

interface ConditionRowsProps {
  readonly control: Control<RuleFormValues>;
  /** What is there at first. */
  readonly first: readonly ConditionRow[];
}

/** Its rows are its own, for two that are not complete yet are one member of the form's. */
function ConditionRows({ control, first }: ConditionRowsProps) {
  const [rows, setRows] = useState(first);
  const { field, fieldState } = useController({
    control,
    name: 'conditions',
    rules: { validate: () => problemWithRows(rows) ?? true },
  });
  useEffect(() => {
    // The form was filled anew, as where somebody else's change is taken over.
    const shown = toConditionRows(field.value) ?? [];
    if (toConditionText(shown) !== toConditionText(rows)) setRows(shown);
  }, [field.value]);
  const change = (next: readonly ConditionRow[]) => {
    setRows(next);
    field.onChange(toConditionText(next));
  };
  return (
    <>
      {rows.map((row, place) => (
        <Row
          key={place}
          number={place + 1}
          row={row}
          onChange={(next) => change(rows.map((each, index) => (index === place ? next : each)))}
          onRemove={() => change(rows.filter((_row, index) => index !== place))}
        />
      ))}
      {fieldState.error !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {fieldState.error.message}
        </Text>
      )}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => change([...rows, NEW_ROW])}
        >
          Add a condition
        </Button>
      </Group>
    </>
  );
}

interface RowProps {
  /** From 1, for who cannot see the rows. */
  readonly number: number;
  readonly row: ConditionRow;
  readonly onChange: (row: ConditionRow) => void;
  readonly onRemove: () => void;
}

function Row({ number, row, onChange, onRemove }: RowProps) {
  const { name, operator, values } = row;
  const isStreaming = name === STREAMING;
  const rename = (next: string) =>
    onChange(next === STREAMING ? { name: next, operator: 'in', values: ['true'] } : { ...row, name: next });
  return (
    <Group gap="xs" align="flex-start">
      <Autocomplete
        aria-label={`Condition ${number}: what`}
        placeholder="tag, request:…, header:…"
        flex="1 1 150px"
        data={NAMES}
        value={name}
        onChange={rename}
      />
      <Select
        aria-label={`Condition ${number}: test`}
        w={130}
        allowDeselect={false}
        disabled={isStreaming}
        data={[...OPERATORS]}
        value={operator}
        onChange={(next) => next !== null && onChange(withOperator(row, next))}
      />
      {isStreaming ? (
        <Select
          aria-label={`Condition ${number}: value`}
          flex="1 1 150px"
          allowDeselect={false}
          data={['true', 'false']}
          value={values[0] ?? 'true'}
          onChange={(next) => next !== null && onChange({ ...row, values: [next] })}
        />
      ) : (
        operator !== 'exists' &&
        operator !== 'missing' && (
          <TagsInput
            aria-label={`Condition ${number}: values`}
            placeholder={values.length === 0 ? 'value, then Enter' : undefined}
            flex="1 1 150px"
            {...(operator === 'prefix' && { maxTags: 1 })}
            acceptValueOnBlur
            // Tags are told apart by case.
            isDuplicate={(value, present) => present.includes(value)}
            value={[...values]}
            onChange={(next) => onChange({ ...row, values: next })}
          />
        )
      )}
      <ActionIcon variant="subtle" color="red" mt={4} aria-label={`Remove condition ${number}`} onClick={onRemove}>
        <Trash2 size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
}

/** Values stay as far as the test takes them. */
function withOperator(row: ConditionRow, operator: ConditionRow['operator']): ConditionRow {
  const most = { in: Infinity, notIn: Infinity, prefix: 1, exists: 0, missing: 0 }[operator];
  return { ...row, operator, values: row.values.slice(0, most) };
}
