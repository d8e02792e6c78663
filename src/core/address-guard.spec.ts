import type { LookupAddress } from 'node:dns';
import { createServer, type AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { AddressRefusedError, createAddressGuard, type Resolve } from './address-guard.js';

const LOOPBACK = ['127.0.0.0/8', '::1/128'];
const strict = createAddressGuard([]);
const local = createAddressGuard(LOOPBACK);

const REFUSED = [
  ['this network', '0.0.0.0'],
  ['private', '10.1.2.3'],
  ['private', '172.16.0.1'],
  ['private', '172.31.255.255'],
  ['private', '192.168.1.1'],
  ['carrier-grade NAT', '100.64.0.1'],
  ['a metadata service in carrier-grade NAT', '100.100.100.200'],
  ['loopback', '127.0.0.1'],
  ['loopback', '127.255.255.254'],
  ['the metadata service', '169.254.169.254'],
  ['link-local', '169.254.1.1'],
  ['protocol assignments', '192.0.0.192'],
  ['documentation', '192.0.2.1'],
  ['documentation', '198.51.100.7'],
  ['documentation', '203.0.113.7'],
  ['benchmarking', '198.18.0.1'],
  ['multicast', '224.0.0.1'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['unspecified', '::'],
  ['loopback', '::1'],
  ['unique-local', 'fc00::1'],
  ['unique-local, the metadata service', 'fd00:ec2::254'],
  ['link-local', 'fe80::1'],
  ['link-local with a zone', 'fe80::1%eth0'],
  ['site-local', 'fec0::1'],
  ['multicast', 'ff02::1'],
  ['documentation', '2001:db8::1'],
  ['documentation', '3fff::1'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ['discard only', '100::1'],
  ['mapped loopback', '::ffff:127.0.0.1'],
  ['mapped loopback in hex', '::ffff:7f00:1'],
  ['mapped metadata', '::ffff:a9fe:a9fe'],
  ['compatible loopback', '::127.0.0.1'],
  ['NAT64 of metadata', '64:ff9b::a9fe:a9fe'],
  ['local NAT64', '64:ff9b:1::7f00:1'],
  ['6to4 of loopback', '2002:7f00:1::'],
  ['6to4 of a private address', '2002:0a00:0001::1'],
  ['a private address behind NAT64', '64:ff9b::10.0.0.1'],
  ['NAT64 with a zone', '64:ff9b::8.8.8.8%1'],
  ['6to4 of link-local', '2002:a9fe:a9fe::'],
  ['6to4 of multicast', '2002:e000:1::'],
  ['mapped broadcast', '::ffff:255.255.255.255'],
  ['mapped, with a zone', '::ffff:8.8.8.8%eth0'],
  ['public, with a zone', '2606:4700:4700::1111%eth0'],
  ['unassigned', '4000::1'],
  ['segment routing', '5f00::1'],
  ['octal', '0177.0.0.1'],
  ['octal of a public address', '010.8.8.8'],
  ['hexadecimal', '0x8.8.8.8'],
  ['short', '127.1'],
  ['short of a public address', '8.526344'],
  ['one number', '134744072'],
  ['no address', 'localhost'],
  ['no address', ''],
] as const;

const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '172.15.255.255',
  '172.32.0.1',
  '192.0.1.1',
  '198.17.255.255',
  '198.20.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '223.255.255.255',
]
  .concat(['2606:4700:4700::1111', '2001:4860:4860::8888', '2a00:1450:4001:81b::200e'])
  .concat(['::ffff:8.8.8.8', '64:ff9b::808:808', '64:ff9b::8.8.8.8', '2002:808:808::1', '2001:200::1']);

describe('allows', () => {
  it.each(REFUSED)('refuses %s: %s', (_what, address) => {
    expect(strict.allows(address)).toBe(false);
  });

  it.each(PUBLIC)('allows %s', (address) => {
    expect(strict.allows(address)).toBe(true);
  });

  it('allows the networks that it was given, in every spelling, and no others', () => {
    for (const address of ['127.0.0.1', '127.9.9.9', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '::ffff:7f00:1']) {
      expect([address, local.allows(address)]).toEqual([address, true]);
    }
    for (const address of ['10.0.0.1', '::2', '::ffff:10.0.0.1', '64:ff9b::7f00:1', '169.254.169.254']) {
      expect([address, local.allows(address)]).toEqual([address, false]);
    }
    const office = createAddressGuard(['10.20.0.0/16', 'fd12:3456::/32']);
    expect(office.allows('10.20.255.1')).toBe(true);
    expect(office.allows('10.21.0.1')).toBe(false);
    expect(office.allows('fd12:3456:789a::1')).toBe(true);
    expect(office.allows('fd12:3457::1')).toBe(false);
  });
});

describe('checkUrl', () => {
  it.each([
    'https://api.openai.com/v1',
    'https://api.example:8443/openai/v1',
    'https://8.8.8.8/v1',
    'https://[2606:4700:4700::1111]/v1',
  ])('accepts %s', (url) => {
    expect(strict.checkUrl(url)).toBeNull();
  });

  it.each([
    ['not a url', 'not a URL'],
    ['', 'not a URL'],
    ['ftp://api.example/', 'https'],
    ['file:///etc/passwd', 'https'],
    ['javascript:alert(1)', 'https'],
    ['http://api.example/v1', 'https'],
    ['http://8.8.8.8/v1', 'https'],
    ['https://user@api.example/', 'user name'],
    ['https://user:password@api.example/', 'user name'],
    ['https://api.example/?a=1', 'query'],
    ['https://api.example/?', 'query'],
    ['https://api.example/#x', 'fragment'],
    ['https://127.0.0.1/', '127.0.0.1'],
    ['https://127.0.0.1./', '127.0.0.1'],
    ['https://2130706433/', '127.0.0.1'],
    ['https://0x7f000001/', '127.0.0.1'],
    ['https://0177.0.0.1/', '127.0.0.1'],
    ['https://127.1/', '127.0.0.1'],
    ['https://0x7f.1/', '127.0.0.1'],
    ['https://%31%32%37.0.0.1/', '127.0.0.1'],
    ['https://127。0。0。1/', '127.0.0.1'],
    ['https://①②⑦.0.0.1/', '127.0.0.1'],
    ['https://0/', '0.0.0.0'],
    ['https://169.254.169.254/latest/meta-data', '169.254.169.254'],
    ['https://[::1]/', '::1'],
    ['https://[::ffff:169.254.169.254]/', '::ffff:a9fe:a9fe'],
    ['https://[fd00:ec2::254]/', 'fd00:ec2::254'],
  ])('refuses %s', (url, reason) => {
    expect(strict.checkUrl(url)).toContain(reason);
  });

  it('accepts http where it may lead into an allowed network only', () => {
    expect(local.checkUrl('http://127.0.0.1:11434/v1')).toBeNull();
    expect(local.checkUrl('http://[::1]:11434/v1')).toBeNull();
    expect(local.checkUrl('http://2130706433:11434/v1')).toBeNull();
    expect(local.checkUrl('http://localhost:11434/v1')).toBeNull();
    expect(local.checkUrl('http://8.8.8.8/v1')).toContain('https');
    expect(local.checkUrl('http://10.0.0.1/v1')).toContain('10.0.0.1');
    expect(strict.checkUrl('http://localhost:11434/v1')).toContain('https');
  });
});

function answering(...addresses: string[]): Resolve {
  return (_hostname, _options, callback) => {
    callback(
      null,
      addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
}

type Answer = { error: Error | null; address: string | LookupAddress[]; family: number | undefined };

function lookUp(allow: string[], resolve: Resolve, all: boolean, plain = false): Promise<Answer> {
  const guard = createAddressGuard(allow, resolve);
  const lookup = plain ? guard.plainLookup : guard.lookup;
  return new Promise((done) =>
    lookup('api.example', { all }, (error, address, family) => done({ error, address, family })),
  );
}

describe('lookup', () => {
  it('answers with all checked addresses, or the first, by its options', async () => {
    const resolve = answering('8.8.8.8', '2606:4700:4700::1111');
    expect((await lookUp([], resolve, true)).address).toHaveLength(2);
    expect(await lookUp([], resolve, false)).toEqual({ error: null, address: '8.8.8.8', family: 4 });
  });

  it.each(['127.0.0.1', '169.254.169.254', '::ffff:10.0.0.1', 'fd00:ec2::254'])(
    'refuses a name of %s',
    async (address) => {
      const { error } = await lookUp([], answering(address), true);
      expect(error).toBeInstanceOf(AddressRefusedError);
      expect(error?.message).toContain(address);
    },
  );

  it('refuses a name that mixes a private address under public ones', async () => {
    expect((await lookUp([], answering('8.8.8.8', '10.0.0.1'), true)).error).toBeInstanceOf(AddressRefusedError);
  });

  it('goes nowhere when there is no address', async () => {
    expect((await lookUp([], answering(), false)).error).toBeInstanceOf(AddressRefusedError);
  });

  it('passes the resolver’s own error on', async () => {
    const failing: Resolve = (_hostname, _options, callback) => callback(new Error('ENOTFOUND'));
    expect((await lookUp([], failing, true)).error?.message).toBe('ENOTFOUND');
  });

  it('lets plain http into the allowed networks only', async () => {
    expect((await lookUp(LOOPBACK, answering('127.0.0.1', '::1'), true, true)).error).toBeNull();
    expect((await lookUp(LOOPBACK, answering('8.8.8.8'), true, true)).error).toBeInstanceOf(AddressRefusedError);
    expect((await lookUp(LOOPBACK, answering('8.8.8.8'), true)).error).toBeNull();
  });

  it('pins a connection: the name is resolved once, and the checked address is called', async () => {
    const server = createServer((socket) => socket.end('here')).listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    let lookups = 0;
    const resolve: Resolve = (hostname, options, callback) => {
      lookups++;
      answering(lookups === 1 ? '127.0.0.1' : '10.0.0.1')(hostname, options, callback);
    };
    const guard = createAddressGuard(LOOPBACK, resolve);
    const { port } = server.address() as AddressInfo;
    const socket = connect({ host: 'rebinding.example', port, lookup: guard.lookup });
    const text = await new Promise((received) => socket.once('data', (bytes) => received(bytes.toString())));
    expect(text).toBe('here');
    expect(lookups).toBe(1);
    const second = connect({ host: 'rebinding.example', port, lookup: guard.lookup });
    const error = await new Promise((failed) => second.once('error', failed));
    expect(error).toBeInstanceOf(AddressRefusedError);
    await new Promise((closed) => server.close(closed));
  });
});
