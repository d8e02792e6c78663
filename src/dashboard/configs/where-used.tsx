import { Badge, Text } from '@mantine/core';
import {
  describeRole,
  describeVersion,
  useRuleTargets,
  type RuleTarget,
  type RuleTargetFilter,
} from '../api/rule-targets.js';
import { LinkAnchor } from '../components/links.js';
import { ListTable, type Column } from '../components/list-table.js';
import { QueryView } from '../components/query-view.js';

interface WhereUsedProps {
  readonly of: RuleTargetFilter;
  /** What to know where no rule names it. */
  readonly empty: string;
}

/** The rules that serve a variant, or call a provider, each a link to it. */
export function WhereUsed({ of, empty }: WhereUsedProps) {
  const targets = useRuleTargets(of);
  const columns = of.variantId === undefined ? COLUMNS : COLUMNS.filter(({ key }) => key !== 'variant');
  return (
    <QueryView result={targets}>
      {({ items, nextCursor }) => (
        <>
          <ListTable
            label="Where it is used"
            rows={items}
            columns={columns}
            rowKey={({ ruleId, role, position }) => `${ruleId} ${role} ${position}`}
            empty={empty}
            minWidth={520}
          />
          {nextCursor !== null && (
            <Text size="sm" c="dimmed">
              The first {items.length}; the API lists all of them.
            </Text>
          )}
        </>
      )}
    </QueryView>
  );
}

const COLUMNS: readonly Column<RuleTarget>[] = [
  {
    key: 'config',
    title: 'Config',
    cell: ({ config, configId, environmentId, ruleId, priority }) => (
      <>
        <LinkAnchor
          to="/configs/$configId"
          params={{ configId }}
          search={{ environment: environmentId, rule: ruleId }}
          size="sm"
        >
          {config}
        </LinkAnchor>{' '}
        <Text span size="xs" c="dimmed">
          priority {priority}
        </Text>
      </>
    ),
  },
  {
    key: 'environment',
    title: 'Environment',
    cell: ({ environment, enabled }) => (
      <>
        {environment}{' '}
        {!enabled && (
          <Badge color="gray" variant="light">
            rule is off
          </Badge>
        )}
      </>
    ),
  },
  { key: 'variant', title: 'Variant', cell: ({ variant }) => variant },
  { key: 'version', title: 'Version', cell: describeVersion },
  { key: 'role', title: 'As', cell: describeRole },
];
