import { Anchor, Badge, Code, Group, Stack, Text, Title } from '@mantine/core';
import { query, type Schemas } from '../api/client.js';
import { useSystem, type Replica } from '../api/system.js';
import { inBytes } from '../components/bytes.js';
import { CodeSample } from '../components/code-sample.js';
import { DocsLink } from '../components/docs-link.js';
import { LinkAnchor } from '../components/links.js';
import { ListTable, type Column } from '../components/list-table.js';
import { Moment } from '../components/moment.js';
import { PageHeader } from '../components/page-header.js';
import { QueryView } from '../components/query-view.js';

/** What an operator asks of the gateway itself. */
export function SystemPage() {
  const system = useSystem();
  const database = query.useQuery('get', '/llmops/api/admin/v1/system/database');
  const settings = query.useQuery('get', '/llmops/api/admin/v1/system/settings');
  return (
    <>
      <PageHeader title="System" docs="operations" actions={<Links />}>
        Who serves, from how large a database, and by which settings.
      </PageHeader>
      <Stack gap="xl">
        <section>
          <Heading>Replicas</Heading>
          <QueryView result={system}>
            {({ replicas, revision }) => (
              <ListTable
                label="Replicas"
                rows={replicas}
                columns={replicaColumns(revision)}
                rowKey={({ id }) => id}
                empty="No replica has been heard of."
                minWidth={820}
              />
            )}
          </QueryView>
        </section>
        <section>
          <Heading>Database</Heading>
          <QueryView result={database}>
            {({ version, bytes, tables }) => (
              <>
                <Text size="sm" mb="xs">
                  PostgreSQL {version}, {inBytes(bytes)} in all
                </Text>
                <ListTable
                  label="Tables"
                  rows={tables}
                  columns={TABLE_COLUMNS}
                  rowKey={({ name }) => name}
                  empty="There are no tables."
                  minWidth={640}
                />
              </>
            )}
          </QueryView>
        </section>
        <section>
          <Heading>Metrics</Heading>
          <Text size="sm" c="dimmed" mb="xs">
            For Prometheus, of the replica that answers. They are read with the admin token, which this page does not
            have. <DocsLink page="monitoring">Metrics, alerts and traces</DocsLink>
          </Text>
          <CodeSample
            code={`curl -sS -H "Authorization: Bearer $GATEWAY_ADMIN_TOKEN" "${window.location.origin}/metrics"`}
            label="as curl"
          />
        </section>
        <section>
          <Heading>Settings in force</Heading>
          <Text size="sm" c="dimmed" mb="xs">
            Of the replica that answers. They are environment variables, and hold from its start on.
          </Text>
          <QueryView result={settings}>
            {(view) => (
              <ListTable
                label="Settings"
                rows={view.settings}
                columns={SETTING_COLUMNS}
                rowKey={({ name }) => name}
                empty="There are no settings."
                minWidth={560}
              />
            )}
          </QueryView>
        </section>
      </Stack>
    </>
  );
}

function Heading({ children }: { children: string }) {
  return (
    <Title order={2} size="h4" mb="xs">
      {children}
    </Title>
  );
}

function Links() {
  return (
    <Group gap="md">
      <LinkAnchor to="/docs/$" size="sm">
        Docs
      </LinkAnchor>
      {[
        ['/llmops/api/docs', 'API documentation'],
        ['/llmops/api/openapi.json', 'OpenAPI'],
        ['/health/ready', 'Readiness'],
      ].map(([href, label]) => (
        <Anchor key={href} size="sm" href={href} target="_blank">
          {label}
        </Anchor>
      ))}
    </Group>
  );
}

/** @param revision of the configuration that the answering replica knows */
function replicaColumns(revision: string | null): readonly Column<Replica>[] {
  return [
    {
      key: 'host',
      title: 'Host',
      cell: ({ host, pid, answersThis }) => (
        <>
          {host}{' '}
          <Text span size="xs" c="dimmed">
            process {pid}
            {answersThis && ', answers this'}
          </Text>
        </>
      ),
    },
    { key: 'state', title: 'State', cell: (replica) => <State replica={replica} /> },
    {
      key: 'revision',
      title: 'Revision',
      align: 'right',
      cell: (replica) =>
        replica.revision === revision || replica.isSilent ? (
          (replica.revision ?? '–')
        ) : (
          <Badge color="yellow" variant="light" tt="none">
            {replica.revision ?? 'none'}, {revision} is newer
          </Badge>
        ),
    },
    {
      key: 'journal',
      title: 'Log on its disk',
      align: 'right',
      cell: ({ backlogBytes }) => inBytes(backlogBytes),
    },
    {
      key: 'lost',
      title: 'Records lost',
      align: 'right',
      cell: ({ lostRecords }) => lostRecords.toLocaleString('en-US'),
    },
    { key: 'node', title: 'Node.js', cell: ({ nodeVersion }) => nodeVersion },
    { key: 'started', title: 'Started', cell: ({ startedAt }) => <Moment time={startedAt} /> },
  ];
}

function State({ replica: { isSilent, seenAt, reasons } }: { replica: Replica }) {
  if (isSilent) {
    return (
      <Group gap={4}>
        <Badge color="red">silent</Badge> <Moment time={seenAt} />
      </Group>
    );
  }
  if (reasons.length === 0) {
    return (
      <Badge color="green" variant="light">
        well
      </Badge>
    );
  }
  return (
    <Stack gap={2} align="flex-start">
      <Badge color="yellow" variant="light">
        degraded
      </Badge>
      {reasons.map((reason) => (
        <Text key={reason} size="xs">
          {reason}
        </Text>
      ))}
    </Stack>
  );
}

const TABLE_COLUMNS: readonly Column<Schemas['TableView']>[] = [
  { key: 'name', title: 'Table', cell: ({ name }) => <Code>{name}</Code> },
  { key: 'bytes', title: 'Size', align: 'right', cell: ({ bytes }) => inBytes(bytes) },
  { key: 'rows', title: 'Rows, about', align: 'right', cell: ({ rows }) => rows.toLocaleString('en-US') },
  {
    key: 'partitions',
    title: 'Partitions, one a day',
    cell: ({ partitions, oldestPartition, newestPartition }) =>
      partitions === 0 ? '–' : `${partitions}: ${oldestPartition ?? ''} to ${newestPartition ?? ''}`,
  },
];

const SETTING_COLUMNS: readonly Column<Schemas['SettingView']>[] = [
  { key: 'name', title: 'Name', cell: ({ name }) => <Code>{name}</Code> },
  {
    key: 'value',
    title: 'Value',
    cell: ({ value, isSecret }) =>
      value === null || value === '' ? (
        <Text span size="sm" c="dimmed">
          {isSecret ? 'set, not shown' : 'not set'}
        </Text>
      ) : (
        <span style={{ overflowWrap: 'anywhere' }}>{value}</span>
      ),
  },
];
