import { Badge, Code, Group, Stack, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { query, type Schemas } from '../api/client.js';
import { ENDPOINTS } from '../api/endpoints.js';
import { CopyText } from '../components/copy-text.js';
import { Moment } from '../components/moment.js';
import { Money } from '../components/money.js';
import { QueryView } from '../components/query-view.js';
import { CodeSample } from '../components/code-sample.js';
import { LinkButton } from '../components/links.js';
import { targetOf } from '../playground/read-logged.js';
import { AttemptList } from './attempt-list.js';
import { CostLines } from './cost-lines.js';
import { ExplainAgain } from './explain-again.js';
import { ShadowBadge, StatusBadge } from './log-columns.js';
import { LoggedContent } from './logged-content.js';
import { Pair } from './pair.js';
import { toCurl } from './to-curl.js';
import { TraceLink } from './trace-link.js';

type Detail = Schemas['RequestDetailView'];

/** One request, and everything that is known of it. */
export function RequestPanel({ id }: { id: string }) {
  const request = query.useQuery('get', '/llmops/api/admin/v1/requests/{requestId}', {
    params: { path: { requestId: id } },
  });
  return (
    <QueryView result={request}>
      {(detail) => (
        <Stack gap="lg">
          <Group>
            <StatusBadge row={detail} />
            {detail.streaming && <Badge variant="default">stream</Badge>}
            {detail.shadowOf !== null && <ShadowBadge />}
            <Moment time={detail.startedAt} />
          </Group>
          {detail.errorMessage !== null && <Code block>{detail.errorMessage}</Code>}
          <Facts detail={detail} />
          <Pair detail={detail} />
          <section>
            <Title order={2} size="h4" mb="xs">
              Attempts
            </Title>
            <AttemptList attempts={detail.attempts} startedAt={detail.startedAt} latencyMs={detail.latencyMs} />
          </section>
          <Tags tags={detail.tags} />
          <CostLines detail={detail} />
          <ExplainAgain detail={detail} />
          <LoggedContent detail={detail} />
          <CopyAsCurl detail={detail} />
        </Stack>
      )}
    </QueryView>
  );
}

function Facts({ detail }: { detail: Detail }) {
  const { tokens, config, variant, provider, usage } = detail;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Request id', <CopyText key="id" text={detail.requestId} label="the request id" />],
    ['Endpoint', detail.endpoint],
    ['Environment', detail.environment.name],
    ['Secret', detail.secret?.name],
    ['Client', detail.client],
    ['Session', detail.session],
    ['Asked for', detail.modelRequested],
    ['Config', config?.name],
    ['Variant', variant && `${variant.name}, version ${detail.version ?? '?'}`],
    ['Model in the reply', detail.servedModel],
    ['Served by', provider && `@${provider.name}/${detail.model ?? ''}`],
    ['Finish reason', detail.finishReason],
    ['Service tier', detail.serviceTier],
    ['Latency', `${Math.round(detail.latencyMs)} ms`],
    ['First token', detail.firstTokenMs === null ? null : `${Math.round(detail.firstTokenMs)} ms`],
    ['Tokens', `${tokens.input ?? '?'} in, ${tokens.cacheRead ?? '?'} from cache, ${tokens.output ?? '?'} out`],
    [
      'Units',
      usage &&
        Object.entries(usage)
          .map(([unit, count]) => `${unit} ${count}`)
          .join(', '),
    ],
    ['Cost', <Money key="cost" amount={detail.cost} />],
    ['Wasted on failed attempts', detail.wastedCost && <Money key="wasted" amount={detail.wastedCost} />],
    ['Left out', detail.droppedParams.join(', ')],
    ["Vendor's request id", detail.upstreamRequestId],
    ['Trace', detail.traceId && <TraceLink key="trace" traceId={detail.traceId} />],
  ];
  return (
    <Table variant="vertical" layout="fixed" withTableBorder>
      <Table.Tbody>
        {facts
          .filter(([, value]) => value !== null && value !== undefined && value !== '')
          .map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th w={180}>{name}</Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  );
}

/** Forms hold files, which the log does not keep. */
const FORMS: readonly string[] = ['audio/transcriptions'];

function CopyAsCurl({ detail }: { detail: Detail }) {
  if (FORMS.includes(detail.endpoint) || !ENDPOINTS.some((each) => each === detail.endpoint)) return null;
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        Once more
      </Title>
      {detail.requestBody === null && (
        <Text size="xs" c="dimmed" mb={4}>
          What was sent is not kept; the model and the tags are those of this request.
        </Text>
      )}
      <LinkButton
        size="xs"
        variant="light"
        mb="xs"
        to="/playground"
        search={{ environment: detail.environment.id, targets: [targetOf(detail)], request: detail.requestId }}
      >
        Open in the playground
      </LinkButton>
      <CodeSample code={toCurl(detail, window.location.origin)} label="as curl" maxHeight={240} />
    </section>
  );
}

function Tags({ tags }: { tags: Detail['tags'] }) {
  const entries = Object.entries(tags);
  if (entries.length === 0) return null;
  return (
    <Group gap="xs">
      {entries.map(([key, value]) => (
        <Badge key={key} variant="default" tt="none">
          {key}={value}
        </Badge>
      ))}
    </Group>
  );
}
