import { Autocomplete, Select, Tabs } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useConfigs, useProviders } from '../api/collections.js';
import { PageHeader } from '../components/page-header.js';
import { connectRoute } from '../router.js';
import { SETUPS } from './setups.js';
import { SetupView } from './setup-view.js';

const FIRST = SETUPS[0]?.title ?? '';

/** How applications and tools call this gateway, to copy and paste. */
export function ConnectPage() {
  const { setup: wanted = FIRST, model: chosen } = connectRoute.useSearch();
  const navigate = connectRoute.useNavigate();
  const isWide = useMediaQuery('(min-width: 48em)');
  const models = useModelNames();
  const model = chosen ?? models[0] ?? '@sandbox/sandbox-1';
  const titles = SETUPS.map(({ title }) => title);
  const shown = titles.includes(wanted) ? wanted : FIRST;
  const show = (change: { setup?: string; model?: string | undefined }) =>
    void navigate({ search: (search) => ({ ...search, ...change }), replace: true });
  return (
    <>
      <PageHeader title="Connect">
        Whatever speaks OpenAI’s API speaks to this gateway: it needs this address, a secret of an environment instead
        of a key, and a name for the model. Secrets are made under Environments, and shown once.
      </PageHeader>
      <Autocomplete
        label="Model"
        description="@config/slug or @slug/model"
        maw={360}
        mb="lg"
        data={models}
        value={model}
        onChange={(value) => show({ model: value === '' ? undefined : value })}
      />
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

function useModelNames(): string[] {
  const configs = useConfigs().data?.items ?? [];
  const providers = useProviders().data?.items ?? [];
  return [
    ...configs.map(({ slug }) => `@config/${slug}`),
    ...providers.map(({ slug, vendor }) => `@${slug}/${vendor === 'sandbox' ? 'sandbox-1' : ''}`),
  ];
}
