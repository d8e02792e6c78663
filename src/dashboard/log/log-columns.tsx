import { Badge, UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { Schemas } from '../api/client.js';
import type { Column } from '../components/list-table.js';
import { Moment } from '../components/moment.js';
import { Money } from '../components/money.js';

type Row = Schemas['RequestView'];

/** What the log can show of a request. The first two are always there: they open it. */
export function logColumns(onOpen: (requestId: string) => void): readonly Column<Row>[] {
  return [
    { key: 'time', title: 'Time', cell: ({ startedAt }) => <Moment time={startedAt} /> },
    {
      key: 'status',
      title: 'Status',
      cell: (row) => (
        <UnstyledButton onClick={() => onOpen(row.requestId)}>
          <StatusBadge row={row} />
          {row.shadowOf !== null && <ShadowBadge />}
          <VisuallyHidden>open request {row.requestId}</VisuallyHidden>
        </UnstyledButton>
      ),
    },
    text('environment', 'Environment', ({ environment }) => environment.name),
    text('asked', 'Asked', ({ modelRequested, config }) => modelRequested ?? config?.name),
    text('servedBy', 'Served by', ({ provider, model }) => provider && `@${provider.name}/${model ?? ''}`),
    number('tokens', 'Tokens', ({ tokens }) => `${tokens.input ?? '?'} → ${tokens.output ?? '?'}`),
    { key: 'cost', title: 'Cost', align: 'right', cell: ({ cost }) => <Money amount={cost} /> },
    number('latency', 'Latency', ({ latencyMs }) => inMs(latencyMs)),
    number('firstToken', 'First token', ({ firstTokenMs }) => (firstTokenMs === null ? null : inMs(firstTokenMs))),
    text('endpoint', 'Endpoint', ({ endpoint }) => endpoint),
    text('config', 'Config', ({ config }) => config?.name),
    text('variant', 'Variant', ({ variant, version }) => variant && `${variant.name}, version ${version ?? '?'}`),
    text('servedModel', 'Model in the reply', ({ servedModel }) => servedModel),
    number('attempts', 'Attempts', ({ attempts }) => String(attempts.length)),
    text('finishReason', 'Finish reason', ({ finishReason }) => finishReason),
    text('tier', 'Service tier', ({ serviceTier }) => serviceTier),
    text('secret', 'Secret', ({ secret }) => secret?.name),
    text('client', 'Client', ({ client }) => client),
    text('session', 'Session', ({ session }) => session),
    text('tags', 'Tags', ({ tags }) =>
      Object.entries(tags)
        .map(([key, value]) => `${key}=${value}`)
        .join(', '),
    ),
    text('requestId', 'Request id', ({ requestId }) => requestId),
  ];
}

export const ALWAYS_SHOWN: readonly string[] = ['time', 'status'];
export const SHOWN_AT_FIRST: readonly string[] = ['environment', 'asked', 'servedBy', 'tokens', 'cost', 'latency'];

type Value = string | null | undefined;

function text(key: string, title: string, valueOf: (row: Row) => Value): Column<Row> {
  return { key, title, cell: (row) => shown(valueOf(row)) };
}

function number(key: string, title: string, valueOf: (row: Row) => Value): Column<Row> {
  return { key, title, align: 'right', cell: (row) => shown(valueOf(row)) };
}

/** Long texts end in dots, and are whole in the panel. */
function shown(value: Value) {
  if (value === null || value === undefined || value === '') return '–';
  return (
    <span
      style={{
        display: 'inline-block',
        maxWidth: '22rem',
        overflow: 'hidden',
        textOverflow: 'ellipsis',
        whiteSpace: 'nowrap',
        verticalAlign: 'bottom',
      }}
      title={value}
    >
      {value}
    </span>
  );
}

function inMs(milliseconds: number): string {
  return `${Math.round(milliseconds).toLocaleString('en-US')} ms`;
}

/** A copy that a shadow got: no caller asked for it. */
export function ShadowBadge() {
  return (
    <Badge color="gray" variant="light" tt="none" ml={4} miw="max-content">
      shadow
    </Badge>
  );
}

export function StatusBadge({
  row: { status, errorCode, aborted },
}: {
  row: Pick<Row, 'status' | 'errorCode' | 'aborted'>;
}) {
  const isBroken = status >= 400 || errorCode !== null;
  const color = aborted ? 'yellow' : isBroken ? 'red' : 'green';
  return (
    <Badge color={color} variant="light" tt="none" miw="max-content" style={{ cursor: 'pointer' }}>
      {status} {aborted ? 'left' : (errorCode ?? '')}
    </Badge>
  );
}
