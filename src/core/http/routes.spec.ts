import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXPOSED_HEADERS, isAdminRoute, isGatewayRoute, pathOfTarget } from './routes.js';

describe('request targets', () => {
  it.each([
    ['/v1/models?x=/llmops/api/admin/v1', '/v1/models'],
    ['http://host:80/v1/models?x', '/v1/models'],
    ['HTTPS://user@host/v1/models#x', '/v1/models'],
    ['http://host', '/'],
    ['http://host?x', '/'],
    ['*', '/*'],
    ['', '/'],
    ['/%76%31/models', '/v1/models'],
    ['/v1/chat%2Fcompletions', '/v1/chat%2Fcompletions'],
    ['/v1/%zz', '/v1/%zz'],
    ['//evil/v1', '//evil/v1'],
  ])('%s is %s', (target, path) => expect(pathOfTarget(target)).toBe(path));

  it('belong to an API by the route that the router found, and by their path only without one', () => {
    const found = (route: string | undefined, url: string) => ({ routeOptions: { url: route }, url });
    expect(isGatewayRoute(found('/v1/chat/completions', 'http://x/%761/chat/completions'))).toBe(true);
    expect(isGatewayRoute(found('/health/live', '/v1/models'))).toBe(false);
    expect(isGatewayRoute(found(undefined, 'http://x/v1'))).toBe(true);
    expect(isGatewayRoute(found(undefined, '/v11/models'))).toBe(false);
    expect(isAdminRoute(found(undefined, '/llmops/api/%61dmin/v1/nothing'))).toBe(true);
    expect(isAdminRoute(found('/llmops/api/admin/v1/configs', '/elsewhere'))).toBe(true);
  });
});

describe('headers of a reply', () => {
  it('are exposed to browsers, every one of ours that the code names', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
      /(?<!\.spec)\.ts$/.test(name),
    );
    const named = files.flatMap(
      (name) => readFileSync(join('src', name), 'utf8').match(/x-llmops-[a-z][a-z-]*[a-z]/g) ?? [],
    );
    const askedOnly = new Set(['x-llmops-timeout-ms', 'x-llmops-max-attempts', 'x-llmops-hop', 'x-llmops-hops']);
    const replied = [...new Set(named)].filter((name) => !askedOnly.has(name));
    expect(replied.length).toBeGreaterThan(8);
    expect(EXPOSED_HEADERS).toEqual(expect.arrayContaining(replied));
  });
});
