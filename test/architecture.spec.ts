import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

/*
 * The layers of CONTRIBUTING.md, read from every import. Imports go down, never up, never sideways:
 * core ← catalog ← providers, observability ← configs, pricing, reconciliation ← gateway, system ← app.
 */

const LAYERS: Readonly<Record<string, number>> = {
  core: 0,
  catalog: 1,
  providers: 2,
  observability: 2,
  configs: 3,
  reconciliation: 3,
  pricing: 3,
  webhooks: 3,
  gateway: 4,
  system: 4,
};
/** The folders of the gateway: each may import those behind it. Files beside them may import all, and none imports those. */
const GATEWAY_FOLDERS = [
  'shadows',
  'recording',
  'reply',
  'attempts',
  'admission',
  'planning',
  'endpoints',
  'fronts',
  'tracing',
];
/** `main`, `migrate`, `app`, and the folders that only they use. */
const APP_LAYER = 5;
const APP_FOLDERS = ['app', 'startup', 'cluster', 'swagger', 'dashboard'];
const MAX_FILE_LINES = 300;
const MAX_FUNCTION_LINES = 60;

/** Files that are longer than the limit, each with its reason. An entry that is no longer needed fails, too. */
const LONG_FILES: Readonly<Record<string, string>> = {};
const LONG_FUNCTIONS: Readonly<Record<string, string>> = {
  'src/gateway/recording/to-log-record.ts toLogRecord': 'one literal with a line for each column: see there why',
};

/** Private metaphors, and words that fit everything: see the conventions of CONTRIBUTING.md. */
const NO_NAMES: ReadonlySet<string> = new Set([
  ...['house', 'room', 'rooms', 'floor', 'pump', 'relay', 'keeper', 'settled', 'exchange', 'praise', 'blame', 'said'],
  ...['helper', 'helpers', 'util', 'utils', 'manager', 'handle', 'handler'],
]);

interface Source {
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

const root = resolve('.');

function filesBelow(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true) };
    });
}

function isSpec({ path }: Source): boolean {
  return path.endsWith('spec.ts');
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

/** Every module that a file names: static, re-exported, dynamic and type imports. */
function importsOf({ tree }: Source): string[] {
  const found: string[] = [];
  visit(tree, (node) => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      found.push((node.moduleSpecifier as ts.StringLiteral).text);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const specifier = node.arguments.at(0);
      if (specifier && ts.isStringLiteral(specifier)) found.push(specifier.text);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      found.push((node.argument.literal as ts.StringLiteral).text);
    }
  });
  return found;
}

function targetOf(source: Source, specifier: string): string {
  return relative(root, resolve(root, dirname(source.path), specifier));
}

interface Edge {
  readonly from: string;
  readonly to: string;
}

function edgesOf(sources: readonly Source[]): Edge[] {
  return sources.flatMap((source) =>
    importsOf(source)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => ({ from: source.path, to: targetOf(source, specifier) })),
  );
}

/** The module of a file in `src`; files beside the modules are the app's. */
function moduleOf(path: string): string {
  const parts = path.split('/');
  const module = parts.length > 2 ? (parts[1] ?? 'app') : 'app';
  return APP_FOLDERS.includes(module) ? 'app' : module;
}

function layerOf(path: string): number {
  return LAYERS[moduleOf(path)] ?? APP_LAYER;
}

function isWrongWay({ from, to }: Edge): boolean {
  // A module may use what lies in it; the schema belongs to the database below all modules.
  if (to.startsWith('migrations/')) return layerOf(from) !== 0;
  if (!to.startsWith('src/')) return true;
  return moduleOf(from) !== moduleOf(to) && layerOf(from) <= layerOf(to);
}

/** The vendor's folder that a file lies in. */
function folderOf(path: string): string | null {
  const parts = path.split('/');
  return parts[1] === 'providers' && parts[2] === 'vendors' && parts.length > 4 ? (parts[3] ?? null) : null;
}

function show(edges: readonly Edge[]): string[] {
  return edges.map(({ from, to }) => `${from} → ${to}`);
}

function functionsOf({ path, tree }: Source): { name: string; lines: number }[] {
  const found: { name: string; lines: number }[] = [];
  const lineOf = (position: number): number => tree.getLineAndCharacterOfPosition(position).line;
  visit(tree, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return;
    const lines = lineOf(node.getEnd()) - lineOf(node.getStart()) + 1;
    const name = node.name?.getText() ?? `line ${String(lineOf(node.getStart()) + 1)}`;
    found.push({ name: `${path} ${name}`, lines });
  });
  return found;
}

/** The dashboard is a program of its own, with its own types. */
const DASHBOARD = 'src/dashboard/';

