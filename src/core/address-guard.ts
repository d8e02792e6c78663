import { lookup as dnsLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

export const ADDRESS_GUARD = Symbol('ADDRESS_GUARD');

/** A host whose address must not be called; `message` is for the administrator and names only what they wrote. */
export class AddressRefusedError extends Error {
  readonly code = 'ADDRESS_REFUSED';

  constructor(message: string) {
    super(message);
    this.name = 'AddressRefusedError';
  }
}

/** Which hosts the gateway may be sent to by what an administrator configures. */
export interface AddressGuard {
  /** Null where the base URL may be used, else the reason in one sentence. Names are checked again when resolved. */
  checkUrl(url: string): string | null;
  allows(address: string): boolean;
  /** For `https:`: hands on only checked addresses, so what was checked is what is connected to. */
  readonly lookup: LookupFunction;
  /** For `http:`: the same, and only into the allowed networks, since credentials would travel in the clear. */
  readonly plainLookup: LookupFunction;
}

/** `dns.lookup` with `all: true`, which tells no addresses with an error; a parameter so that tests own the answers. */
export type Resolve = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses?: LookupAddress[]) => void,
) => void;

/** @param allowCidrs networks that may be reached although they are private, as `10.0.0.0/8` */
export function createAddressGuard(allowCidrs: readonly string[], resolve: Resolve = dnsLookup): AddressGuard {
  const allowed = new BlockList();
  for (const cidr of allowCidrs) {
    const [network = '', prefix] = cidr.split('/') as (string | undefined)[];
    allowed.addSubnet(network, Number(prefix), isIP(network) === 6 ? 'ipv6' : 'ipv4');
  }
  const inAllowed = (address: string): boolean => {
    const plain = unmapped(address);
    return plain !== null && allowed.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  };
  const allows = (address: string): boolean => inAllowed(address) || isPublic(address);
  return {
    allows,
    checkUrl: (url) => checkUrl(url, allowCidrs.length > 0, inAllowed),
    lookup: checkedLookup(resolve, allows, 'which is private or reserved'),
    plainLookup: checkedLookup(resolve, inAllowed, 'which is outside LLMOPS_UPSTREAM_ALLOW: use https'),
  };
}

function checkUrl(text: string, anyAllowed: boolean, inAllowed: (address: string) => boolean): string | null {
  if (!URL.canParse(text)) return 'It is not a URL.';
  // Parsing also spells out numbers in disguise: 2130706433, 0x7f.1 and 0177.0.0.1 all become 127.0.0.1.
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'It must start with https://.';
  if (url.username !== '' || url.password !== '') return 'It must not hold a user name or password.';
  if (/[?#]/.test(text)) return 'It must not hold a query or fragment.';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isAddress = isIP(host) !== 0;
  if (isAddress && !inAllowed(host) && !isPublic(host)) {
    return `${host} is a private or reserved address. Where it is yours, add its network to LLMOPS_UPSTREAM_ALLOW and start again.`;
  }
  if (url.protocol === 'http:' && !(isAddress ? inAllowed(host) : anyAllowed)) {
    return 'It must start with https://; http:// is for the private networks of LLMOPS_UPSTREAM_ALLOW.';
  }
  return null;
}

/** One refused address refuses the name: a name that mixes public and private ones is out to get past this check. */
function checkedLookup(resolve: Resolve, allows: (address: string) => boolean, why: string): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses = []) => {
      const refusal = error ?? refusalOf(hostname, addresses, allows, why);
      const first = addresses.at(0);
      if (refusal !== null || first === undefined) callback(refusal, '', 0);
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function refusalOf(
  hostname: string,
  addresses: readonly LookupAddress[],
  allows: (address: string) => boolean,
  why: string,
): AddressRefusedError | null {
  if (addresses.length === 0) return new AddressRefusedError(`${hostname} has no address.`);
  const refused = addresses.find(({ address }) => !allows(address));
  return refused ? new AddressRefusedError(`${hostname} resolves to ${refused.address}, ${why}.`) : null;
}

/** @see https://www.iana.org/assignments/iana-ipv4-special-registry */
const RESERVED_V4 = subnets('ipv4', [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  // Link-local, and with 169.254.169.254 the metadata service of most clouds.
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]);

/** All that is handed out of IPv6; unique-local (fd00:ec2::254 too), link-local, multicast and ::1 lie outside. */
const GLOBAL_V6 = subnets('ipv6', ['2000::/3']);

/** @see https://www.iana.org/assignments/iana-ipv6-special-registry */
const RESERVED_V6 = subnets('ipv6', ['2001::/23', '2001:db8::/32', '3fff::/20']);

function subnets(family: 'ipv4' | 'ipv6', cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [network = '', prefix] = cidr.split('/');
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
}

function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !RESERVED_V4.check(address, 'ipv4');
  const groups = groupsOf(address);
  if (groups === null) return false;
  const embedded = embeddedV4(groups);
  if (embedded !== null) return !RESERVED_V4.check(embedded, 'ipv4');
  return GLOBAL_V6.check(address, 'ipv6') && !RESERVED_V6.check(address, 'ipv6');
}

/** `::ffff:127.0.0.1` is 127.0.0.1 in every respect; null for what is no address, or has a zone. */
function unmapped(address: string): string | null {
  if (isIP(address) === 4) return address;
  const groups = groupsOf(address);
  if (groups === null) return null;
  return isMapped(groups) ? v4Of(groups, 6) : address;
}

function isMapped(groups: readonly number[]): boolean {
  return groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
}

/** The IPv4 address that a gateway on the way would make of it: mapped, NAT64 (RFC 6052) and 6to4 (RFC 3056). */
function embeddedV4(groups: readonly number[]): string | null {
  if (isMapped(groups)) return v4Of(groups, 6);
  const isNat64 = groups[0] === 0x64 && groups[1] === 0xff9b && groups.slice(2, 6).every((group) => group === 0);
  if (isNat64) return v4Of(groups, 6);
  return groups[0] === 0x2002 ? v4Of(groups, 1) : null;
}

function v4Of(groups: readonly number[], at: number): string {
  const [high, low] = groups.slice(at, at + 2) as [number, number];
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/** The eight numbers of an IPv6 address, however it was written. */
function groupsOf(address: string): readonly number[] | null {
  if (isIP(address) !== 6 || !URL.canParse(`http://[${address}]`)) return null;
  const [head, tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::') as [string, string?];
  const before = numbers(head);
  if (tail === undefined) return before;
  const after = numbers(tail);
  return [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function numbers(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}
