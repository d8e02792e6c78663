import { Alert, Fieldset, Highlight, Select, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Controller, useWatch, type Control, type UseFormReturn } from 'react-hook-form';
import { query, type Schemas } from '../api/client.js';
import { detailOf } from '../api/problem.js';
import { toRedaction, type EnvironmentValues } from './environment-values.js';

interface ContentFieldsProps {
  readonly form: Pick<UseFormReturn<EnvironmentValues>, 'control' | 'register'>;
  /** Of the last try to save it; null where it went well. */
  readonly error: unknown;
}

/** Whether prompts and answers are kept, and what is struck out of them before. */
export function ContentFields({ form: { control, register }, error }: ContentFieldsProps) {
  const keepContent = useWatch({ control, name: 'keepContent' });
  return (
    <Fieldset legend="Prompts and answers">
      <Stack>
        <Controller
          control={control}
          name="keepContent"
          render={({ field: { value, onChange } }) => (
            <Select
              label="Keep prompts and answers in the log"
              description={<Limits />}
              allowDeselect={false}
              data={[
                { value: 'default', label: 'As LLMOPS_LOG_CONTENT says' },
                { value: 'on', label: 'Keep' },
                { value: 'off', label: 'Do not keep' },
              ]}
              value={value}
              onChange={onChange}
            />
          )}
        />
        {keepContent === 'on' && (
          <Alert color="yellow" icon={<TriangleAlert aria-hidden />}>
            <Text size="sm">What people write to this environment will be in the database for all administrators.</Text>
          </Alert>
        )}
        <Textarea
          label="Strike out what these patterns find"
          description="Regular expressions in RE2’s syntax, one a line. API keys and tokens are struck out always"
          placeholder={'[0-9]{12,19}\n(?i)iban [a-z0-9 ]{15,34}'}
          autosize
          minRows={2}
          maxRows={8}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          {...register('patterns')}
          error={detailOf(error, '/contentRedaction/patterns')}
        />
        <Textarea
          label="Strike out these members"
          description="Paths in the request and in the reply, or in each event of a stream, one a line"
          placeholder={'$.messages[*].content\n$.choices[*].delta.content'}
          autosize
          minRows={2}
          maxRows={8}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          {...register('paths')}
          error={detailOf(error, '/contentRedaction/paths')}
        />
        <TryRedaction control={control} />
      </Stack>
    </Fieldset>
  );
}

/** Which are the gateway's, and the same for all environments. */
function Limits() {
  const settings = query.useQuery('get', '/llmops/api/admin/v1/system/settings');
  const days = settings.data?.settings.find(({ name }) => name === 'LLMOPS_LOG_CONTENT_RETENTION_DAYS')?.value;
  return (
    <>
      256 KB of each at most{days != null && `, for ${days} days (LLMOPS_LOG_CONTENT_RETENTION_DAYS)`}. A request with
      “store”: false is never kept.
    </>
  );
}

const TYPING_MS = 400;

/** What would be kept of a text, by the rules as they are typed and before they are saved. */
function TryRedaction({ control }: { control: Control<EnvironmentValues> }) {
  const [text, setText] = useState('');
  const [patterns, paths] = useWatch({ control, name: ['patterns', 'paths'] });
  const [typed] = useDebouncedValue(
    JSON.stringify({ contentRedaction: toRedaction({ patterns, paths }), text }),
    TYPING_MS,
  );
  const body = JSON.parse(typed) as Schemas['TryRedactionBody'];
  const tried = query.useQuery(
    'post',
    '/llmops/api/admin/v1/environments/content-redaction/try',
    { body },
    { enabled: body.text.trim() !== '', placeholderData: keepPreviousData, retry: false },
  );
  const problem = ['patterns', 'paths']
    .map((name) => detailOf(tried.error, `/contentRedaction/${name}`))
    .find((detail) => detail !== undefined);
  return (
    <>
      <Textarea
        label="Try it"
        description="A request or a reply as it is sent; nothing of it is stored"
        placeholder={'{"messages":[{"role":"user","content":"My card is 4111111111111111"}]}'}
        autosize
        minRows={2}
        maxRows={8}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={problem ?? detailOf(tried.error, '/text')}
      />
      {tried.data !== undefined && body.text.trim() !== '' && (
        <div role="status" aria-label="What would be kept">
          <Text size="sm" fw={600}>
            What would be kept
          </Text>
          <Highlight
            size="sm"
            ff="monospace"
            highlight={['[redacted]', '***']}
            style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', maxHeight: 240, overflow: 'auto' }}
            tabIndex={0}
          >
            {tried.data.kept}
          </Highlight>
        </div>
      )}
    </>
  );
}