const files = filesBelow('src').filter(({ path }) => !path.startsWith(DASHBOARD));
const sources = files.filter((file) => !isSpec(file));
const tests = [...files.filter(isSpec), ...filesBelow('test')];
const migrations = filesBelow('migrations');
const edges = edgesOf(sources);

describe('layers', () => {
  it('are read at all', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(edges.length).toBeGreaterThan(300);
    const edge = (from: string, to: string): boolean => isWrongWay({ from, to });
    expect(edge('src/core/a.ts', 'src/gateway/b.js')).toBe(true);
    expect(edge('src/providers/a.ts', 'src/observability/b.js')).toBe(true);
    expect(edge('src/observability/a.ts', 'src/providers/x/b.js')).toBe(true);
    expect(edge('src/gateway/a.ts', 'src/main.js')).toBe(true);
    expect(edge('src/core/a.ts', 'test/support/b.js')).toBe(true);
    expect(edge('src/gateway/a.ts', 'src/core/b.js')).toBe(false);
    expect(edge('src/app.ts', 'src/gateway/b.js')).toBe(false);
    expect(edge('src/gateway/x/a.ts', 'src/gateway/b.js')).toBe(false);
  });

  it('are imported downwards only', () => {
    expect(show(edges.filter(isWrongWay))).toEqual([]);
  });

  it('have no module that nobody placed', () => {
    const modules = new Set(sources.map(({ path }) => moduleOf(path)));
    expect([...modules].filter((module) => !APP_FOLDERS.includes(module) && !(module in LAYERS))).toEqual([]);
  });

  it('leave the dashboard to itself: it knows the API, and nothing of the server', () => {
    const all = edgesOf(filesBelow('src'));
    const isInside = (path: string): boolean => path.startsWith(DASHBOARD);
    expect(all.filter(({ from }) => isInside(from)).length).toBeGreaterThan(10);
    // A page of the documentation that it shows is text, and no code.
    const code = all.filter(({ to }) => !to.startsWith('docs/'));
    expect(show(code.filter(({ from, to }) => isInside(from) !== isInside(to)))).toEqual([]);
  });

  it('leave migrations to themselves', () => {
    const wrong = edgesOf(migrations).filter(({ to }) => !to.startsWith('migrations/'));
    expect(show(wrong)).toEqual([]);
  });
});

