// Process trees, and the CPU and memory that the operating system counts for them.
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/**
 * What is measured runs on the first core, the load and the fake vendor on the others: a load generator that may run on
 * the measured core takes turns with the proxy there, which sees its chunks in other bundles and costs up to 1.8 times as much.
 */
export function divideCores() {
  const all = allowedCores();
  const [measured, ...rest] = all;
  const others = (rest.length > 0 ? rest : all).join(',');
  const description =
    rest.length > 0
      ? `The bare proxy and the gateway with its database on core ${measured}, the load and the fake vendor on core ${others}.`
      : 'One core for all: no ratio of this run is worth quoting.';
  return { all, measured: String(measured), others, description };
}

/** A container may have any; the list looks like `0-3,6`. */
function allowedCores() {
  const [, list] = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return list.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
}

/** All threads of this very process. */
export function pinSelf(cores) {
  const { status } = spawnSync('taskset', ['-acp', cores, String(process.pid)], { stdio: 'ignore' });
  if (status !== 0) throw new Error('The bench needs Linux and `taskset` (package util-linux).');
}

/** Starts a node script on those cores; resolves when it says `ready` (or when `until` answers). */
export async function start(script, args, { env = {}, cores, until = null, flags = [], ipc = until === null } = {}) {
  const command = [...(cores ? ['taskset', '-c', cores] : []), process.execPath, ...flags, script, ...args];
  const child = spawn(command[0], command.slice(1), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', ...(ipc ? ['ipc'] : [])],
  });
  const died = new Promise((_, reject) =>
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`))),
  );
  died.catch(() => undefined);
  await Promise.race([died, until ? untilOk(until) : new Promise((resolve) => child.once('message', resolve))]);
  return child;
}

export function stop(child) {
  if (child.exitCode !== null) return Promise.resolve();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  return ended;
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export async function untilOk(url) {
  for (let tries = 0; tries < 600; tries++) {
    const ok = await fetch(url).then(
      (reply) => reply.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} never answered`);
}

/** The process and all its descendants: the gateway's workers and its Postgres too. */
function treeOf(pid) {
  const children = new Map();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = readOrNothing(`/proc/${entry}/stat`);
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const tree = [pid];
  for (let at = 0; at < tree.length; at++) tree.push(...(children.get(tree[at]) ?? []));
  return tree;
}

/** A process may end while we look at it. */
function readOrNothing(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

const isDatabase = (pid) => readOrNothing(`/proc/${pid}/comm`).trim() === 'postgres';

function threadsOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** CPU time used so far, in microseconds, by the scheduler's own count: of main threads, other threads and Postgres. */
export function threadMicros(pid) {
  const micros = { main: 0, threads: 0, database: 0 };
  for (const each of treeOf(pid)) {
    for (const thread of threadsOf(each)) {
      const part = isDatabase(each) ? 'database' : thread === String(each) ? 'main' : 'threads';
      micros[part] += Number(readOrNothing(`/proc/${each}/task/${thread}/schedstat`).split(' ')[0]) / 1000;
    }
  }
  return micros;
}

export function cpuMicros(pid) {
  const { main, threads, database } = threadMicros(pid);
  return main + threads + database;
}

/**
 * MiB of the tree. `resident` is the resident set of its Node processes, what `top` shows. `withDatabase` adds the
 * proportional set of Postgres' processes: they share most of theirs, and a sum of resident sets counts that once for each.
 */
export function memoryMib(pid) {
  const total = { resident: 0, withDatabase: 0 };
  for (const each of treeOf(pid)) {
    const rollup = readOrNothing(`/proc/${each}/smaps_rollup`);
    const mib = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(rollup)?.[1] ?? 0) / 1024;
    if (!isDatabase(each)) total.resident += mib('Rss');
    total.withDatabase += mib(isDatabase(each) ? 'Pss' : 'Rss');
  }
  return total;
}

/** Calls of read and write (and their kin) by one process so far: files, sockets and pipes. */
export function readsAndWrites(pid) {
  const io = readFileSync(`/proc/${pid}/io`, 'utf8');
  return Number(/syscr: (\d+)/.exec(io)[1]) + Number(/syscw: (\d+)/.exec(io)[1]);
}
