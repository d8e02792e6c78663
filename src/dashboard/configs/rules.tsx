import { ActionIcon, Badge, Button, Card, Group, Progress, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ArrowDown, ArrowUp, Plus } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { query } from '../api/client.js';
import { useRules, useVariants, type Config, type Environment, type Rule } from '../api/collections.js';
import { Panel } from '../components/dialog.js';
import { shortMoney } from '../components/money.js';
import { notifyProblem } from '../components/notify.js';
import { QueryView } from '../components/query-view.js';
import { useSaved } from '../components/use-saved.js';
import { describeConditions } from './condition-rows.js';
import { RuleForm } from './rule-form.js';
import { RuleWarnings } from './rule-warnings.js';
import { servingArms, shadowsOf } from './split.js';

interface RulesProps {
  readonly config: Config;
  readonly environment: Environment;
  /** The rule whose form is open; `new` for the empty one. */
  readonly open: string | undefined;
  readonly onOpen: (id: string | undefined) => void;
}

/** Rules in the order in which they are tried: the first that is enabled and matches decides. */
export function Rules({ config, environment, open, onOpen }: RulesProps) {
  const rules = useRules(config.id);
  return (
    <QueryView result={rules}>
      {({ items }) => {
        const own = items.filter(({ environmentId }) => environmentId === environment.id);
        const rule = own.find(({ id }) => id === open) ?? null;
        const isOpen = open === 'new' || rule !== null;
        return (
          <Stack>
            {own.length === 0 && (
              <Text c="dimmed">
                No rule: in {environment.name}, calls of this config are refused until there is one.
              </Text>
            )}
            <RuleList config={config} environment={environment} rules={own} onOpen={onOpen} />
            <Group>
              <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => onOpen('new')}>
                Add a rule
              </Button>
            </Group>
            <Panel
              opened={isOpen}
              onClose={() => onOpen(undefined)}
              size="xl"
              title={rule === null ? 'Add a rule' : 'Rule'}
            >
              {isOpen && (
                <RuleForm
                  key={open}
                  rule={rule}
                  place={{ configId: config.id, environmentId: environment.id, priority: nextPriority(own) }}
                  onDone={() => onOpen(undefined)}
                />
              )}
            </Panel>
          </Stack>
        );
      }}
    </QueryView>
  );
}

interface RuleListProps {
  readonly config: Config;
  readonly environment: Environment;
  readonly rules: readonly Rule[];
  readonly onOpen: (id: string) => void;
}

/** Dragged, or moved by its buttons: the order is the one in which the gateway tries them. */
function RuleList({ config, environment, rules, onOpen }: RuleListProps) {
  const [dragged, setDragged] = useState<number | null>(null);
  const pressed = useRef<HTMLButtonElement | null>(null);
  const saved = useSaved();
  const reorder = query.useMutation('post', '/llmops/api/admin/v1/configs/{id}/rules/reorder', {
    onSuccess: () => saved('The rules are tried in this order now'),
    onError: (error) => {
      pressed.current = null;
      notifyProblem(error);
    },
  });
  const order = rules.map(({ id }) => id).join();
  useEffect(() => {
    // A button that moved with its rule has lost the focus.
    pressed.current?.focus();
    pressed.current = null;
  }, [order]);
  const move = (from: number, to: number) => {
    const ids = rules.map(({ id }) => id);
    const [moved] = ids.splice(from, 1);
    if (moved === undefined || from === to || reorder.isPending) return;
    ids.splice(to, 0, moved);
    reorder.mutate({ params: { path: { id: config.id } }, body: { environmentId: environment.id, ruleIds: ids } });
  };
  return rules.map((rule, place) => (
    <div
      key={rule.id}
      draggable={rules.length > 1}
      onDragStart={() => setDragged(place)}
      onDragEnd={() => setDragged(null)}
      onDragOver={(event) => dragged !== null && event.preventDefault()}
      onDrop={() => dragged !== null && move(dragged, place)}
      style={{ opacity: dragged === place ? 0.5 : 1 }}
    >
      <RuleCard
        rule={rule}
        onOpen={() => onOpen(rule.id)}
        order={
          rules.length > 1 && (
            <MoveButtons
              rule={rule}
              isFirst={place === 0}
              isLast={place === rules.length - 1}
              onMove={(by, button) => {
                pressed.current = button;
                move(place, place + by);
              }}
            />
          )
        }
      />
    </div>
  ));
}

