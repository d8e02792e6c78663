import { Tabs, Text } from '@mantine/core';
import { SETUPS } from '../connect/setups.js';
import { SetupView } from '../connect/setup-view.js';
import { LinkAnchor } from '../components/links.js';
import { TargetInput } from '../components/target-input.js';
import { startRoute } from '../router.js';

/** Shown of the set-ups: the others are under Connect. */
const FIRST_CALLS = ['curl', 'OpenAI SDK for TypeScript', 'OpenAI SDK for Python'];
const SANDBOX_MODEL = '@sandbox/sandbox-1';

/** @param secret filled in where it is known */
export function FirstCall({ secret }: { secret: string | undefined }) {
  const { model = SANDBOX_MODEL, setup } = startRoute.useSearch();
  const navigate = startRoute.useNavigate();
  const show = (change: { model?: string; setup?: string }) =>
    void navigate({ search: (search) => ({ ...search, ...change }), replace: true });
  return (
    <>
      <TargetInput
        label="Model"
        description="The sandbox needs no key. After @ and a provider’s slug come that vendor’s models."
        maw={480}
        value={model}
        onChange={(value) => show({ model: value })}
      />
      <Tabs
        value={FIRST_CALLS.find((title) => title === setup) ?? 'curl'}
        onChange={(value) => value !== null && show({ setup: value })}
        keepMounted={false}
      >
        <Tabs.List mb="sm">
          {FIRST_CALLS.map((title) => (
            <Tabs.Tab key={title} value={title}>
              {title.replace('OpenAI SDK for ', '')}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {SETUPS.filter(({ title }) => FIRST_CALLS.includes(title)).map((each) => (
          <Tabs.Panel key={each.title} value={each.title}>
            <SetupView
              setup={each}
              values={{ url: window.location.origin, model, ...(secret !== undefined && { secret }) }}
            />
          </Tabs.Panel>
        ))}
      </Tabs>
      <Text size="sm" mt="xs">
        Other tools are under{' '}
        <LinkAnchor to="/connect" size="sm">
          Connect
        </LinkAnchor>
        .
      </Text>
    </>
  );
}