describe('folders of the gateway', () => {
  /** Place in the list, -1 for a file beside the folders, null for one outside the gateway. */
  const placeOf = (path: string): number | null => {
    const [, module, folder, file] = path.split('/');
    if (module !== 'gateway') return null;
    return file === undefined ? -1 : GATEWAY_FOLDERS.indexOf(folder ?? '');
  };
  const isWrong = ({ from, to }: Edge): boolean => {
    const [importer, imported] = [placeOf(from), placeOf(to)];
    return importer !== null && imported !== null && imported < importer;
  };

  it('are those of the list', () => {
    const folders = sources.flatMap(({ path }) => /^src\/gateway\/([^/]+)\//.exec(path)?.[1] ?? []);
    expect(new Set(folders)).toEqual(new Set(GATEWAY_FOLDERS));
  });

  it('are imported one way', () => {
    const edge = (from: string, to: string) => isWrong({ from: `src/gateway/${from}`, to: `src/gateway/${to}` });
    expect([edge('reply/a.ts', 'attempts/b.js'), edge('a.ts', 'reply/b.js'), edge('a.ts', 'b.js')]).not.toContain(true);
    expect([edge('attempts/a.ts', 'reply/b.js'), edge('fronts/a.ts', 'b.js')]).not.toContain(false);
    expect(show(edges.filter(isWrong))).toEqual([]);
  });
});

describe('vendors', () => {
  /** A vendor's folder is one that the list of vendors names; `openai-compatible` is also what others are made from. */
  const vendors = new Set(
    edges.filter(({ from }) => from === 'src/providers/vendors/index.ts').flatMap(({ to }) => folderOf(to) ?? []),
  );
  vendors.delete('openai-compatible');

  it('do not import one another, nor does anything else know them', () => {
    const wrong = edges.filter(({ from, to }) => {
      const vendor = folderOf(to);
      if (vendor === null || !vendors.has(vendor) || from === 'src/providers/vendors/index.ts') return false;
      return folderOf(from) !== vendor;
    });
    expect(vendors.size).toBeGreaterThan(1);
    expect(show(wrong)).toEqual([]);
  });

  it('have names that no shared code decides by, or keeps a table by', () => {
    const wrong: string[] = [];
    // Inside a vendor's folder such a word is a family of models that the vendor hosts.
    for (const source of sources.filter(({ path }) => !vendors.has(folderOf(path) ?? ''))) {
      visit(source.tree, (node) => {
        if (!(ts.isStringLiteral(node) || ts.isIdentifier(node)) || !vendors.has(node.text)) return;
        const isKey =
          ts.isPropertyAssignment(node.parent) &&
          node.parent.name === node &&
          node.parent.parent.properties.filter(({ name }) => vendors.has(name?.getText().replaceAll("'", '') ?? ''))
            .length > 1;
        const isListed =
          ts.isStringLiteral(node) &&
          (ts.isCallExpression(node.parent) ||
            (ts.isArrayLiteralExpression(node.parent) && node.parent.elements.every(ts.isStringLiteral)));
        const decides =
          isKey ||
          isListed ||
          ts.isCaseClause(node.parent) ||
          (ts.isBinaryExpression(node.parent) && isComparison(node.parent));
        if (decides) wrong.push(`${source.path}: ${node.parent.getText()}`);
      });
    }
    expect(wrong).toEqual([]);
  });
});

function isComparison({ operatorToken }: ts.BinaryExpression): boolean {
  return [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken].includes(
    operatorToken.kind,
  );
}

/** Each table's module, the only one that may name it in SQL or use its entity. */
const TABLES: Readonly<Record<string, string>> = {
  config_revision: 'core',
  providers: 'providers',
  prices: 'catalog',
  price_catalogs: 'catalog',
  configs: 'configs',
  environments: 'configs',
  environment_secrets: 'configs',
  environment_secret_uses: 'configs',
  variants: 'configs',
  variant_versions: 'configs',
  targeting_rules: 'configs',
  rule_arms: 'configs',
  rule_fallbacks: 'configs',
  config_history: 'configs',
  rollouts: 'configs',
  request_logs: 'observability',
  price_reratings: 'pricing',
  replicas: 'system',
  request_attempts: 'observability',
  request_contents: 'observability',
  request_feedback: 'observability',
  experiment_moments: 'observability',
  experiment_subjects: 'observability',
  experiment_samples: 'observability',
  rollup_backlog: 'observability',
  usage_dimensions: 'observability',
  usage_model_dimensions: 'observability',
  usage_model_rollups: 'observability',
  usage_model_tag_rollups: 'observability',
  usage_rollups: 'observability',
  usage_tag_rollups: 'observability',
  webhooks: 'webhooks',
  webhook_deliveries: 'webhooks',
};
/** A table's name in SQL, which is written in capitals here: after one of these words, or after a comma and another name. */
const TABLE_IN_SQL =
  /(?<=\b(?:FROM|JOIN|INTO|UPDATE|TABLE|TRUNCATE)\s+(?:IF EXISTS\s+|ONLY\s+)?(?:[\w".]+(?:\s+\w+)?,\s*)*"?(?:public"?\."?)?)\b[a-z][a-z_]*/g;

/** Every text of a file, templates with a blank for each value. */
function textsOf({ tree }: Pick<Source, 'tree'>): string[] {
  const found: string[] = [];
  visit(tree, (node) => {
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    if (!ts.isTemplateExpression(node)) return;
    found.push([node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join(' '));
  });
  return found;
}

function tablesOf(source: Pick<Source, 'tree'>): string[] {
  const named = textsOf(source).flatMap((text) => text.match(TABLE_IN_SQL) ?? []);
  return named.filter((table) => Object.hasOwn(TABLES, table));
}

describe('tables', () => {
  it('are all there, each with its owner', () => {
    const made = filesBelow('migrations').flatMap(({ text }) =>
      [...text.matchAll(/CREATE TABLE ([a-z_]+)/g)].map(([, table = '']) => table),
    );
    expect(made.sort()).toEqual(Object.keys(TABLES).sort());
  });

  it('are found in SQL', () => {
    const tablesIn = (text: string) =>
      tablesOf({ tree: ts.createSourceFile('a.ts', text, ts.ScriptTarget.ES2023, true) });
    const text =
      "const a = 'DELETE FROM providers'; const b = `SELECT ${a} FROM x JOIN configs ON true`; // FROM variants";
    expect(tablesIn(text)).toEqual(['providers', 'configs']);
    expect(tablesIn("'SELECT 1 FROM ONLY public.providers, configs c, variants WHERE a = b, rule_arms'")).toEqual([
      'providers',
      'configs',
      'variants',
    ]);
    expect(tablesIn(`'TRUNCATE "configs"; UPDATE public."variants" SET x = 1'`)).toEqual(['configs', 'variants']);
    expect(sources.flatMap(tablesOf).length).toBeGreaterThan(20);
  });

  it('are queried by their own module only', () => {
    const wrong = sources.flatMap((source) =>
      tablesOf(source).flatMap((table) =>
        TABLES[table] === moduleOf(source.path) ? [] : [`${source.path} queries ${table}`],
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('have entities that no other module uses', () => {
    const wrong = edges.filter(({ from, to }) => to.endsWith('.entity.js') && moduleOf(from) !== moduleOf(to));
    expect(show(wrong)).toEqual([]);
    const misplaced = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/@Entity\('([a-z_]+)'\)/g)].flatMap(([, table = '']) =>
        TABLES[table] === moduleOf(path) ? [] : [`${path}: ${table}`],
      ),
    );
    expect(misplaced).toEqual([]);
  });
});

describe('files', () => {
  it('are short enough to be read at once', () => {
    const long = sources.filter(({ text }) => text.split('\n').length - 1 > MAX_FILE_LINES).map(({ path }) => path);
    expect(long).toEqual(Object.keys(LONG_FILES));
  });

  it('hold functions that are', () => {
    const long = sources.flatMap(functionsOf).filter(({ lines }) => lines > MAX_FUNCTION_LINES);
    expect(long.map(({ name }) => name)).toEqual(Object.keys(LONG_FUNCTIONS));
  });

  it('import with endings, as modules must', () => {
    const wrong = sources.flatMap((source) =>
      importsOf(source)
        .filter((specifier) => specifier.startsWith('.') && !/\.(js|json)$/.test(specifier))
        .map((specifier) => `${source.path}: ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it('are typed, tests too: no any, no assertion that a value is there, no cast by way of unknown', () => {
    const wrong: string[] = [];
    for (const { path, tree } of [...sources, ...tests, ...migrations]) {
      visit(tree, (node) => {
        const isAny = node.kind === ts.SyntaxKind.AnyKeyword;
        const isAsserted = ts.isNonNullExpression(node) || (ts.isPropertyDeclaration(node) && node.exclamationToken);
        if (isAny || isAsserted || isDoubleCast(node)) wrong.push(`${path}: ${node.parent.getText()}`);
      });
    }
    expect(wrong).toEqual([]);
  });

  it('hold no suppressions and no open tasks', () => {
    const marks = /eslint-disable|@ts-(ignore|expect-error|nocheck)|\b(TODO|FIXME|XXX)\b/;
    const wrong = [...sources, ...tests, ...migrations].filter(({ text }) => marks.test(text)).map(({ path }) => path);
    // These lines themselves.
    expect(wrong).toEqual(['test/architecture.spec.ts']);
  });

  it('and what they declare have names that everybody knows', () => {
    const wrong: string[] = [];
    for (const { path, tree } of [...sources, ...tests, ...migrations]) {
      const names = [path, ...tree.statements.flatMap(declaredBy)];
      const unwanted = names.filter((name) => wordsOf(name).some((word) => NO_NAMES.has(word)));
      wrong.push(...unwanted.map((name) => `${path}: ${name}`));
    }
    expect(wrong).toEqual([]);
  });
});

/** `value as unknown as Other`, which lets anything pass. */
function isDoubleCast(node: ts.Node): boolean {
  return (
    ts.isAssertionExpression(node) &&
    ts.isAssertionExpression(node.expression) &&
    node.expression.type.kind === ts.SyntaxKind.UnknownKeyword
  );
}

/** The names that a statement of a file declares; what it imports was named elsewhere. */
function declaredBy(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const isDeclaration =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isDeclaration && statement.name ? [statement.name.text] : [];
}

function wordsOf(name: string): string[] {
  return name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g)?.map((word) => word.toLowerCase()) ?? [];
}

describe('tests', () => {
  const DATABASE = 'test/support/database.ts';
  const importers = new Map<string, string[]>();
  for (const { from, to } of edgesOf([...sources, ...tests])) {
    const path = to.replace(/\.js$/, '.ts');
    importers.set(path, [...(importers.get(path) ?? []), from]);
  }

  /** All that import a file, themselves or by way of others. */
  function dependentsOf(path: string): ReadonlySet<string> {
    const found = new Set([path]);
    for (const each of found) for (const importer of importers.get(each) ?? []) found.add(importer);
    return found;
  }

  it('are named after whether they need a database: *.spec.ts does not, *.db-spec.ts and *.e2e-spec.ts do', () => {
    const needing = dependentsOf(DATABASE);
    const wrong = tests.filter(isSpec).filter(({ path }) => needing.has(path) !== /\.(db|e2e)-spec\.ts$/.test(path));
    expect(needing.size).toBeGreaterThan(30);
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});
