import { account, environment, rule, snapshot, version } from '../../test/support/snapshot-fixture.js';
import { below, randomNumbers } from '../../test/support/random-numbers.js';
import { parseStickyBy, type CallHeaders } from '../configs/snapshot/call-facts.js';
import { parseConditions } from '../configs/snapshot/conditions.js';
import type { RuleEntry } from '../configs/snapshot/config-snapshot.js';
import { GatewayError } from '../core/errors.js';
import { chatCompletions } from './endpoints/chat-completions.js';
import { embeddings } from './endpoints/embeddings.js';
import type { GatewayRequest } from './endpoints/gateway-request.js';
import { readRequest } from './endpoints/read-request.js';
import { explainRules, planForExplanation } from './explain.js';
import { planRoute } from './planning/plan-route.js';
import type { PlanReason } from './planning/route-plan.js';

const CONFIGS = 10;
const REQUESTS = 10_000;

const random = randomNumbers(7);
const oneOf = <Item>(items: readonly [Item, ...Item[]]): Item => items[below(random, items.length)] ?? items[0];
const value = () => oneOf(['a', 'ab', 'b', 'c', '']);
const variants = ['one', 'two', 'three', 'four'].map((name) => version(name));

const test = (): unknown =>
  oneOf<() => unknown>([
    value,
    () => [value(), value()],
    () => ({ in: [value(), value()], prefix: 'a' }),
    () => ({ notIn: [value()] }),
    () => ({ prefix: oneOf(['a', 'b']) }),
    () => ({ exists: oneOf([true, false]) }),
  ])();

function randomConditions(): Record<string, unknown> {
  const conditions: Record<string, unknown> = {};
  for (let left = below(random, 3); left > 0; left--) {
    const name = oneOf([
      'plan',
      'userId',
      'request:model',
      'request:endpoint',
      'header:x-session-id',
      'header:x-tenant-id',
    ]);
    conditions[name] = name === 'request:endpoint' ? oneOf(['embeddings', 'chat/completions']) : test();
  }
  if (random() < 0.2) conditions['request:streaming'] = random() < 0.5;
  return conditions;
}

function randomRule(id: string): RuleEntry {
  const first = below(random, 9_999) + 1;
  const [one, two, three] = variants.toSorted(() => random() - 0.5);
  if (one === undefined || two === undefined || three === undefined) throw new Error('there are four');
  const stickyBy = oneOf([null, null, 'metadata.plan', 'metadata.userId', 'user', 'header:x-session-id', 'request']);
  return rule(
    id,
    [
      [one, first],
      [two, 10_000 - first],
    ],
    {
      conditions: parseConditions(randomConditions()),
      stickyBy: stickyBy === null ? null : parseStickyBy(stickyBy),
      fallbacks: random() < 0.3 ? [three] : [],
    },
  );
}

const configs = Object.fromEntries(
  Array.from({ length: CONFIGS }, (_, config) => [
    `config-${config}`,
    Array.from({ length: 1 + below(random, 5) }, (_item, index) => randomRule(`rule-${config}-${index}`)),
  ]),
);
const context = { snapshot: snapshot([account('main')], configs), environment };

function randomRequest(): { config: string; request: GatewayRequest; headers: CallHeaders } {
  const config = `config-${below(random, CONFIGS)}`;
  const maybe = (name: string, given: unknown) => (random() < 0.5 ? { [name]: given } : {});
  const isChat = random() < 0.7;
  const body = {
    ...(isChat ? { messages: [{ role: 'user', content: 'hi' }], ...maybe('stream', true) } : { input: 'hi' }),
    model: value() || `@config/${config}`,
    metadata: { ...maybe('plan', value()), ...maybe('userId', value()) },
    ...maybe('user', value()),
  };
  const headers = { ...maybe('x-session-id', value()), ...maybe('x-tenant-id', value()) } as CallHeaders;
  const endpoint = isChat ? chatCompletions : embeddings;
  return { config, request: readRequest(endpoint, Buffer.from(JSON.stringify(body)), config), headers };
}

/** What may differ between a call and its explanation: where nobody is named, the call's own id is drawn by. */
function comparable(reasons: readonly PlanReason[]): PlanReason[] {
  const byRequest = reasons.some((reason) => reason.step === 'draw' && reason.subjectFrom === 'request-id');
  return byRequest ? reasons.filter(({ step }) => step !== 'draw' && step !== 'fallback') : [...reasons];
}

it('explains what a live call does, for 10,000 random requests and rules', () => {
  const seen = { matched: 0, refused: 0, byRequest: 0, split: 0 };
  for (let index = 0; index < REQUESTS; index++) {
    const { config, request, headers } = randomRequest();
    const reasons: PlanReason[] = [];
    let code: string | null = null;
    let live: readonly string[] = [];
    try {
      live = planRoute({ ...context, id: `live-${index}`, headers }, request, reasons).targets.map(
        ({ model }) => model,
      );
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      code = error.code;
    }
    const explained = planForExplanation({ ...context, id: `explained-${index}`, headers }, request);
    expect(explained.error?.code ?? null).toBe(code);
    expect(comparable(explained.reasons)).toEqual(comparable(reasons));
    const draw = reasons.find((reason) => reason.step === 'draw');
    if (draw !== undefined && draw.subjectFrom !== 'request-id') {
      expect(explained.targets.map(({ model }) => model)).toEqual(live);
      seen.split++;
    } else if (draw !== undefined) seen.byRequest++;

    const rules = explainRules(configs[config] ?? [], [], { request, headers });
    const tried = reasons.flatMap((reason) => (reason.step === 'rule' ? [reason] : []));
    expect(rules.slice(0, tried.length).map(({ ruleId, matched }) => [ruleId, matched])).toEqual(
      tried.map(({ ruleId, matched }) => [ruleId, matched]),
    );
    const winner = tried.find(({ matched }) => matched)?.ruleId;
    expect(rules.find(({ outcome }) => outcome === 'chosen')?.ruleId).toBe(winner);
    if (winner === undefined) seen.refused++;
    else seen.matched++;
  }
  // Each kind was there to be compared.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(500);
});
