import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AccountRow } from '../../providers/accounts/account-rows.js';
import type { ProviderConnection } from '../../providers/provider-strategy.js';
import { parseConditions, type Conditions } from './conditions.js';
import type { VersionContent } from './config-snapshot.js';
import { compilePrompt } from './prompt-template.js';
import type { RuleRow, SnapshotRows, VersionContentRow } from './snapshot-rows.js';

/** Milliseconds that calls wait at most while a large change is compiled. */
const LONGEST_TURN_MS = 10;

/** A part that was made, or why it could not be. */
type Made<Part> = { readonly part: Part } | { readonly error: unknown };

interface Kept<Part> {
  /** What it was made from: while that stays the same, so does the part. */
  readonly source: string;
  readonly made: Made<Part>;
}

/**
 * The parts of a snapshot that cost something to make, kept from one snapshot to the next while what they are made of
 * stays the same: connections by account, compiled versions by id, compiled conditions by rule.
 */
export class SnapshotParts {
  private connections = new Map<string, Kept<ProviderConnection>>();
  private contents = new Map<string, Kept<VersionContent>>();
  private contentRows: ReadonlyMap<string, VersionContentRow> = new Map();
  private conditions = new Map<string, Kept<Conditions>>();

  /** @param connect throws where an account cannot be made ready */
  constructor(private readonly connect: (row: AccountRow) => ProviderConnection) {}

  /** Versions never change, so one that was compiled once need not be read again. */
  isKnown(versionId: string): boolean {
    return this.contents.has(versionId);
  }

  /** What the versions of the last update were made from. */
  get versionContents(): readonly VersionContentRow[] {
    return [...this.contentRows.values()];
  }

  /** Makes what is new, drops what is gone, and lets calls through in between. */
  async update(rows: SnapshotRows): Promise<void> {
    const turn = new Turn();
    const connections = await refreshed(
      turn,
      this.connections,
      rows.accounts.map((row) => ({
        id: row.id,
        source: [row.vendor, row.baseUrl, row.streamOptions, row.developerRole, row.sealedCredentials].join('\n'),
        make: () => this.connect(row),
      })),
    );
    const read = new Map(rows.contents.map((row) => [row.id, row]));
    const contentRows = new Map(
      rows.versions.flatMap(({ id }) => {
        const row = read.get(id) ?? this.contentRows.get(id);
        return row === undefined ? [] : [[id, row] as const];
      }),
    );
    const contents = await refreshed(
      turn,
      this.contents,
      rows.versions.map(({ id }) => ({
        id,
        source: id,
        make: () => compileVersion(contentRows.get(id)),
      })),
    );
    const conditions = await refreshed(
      turn,
      this.conditions,
      rows.rules.flatMap((row) =>
        row.conditions === null ? [] : [{ id: row.id, source: row.conditions, make: () => compileConditions(row) }],
      ),
    );
    this.connections = connections;
    this.contents = contents;
    this.contentRows = contentRows;
    this.conditions = conditions;
  }

  /** @throws what making it threw */
  connectionOf(accountId: string): ProviderConnection {
    return partOf(this.connections, accountId);
  }

  /** @throws what making it threw */
  contentOf(versionId: string): VersionContent {
    return partOf(this.contents, versionId);
  }

  /** @throws what making it threw */
  conditionsOf(row: RuleRow): Conditions | null {
    return row.conditions === null ? null : partOf(this.conditions, row.id);
  }
}

interface Plan<Part> {
  readonly id: string;
  readonly source: string;
  make(): Part;
}

async function refreshed<Part>(
  turn: Turn,
  before: ReadonlyMap<string, Kept<Part>>,
  plans: readonly Plan<Part>[],
): Promise<Map<string, Kept<Part>>> {
  const after = new Map<string, Kept<Part>>();
  for (const plan of plans) {
    const known = before.get(plan.id);
    if (known?.source === plan.source) {
      after.set(plan.id, known);
    } else {
      after.set(plan.id, { source: plan.source, made: attempt(plan) });
      await turn.yieldWhenLong();
    }
  }
  return after;
}

function attempt<Part>(plan: Plan<Part>): Made<Part> {
  try {
    return { part: plan.make() };
  } catch (error) {
    return { error };
  }
}

function partOf<Part>(parts: ReadonlyMap<string, Kept<Part>>, id: string): Part {
  const made = parts.get(id)?.made ?? { error: new Error('it was not loaded') };
  if ('error' in made) throw made.error;
  return made.part;
}

function compileVersion(row: VersionContentRow | undefined): VersionContent {
  if (row === undefined) throw new Error('it was not loaded');
  return {
    model: row.model,
    parameters: row.parameters,
    parameterModes: row.parameterModes,
    prompt: row.systemPrompt === null || row.systemPrompt === '' ? null : compilePrompt(row.systemPrompt),
    timeouts: row.timeouts,
    retry: row.retry,
  };
}

function compileConditions(row: RuleRow): Conditions {
  return parseConditions(JSON.parse(row.conditions ?? 'null'));
}

/** Yields to the event loop before a turn gets long. */
class Turn {
  private startedAt = performance.now();

  async yieldWhenLong(): Promise<void> {
    if (performance.now() - this.startedAt < LONGEST_TURN_MS) return;
    await nextTurn();
    this.startedAt = performance.now();
  }
}
