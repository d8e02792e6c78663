import { Code, Select, Tabs } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useConfigs } from '../api/collections.js';
import { LinkAnchor } from '../components/links.js';
import { PageHeader } from '../components/page-header.js';
import { TargetInput } from '../components/target-input.js';
import { connectRoute } from '../router.js';
import { SETUPS } from './setups.js';
import { SetupView } from './setup-view.js';

const FIRST = SETUPS[0]?.title ?? '';

/** How applications and tools call this gateway, to copy and paste. */
export function ConnectPage() {
  const { setup: wanted = FIRST, model: chosen } = connectRoute.useSearch();
  const navigate = connectRoute.useNavigate();
  const isWide = useMediaQuery('(min-width: 48em)');
  const config = useConfigs().data?.items[0];
  const model = chosen ?? (config === undefined ? '@sandbox/sandbox-1' : `@config/${config.slug}`);
  const titles = SETUPS.map(({ title }) => title);
  const shown = titles.includes(wanted) ? wanted : FIRST;
  const show = (change: { setup?: string; model?: string | undefined }) =>
    void navigate({ search: (search) => ({ ...search, ...change }), replace: true });
  return (
    <>
      <PageHeader title="Connect" docs="connect">
        Whatever speaks OpenAI’s API speaks to this gateway: it needs this address, a secret of an environment instead
        of a key, and a name for the model. <Code>GATEWAY_SECRET</Code> stands for a secret, which is made under{' '}
        <LinkAnchor to="/environments">Environments</LinkAnchor> and shown once.
      </PageHeader>
      <TargetInput label="Model" maw={360} mb="lg" value={model} onChange={(value) => show({ model: value })} />
      {!isWide && (
        <Select
          label="Tool"
          mb="md"
          data={titles}
          value={shown}
          allowDeselect={false}
          onChange={(value) => value !== null && show({ setup: value })}
        />
      )}
      <Tabs
        orientation={isWide ? 'vertical' : 'horizontal'}
        value={shown}
        onChange={(value) => value !== null && show({ setup: value })}
        keepMounted={false}
        styles={{ tab: { justifyContent: 'flex-start' }, tabLabel: { textAlign: 'left' } }}
      >
        {isWide && (
          <Tabs.List>
            {titles.map((title) => (
              <Tabs.Tab key={title} value={title}>
                {title}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        )}
        {SETUPS.map((setup) => (
          <Tabs.Panel key={setup.title} value={setup.title} pl={isWide ? 'lg' : 0} style={{ minWidth: 0 }}>
            <SetupView setup={setup} values={{ url: window.location.origin, model }} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}
