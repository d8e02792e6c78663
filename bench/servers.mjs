// The fake vendor, the bare proxy and the gateway as it is started in production, with its own database, on loopback.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { client } from './load.mjs';
import { freePort, pinSelf, start, stop } from './processes.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
/** Given to `--import`, it answers what a section asks of the measured process. */
export const PROBE = pathToFileURL(join(HERE, 'probe.mjs')).href;
export const GATEWAY_MAIN = join(HERE, '..', 'dist', 'src', 'main.js');
const SECRET = 'bench-environment-secret-0123456789abcdef';
const ADMIN = 'bench-admin-token-0123456789abcdef';

/** What each section gets anew, so that none measures what another left behind. This process is the load. */
export async function withServers({ cores, workers = 1, gatewayCores = cores.measured, flags, ipc }, run) {
  if (cores.others) pinSelf(cores.others);
  const dataDir = mkdtempSync(join(tmpdir(), 'llmops-bench-'));
  const children = [];
  const callers = [];
  const caller = (port) => {
    callers.push(client(`http://127.0.0.1:${port}`, SECRET));
    return callers.at(-1);
  };
  try {
    const [upstreamPort, barePort, gatewayPort] = [await freePort(), await freePort(), await freePort()];
    children.push(await startUpstream(upstreamPort, cores.others));
    const upstream = `http://127.0.0.1:${upstreamPort}`;
    const bare = await start(join(HERE, 'bare-proxy.mjs'), [upstream, barePort], {
      cores: cores.measured,
      env: { NODE_ENV: 'production' },
      flags,
    });
    children.push(bare);
    const gateway = await start(GATEWAY_MAIN, [], {
      cores: gatewayCores,
      until: `http://127.0.0.1:${gatewayPort}/health/ready`,
      env: gatewayEnvironment(gatewayPort, dataDir, workers),
      flags,
      ipc,
    });
    children.push(gateway);
    await addProviders(gatewayPort, upstream);
    return await run({
      direct: { name: 'the vendor itself', caller: caller(upstreamPort), model: (name) => name },
      bare: { name: 'bare proxy', pid: bare.pid, process: bare, caller: caller(barePort), model: (name) => name },
      gateway: {
        name: 'gateway',
        pid: gateway.pid,
        process: gateway,
        caller: caller(gatewayPort),
        model: (name) => `@bench/${name}`,
      },
    });
  } finally {
    for (const each of callers) each.close();
    await Promise.all(children.map(stop));
    rmSync(dataDir, { recursive: true, force: true });
  }
}

export const startUpstream = (port, cores) => start(join(HERE, 'fake-upstream.mjs'), [port], { cores });

export function gatewayEnvironment(port, dataDir, workers) {
  return {
    NODE_ENV: 'production',
    PORT: String(port),
    DATABASE_URL: '',
    LLMOPS_DATA_DIR: dataDir,
    LLMOPS_WORKERS: String(workers),
    // The search for the highest rate goes past it on purpose; a refusal would not be a latency.
    LLMOPS_MAX_CALLS_PER_ENVIRONMENT: '100000',
    LLMOPS_ADMIN_TOKEN: ADMIN,
    LLMOPS_ENVIRONMENT_SECRET: SECRET,
  };
}

/** One account of each kind: passed through, and translated in every way. */
export async function addProviders(gatewayPort, upstream) {
  const credentials = { apiKey: 'upstream-key' };
  const signed = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', region: 'us-east-1' };
  const providers = [
    { vendor: 'openai-compatible', slug: 'bench', baseUrl: `${upstream}/v1`, credentials },
    { vendor: 'anthropic', slug: 'anthropic', baseUrl: upstream, credentials },
    { vendor: 'bedrock', slug: 'bedrock', baseUrl: upstream, credentials: signed },
    { vendor: 'gemini', slug: 'gemini', baseUrl: upstream, credentials },
    { vendor: 'mistral', slug: 'mistral', baseUrl: `${upstream}/v1`, credentials },
  ];
  for (const provider of providers) {
    const reply = await fetch(`http://127.0.0.1:${gatewayPort}/llmops/api/admin/v1/providers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN}` },
      body: JSON.stringify({ ...provider, name: provider.slug, pricingModelMap: { '*': 'openai/gpt-4o-mini' } }),
    });
    if (!reply.ok) throw new Error(`the bench provider was refused: ${await reply.text()}`);
  }
}

export const callerOf = (port) => client(`http://127.0.0.1:${port}`, SECRET);
