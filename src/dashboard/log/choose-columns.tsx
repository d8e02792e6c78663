import { Button, Checkbox, Popover, Stack } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { Columns3 } from 'lucide-react';
import { ALWAYS_SHOWN, logColumns, SHOWN_AT_FIRST } from './log-columns.js';

/** Keys of the columns that this browser shows. */
export function useLogColumns() {
  return useLocalStorage<string[]>({
    key: 'llmops-log-columns',
    defaultValue: [...SHOWN_AT_FIRST],
    getInitialValueInEffect: false,
  });
}

interface ChooseColumnsProps {
  readonly chosen: string[];
  readonly onChange: (chosen: string[]) => void;
}

export function ChooseColumns({ chosen, onChange }: ChooseColumnsProps) {
  const columns = logColumns(() => undefined).filter(({ key }) => !ALWAYS_SHOWN.includes(key));
  return (
    <Popover position="bottom-end" withArrow trapFocus>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<Columns3 size={14} aria-hidden />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group value={chosen} onChange={onChange} aria-label="Columns">
          <Stack gap={6} mah="60vh" style={{ overflowY: 'auto' }}>
            {columns.map(({ key, title }) => (
              <Checkbox key={key} value={key} label={title} size="xs" />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
