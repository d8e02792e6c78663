import { lookup as dnsLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js';

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
  /**
   * For `https:`: answers with checked addresses only, so that the address that was checked is the one connected to.
   */
  readonly lookup: LookupFunction;
  /** For `http:`: the same, and only into the allowed networks, since credentials would travel in the clear. */
  readonly plainLookup: LookupFunction;
}

/** `dns.lookup` with `all: true`, which fails where a name has no address; a parameter so that tests can replace it. */
export type Resolve = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses?: LookupAddress[]) => void,
) => void;

/** @param allowCidrs networks that may be reached although they are private, as `10.0.0.0/8` */
export function createAddressGuard(allowCidrs: readonly string[], resolve: Resolve = dnsLookup): AddressGuard {
  const allowed = allowCidrs.map((cidr) => ipaddr.parseCIDR(cidr));
  const inAllowed = (text: string): boolean => {
    const address = parse(text);
    return address !== null && allowed.some((network) => isWithin(address, network));
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

/**
 * One refused address refuses the name: a name with both public and private ones is probably meant to get past this
 * check.
 */
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

/** A parsed address. An IPv4-mapped one is parsed to its IPv4 address, for systems connect to that. */
type Address = IPv4 | IPv6;

/**
 * Null for what is no address, or has a zone. Only the spelling that resolvers answer with is accepted: the library
 * would also read octal, short and bare numbers, which systems resolve differently.
 */
function parse(text: string): Address | null {
  return isIP(text) === 0 || text.includes('%') || !ipaddr.isValid(text) ? null : ipaddr.process(text);
}

function isWithin(address: Address, [network, bits]: readonly [Address, number]): boolean {
  return network.kind() === address.kind() && address.match(network, bits);
}

/**
 * The allocated part of IPv6. Unique-local (fd00:ec2::254 too), IPv4-compatible and unassigned addresses lie outside.
 */
const GLOBAL_V6 = ipaddr.parseCIDR('2000::/3');
/** IPv4 addresses as seen from a network without IPv4 (RFC 6052). */
const NAT64 = ipaddr.parseCIDR('64:ff9b::/96');

/**
 * The library knows what IANA reserves: also link-local, where most clouds have their metadata service
 * (169.254.169.254).
 */
function isPublic(text: string): boolean {
  const address = parse(text);
  if (address === null) return false;
  const target = address instanceof ipaddr.IPv6 ? (embeddedV4(address) ?? address) : address;
  return target.range() === 'unicast' && (target instanceof ipaddr.IPv4 || isWithin(target, GLOBAL_V6));
}

/** The IPv4 address that a gateway on the way would make of it: NAT64 (RFC 6052) and 6to4 (RFC 3056). */
function embeddedV4(address: IPv6): IPv4 | null {
  const bytes = address.toByteArray();
  if (isWithin(address, NAT64)) return new ipaddr.IPv4(bytes.slice(12));
  return address.range() === '6to4' ? new ipaddr.IPv4(bytes.slice(2, 6)) : null;
}