interface MoveButtonsProps {
  readonly rule: Rule;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** @param by -1 for earlier, 1 for later */
  readonly onMove: (by: -1 | 1, button: HTMLButtonElement) => void;
}

function MoveButtons({ rule, isFirst, isLast, onMove }: MoveButtonsProps) {
  const what = `the rule of priority ${rule.priority}`;
  return (
    <ActionIcon.Group>
      <ActionIcon
        variant="default"
        aria-label={`Try ${what} earlier`}
        {...heldAtEnd(isFirst)}
        onClick={(event) => !isFirst && onMove(-1, event.currentTarget)}
      >
        <ArrowUp size={14} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="default"
        aria-label={`Try ${what} later`}
        {...heldAtEnd(isLast)}
        onClick={(event) => !isLast && onMove(1, event.currentTarget)}
      >
        <ArrowDown size={14} aria-hidden />
      </ActionIcon>
    </ActionIcon.Group>
  );
}

/** Looks disabled and keeps the focus, which a button loses that is. */
function heldAtEnd(isAtEnd: boolean) {
  return isAtEnd ? { 'aria-disabled': true, 'data-disabled': true } : {};
}

/** Tried after all that are there. */
function nextPriority(rules: readonly Rule[]): number {
  return rules.length === 0 ? 0 : Math.min(...rules.map(({ priority }) => priority)) - 10;
}

const WHOLE = 10_000;
/** White can be read on each. */
const ARM_COLORS = ['indigo.9', 'teal.9', 'grape.9', 'cyan.9'];

interface RuleCardProps {
  readonly rule: Rule;
  readonly onOpen: () => void;
  /** What moves it among the others. */
  readonly order: ReactNode;
}

function RuleCard({ rule, onOpen, order }: RuleCardProps) {
  const variants = useVariants().data?.items ?? [];
  const nameOf = (id: string) => variants.find((variant) => variant.id === id)?.name ?? id;
  const label = (variantId: string, version: number | 'latest') =>
    `${nameOf(variantId)} (${version === 'latest' ? 'latest' : `version ${version}`})`;
  return (
    <Card withBorder component="article" aria-label={`Rule of priority ${rule.priority}`}>
      <Group justify="space-between">
        <Group gap="xs">
          <Badge variant="default">priority {rule.priority}</Badge>
          {!rule.enabled && <Badge color="gray">off</Badge>}
          {rule.conditions === null ? (
            <Text size="sm">everyone</Text>
          ) : (
            <Text size="sm">{describeConditions(rule.conditions)}</Text>
          )}
        </Group>
        <Group gap="xs">
          {order}
          <Button
            size="xs"
            variant="subtle"
            component={Link}
            to="/rollouts"
            search={{ open: 'new', config: rule.configId, rule: rule.id } as never}
          >
            Roll out
          </Button>
          <Button size="xs" variant="default" onClick={onOpen}>
            Change
          </Button>
        </Group>
      </Group>
      <RuleWarnings rule={rule} />
      <Progress.Root size="xl" mt="sm">
        {servingArms(rule).map(({ variantId, version, weight = 0 }, index) => (
          <Progress.Section
            key={index}
            value={(100 * weight) / WHOLE}
            color={ARM_COLORS[index % ARM_COLORS.length]}
            aria-label={label(variantId, version)}
          >
            <Progress.Label>{weight / 100} %</Progress.Label>
          </Progress.Section>
        ))}
      </Progress.Root>
      <Text size="sm" mt="xs">
        {servingArms(rule)
          .map(({ variantId, version, weight = 0 }) => `${weight / 100} % ${label(variantId, version)}`)
          .join(', ')}
        {rule.fallbacks.length > 0 &&
          `, then ${rule.fallbacks.map(({ variantId, version }) => label(variantId, version)).join(', ')}`}
      </Text>
      {shadowsOf(rule).map(({ variantId, version, share = 0, maxDailyCost = '' }, index) => (
        <Text key={index} size="sm" c="dimmed">
          Shadow: {label(variantId, version)} gets a copy of {share / 100} %, for at most {shortMoney(maxDailyCost)} a
          day
        </Text>
      ))}
    </Card>
  );
}
