import { Button, Group, Paper, SimpleGrid, Stack } from '@mantine/core';
import { Play, Plus, Square } from 'lucide-react';
import { useRef, useState } from 'react';
import { query } from '../api/client.js';
import { useEnvironments, type Environment } from '../api/collections.js';
import { ENDPOINTS } from '../api/endpoints.js';
import { PageHeader } from '../components/page-header.js';
import { QueryView } from '../components/query-view.js';
import { useUnsaved } from '../components/unsaved.js';
import { playgroundRoute } from '../router.js';
import { AnswerColumn } from './answer-column.js';
import type { Ask } from './ask.js';
import { AskForm } from './ask-form.js';
import { readLogged } from './read-logged.js';
import { runCall, type Answer } from './run-call.js';

const MAX_TARGETS = 4;
const FIRST_TARGET = '@config/demo';
const EMPTY: Ask = {
  endpoint: 'chat/completions',
  system: '',
  text: 'Hello',
  images: [],
  audio: null,
  stream: true,
  more: {},
};

/** One input for up to four targets, each by the way that an application's call would take. */
export function PlaygroundPage() {
  const environments = useEnvironments();
  const { request } = playgroundRoute.useSearch();
  return (
    <>
      <PageHeader title="Playground">
        Calls as an application makes them: the same rules, limits, cost and log, where they stand under the secret{' '}
        <code>playground</code>. They cost what calls cost.
      </PageHeader>
      <QueryView result={environments}>
        {({ items }) =>
          request === undefined ? (
            <Playground environments={items} first={EMPTY} />
          ) : (
            <Repeated key={request} requestId={request} environments={items} />
          )
        }
      </QueryView>
    </>
  );
}

interface RepeatedProps {
  readonly requestId: string;
  readonly environments: readonly Environment[];
}

/** Begins with what a logged request asked. */
function Repeated({ requestId, environments }: RepeatedProps) {
  const request = query.useQuery(
    'get',
    '/llmops/api/admin/v1/requests/{requestId}',
    { params: { path: { requestId } } },
    { staleTime: Infinity },
  );
  return (
    <QueryView result={request}>
      {(detail) => {
        const endpoint = ENDPOINTS.find((each) => each === detail.endpoint);
        const first = endpoint === undefined ? EMPTY : readLogged(detail, endpoint);
        return <Playground environments={environments} first={first} />;
      }}
    </QueryView>
  );
}

interface PlaygroundProps {
  readonly environments: readonly Environment[];
  /** What the form begins with. */
  readonly first: Ask;
}

function Playground({ environments, first }: PlaygroundProps) {
  const { environment: chosen, targets = [FIRST_TARGET] } = playgroundRoute.useSearch();
  const navigate = playgroundRoute.useNavigate();
  const environment = environments.find(({ id }) => id === chosen) ?? environments[0];
  const [ask, setAsk] = useState(first);
  /** What was run last is in the log, and nothing to lose. */
  const [asked, setAsked] = useState(first);
  useUnsaved({
    isUnsaved: () => ask !== asked,
    discard: () => setAsked(ask),
    title: 'Discard what you typed?',
    text: 'It was not run.',
    beside: ['environment', 'targets'],
  });
  const { answers, isRunning, run, stop, forget } = useCalls();
  const show = (change: object) => void navigate({ search: (search) => ({ ...search, ...change }), replace: true });
  const setTarget = (place: number, target: string) =>
    show({ targets: targets.map((each, index) => (index === place ? target : each)) });
  const remove = (place: number) => {
    show({ targets: targets.toSpliced(place, 1) });
    forget(place);
  };
  if (environment === undefined) return null;
  return (
    <Stack>
      <Paper withBorder p="md">
        <AskForm
          ask={ask}
          onChange={setAsk}
          environment={environment}
          environments={environments}
          onEnvironment={(id) => show({ environment: id })}
        />
        <Group mt="md">
          {isRunning ? (
            <Button leftSection={<Square size={16} aria-hidden />} variant="default" onClick={stop}>
              Stop
            </Button>
          ) : (
            <Button
              leftSection={<Play size={16} aria-hidden />}
              disabled={targets.every((target) => target === '')}
              onClick={() => {
                setAsked(ask);
                run({ environmentId: environment.id, ask, targets });
              }}
            >
              Run
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<Plus size={16} aria-hidden />}
            disabled={targets.length >= MAX_TARGETS}
            onClick={() => show({ targets: [...targets, ''] })}
          >
            Another beside it
          </Button>
        </Group>
      </Paper>
      <SimpleGrid cols={{ base: 1, md: Math.min(2, targets.length), xl: targets.length }}>
        {targets.map((target, index) => (
          <AnswerColumn
            key={index}
            target={target}
            answer={answers[index] ?? null}
            ask={ask}
            environment={environment}
            onTarget={(next) => setTarget(index, next)}
            onRemove={targets.length === 1 || isRunning ? null : () => remove(index)}
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

interface Run {
  readonly environmentId: string;
  readonly ask: Ask;
  readonly targets: readonly string[];
}

/** Calls under way, in the places of their targets. */
function useCalls() {
  const [answers, setAnswers] = useState<readonly (Answer | null)[]>([]);
  const controller = useRef<AbortController | null>(null);
  const run = ({ environmentId, ask, targets }: Run) => {
    controller.current?.abort();
    const { signal } = (controller.current = new AbortController());
    setAnswers(targets.map(() => null));
    for (const [place, model] of targets.entries()) {
      if (model === '') continue;
      void runCall({ environmentId, ask, model, signal }, (answer) => {
        // What comes late of a run before is no answer to this one.
        if (controller.current?.signal === signal) setAnswers((before) => before.with(place, answer));
      });
    }
  };
  const isRunning = answers.some((answer) => answer?.isRunning);
  /** The targets behind it move up. */
  const forget = (place: number) => setAnswers((before) => before.toSpliced(place, 1));
  return { answers, isRunning, run, stop: () => controller.current?.abort(), forget };
}
