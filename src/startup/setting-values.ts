import { isIP, isIPv6 } from 'node:net';
import { availableParallelism } from 'node:os';
import { problemWithOrigin } from './origins.js';

/** A value that is not valid; the message says what is wrong and what would be right, without quoting a secret. */
export class SettingValueError extends Error {}

const UNITS: Readonly<Record<string, number | undefined>> = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 };

/** `10mb` in bytes; a number alone is bytes. */
export function toBytes(text: string, atLeast: number, atMost: number): number {
  const match = /^(\d+(?:\.\d+)?)\s*(b|kb|mb|gb|)$/i.exec(text);
  if (match === null)
    throw new SettingValueError(`"${text}" is not a size. Give a number and b, kb, mb or gb, as 10mb.`);
  const [, digits, unit = ''] = match;
  const bytes = Math.floor(Number(digits) * (UNITS[unit.toLowerCase()] ?? 1));
  if (bytes < atLeast || bytes > atMost) {
    throw new SettingValueError(`"${text}" is out of range. Give ${formatBytes(atLeast)} to ${formatBytes(atMost)}.`);
  }
  return bytes;
}

function formatBytes(bytes: number): string {
  const unit = ['gb', 'mb', 'kb'].find((each) => bytes % (UNITS[each] ?? 1) === 0) ?? 'b';
  return `${bytes / (UNITS[unit] ?? 1)}${unit}`;
}

export function toInteger(text: string, atLeast: number, atMost: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= atLeast && value <= atMost)) {
    throw new SettingValueError(`"${text}" is not a whole number from ${atLeast} to ${atMost}.`);
  }
  return value;
}

/** `auto` is one process per core that this one may use. */
export function toWorkers(text: string): number {
  if (text === 'auto') return availableParallelism();
  if (!/^\d+$/.test(text)) throw new SettingValueError(`"${text}" is neither a whole number nor "auto".`);
  return toInteger(text, 1, 256);
}

export function toSwitch(text: string): boolean {
  if (text !== 'on' && text !== 'off') throw new SettingValueError(`"${text}" is neither "on" nor "off".`);
  return text === 'on';
}

export function toChoice<Choice extends string>(text: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new SettingValueError(`"${text}" is none of ${choices.join(', ')}.`);
  return found;
}

export function toHost(text: string): string {
  const isName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text);
  const looksLikeAddress = /^[\d.]+$/.test(text);
  if (isIP(text) === 0 && (!isName || looksLikeAddress)) {
    throw new SettingValueError(
      `"${text}" is neither an address nor a host name. Give 127.0.0.1, 0.0.0.0, :: or a name; the port goes into PORT.`,
    );
  }
  return text;
}

/** Never quoted: it holds a password. */
export function toDatabaseUrl(text: string): string {
  // An empty host with a directory in ?host= is PostgreSQL's usual form for unix sockets.
  const parsable = text.replace(/^(\w+:\/\/[^/?#]*@)\//, '$1localhost/').replace(/^(\w+:\/\/)\//, '$1localhost/');
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(parsable)) {
    throw new SettingValueError(
      'It is not a PostgreSQL URL. Give postgres://user:password@host:5432/database; ' +
        'characters such as @ / # in the password are written %40 %2F %23.',
    );
  }
  const { username, password, pathname, searchParams } = new URL(parsable);
  if (pathname.length < 2) {
    throw new SettingValueError('It names no database. Give postgres://user:password@host:5432/database.');
  }
  if (![username, password, pathname].every(isPercentEncoded)) {
    throw new SettingValueError(
      'A % in its user name, password or database is not followed by two hexadecimal digits of a UTF-8 character. ' +
        'A % itself is written %25.',
    );
  }
  const sslMode = searchParams.get('sslmode');
  if (sslMode !== null && !SSL_MODES.includes(sslMode)) {
    throw new SettingValueError(`Its sslmode is none of ${SSL_MODES.join(', ')}. Give verify-full, or leave it out.`);
  }
  return text;
}

const SSL_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];

function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** Characters of a secret that somebody chose: 32 of hex are 128 bits. */
const SHORTEST_TOKEN = 32;

/** Something that fits behind `Bearer `. Never quoted. */
export function toToken(text: string): string {
  const advice = 'Give the output of: openssl rand -hex 32';
  if (!/^[\x21-\x7e]+$/.test(text)) {
    throw new SettingValueError(`It holds spaces or characters outside of ASCII. ${advice}`);
  }
  if (text.length < SHORTEST_TOKEN) {
    throw new SettingValueError(
      `It has ${text.length} characters, too few to be safe; at least ${SHORTEST_TOKEN} are needed. ${advice}`,
    );
  }
  return text;
}

/** Comma-separated; base64 of 32 bytes each. Never quoted. */
export function toEncryptionKeys(text: string): Buffer[] {
  const advice = 'Give base64 of 32 random bytes (openssl rand -base64 32), several separated by commas.';
  const keys = toList(text).map((part, index) => {
    const key = Buffer.from(part, 'base64');
    if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(part))
      throw new SettingValueError(`Key ${index + 1} is not base64. ${advice}`);
    if (key.length !== 32) throw new SettingValueError(`Key ${index + 1} has ${key.length} bytes, not 32. ${advice}`);
    return key;
  });
  if (keys.length === 0) throw new SettingValueError(`It holds no key. ${advice}`);
  if (new Set(keys.map((key) => key.toString('hex'))).size < keys.length) {
    throw new SettingValueError('A key is listed twice. List each once, the one that seals first.');
  }
  return keys;
}

/** Comma-separated networks as `10.0.0.0/8`; an address alone is a network of one. */
export function toCidrs(text: string): string[] {
  return toList(text).map((part) => {
    const [address = '', prefix, more] = part.split('/') as (string | undefined)[];
    const longest = isIPv6(address) ? 128 : 32;
    const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= longest);
    if (isIP(address) === 0 || address.includes('%') || !isPrefix || more !== undefined) {
      throw new SettingValueError(
        `"${part}" is not a network. Give addresses with a prefix length, as 10.0.0.0/8,fd00::/8.`,
      );
    }
    return `${address}/${prefix ?? longest}`;
  });
}

/** `http://user:password@host:3128`; a host and port alone are http. Never quoted: it may hold a password. */
export function toProxyUrl(text: string): string {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new SettingValueError('It is not the URL of an HTTP proxy. Give http://host:3128 or https://host:3129.');
  }
  return url;
}

/** Never quoted: it may hold a password. */
export function toHttpUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new SettingValueError('It is not an HTTP URL. Give one such as http://collector:4318.');
}

/** The dashboard makes a link of it: no other scheme than a page's. */
export function toTraceUrl(text: string): string {
  const isPage = /^https?:\/\//i.test(text) && URL.canParse(text.replaceAll('{traceId}', '0'));
  if (isPage && text.includes('{traceId}')) return text;
  throw new SettingValueError(
    `"${text}" is not the URL of a trace's page. Give one such as https://jaeger.example.com/trace/{traceId}.`,
  );
}

/** Never quoted: it may hold a password. */
export function toClickhouseUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new SettingValueError(
    'It is not the URL of ClickHouse’s HTTP interface. Give http://user:password@host:8123/database.',
  );
}

export function toOrigins(text: string): string[] {
  return toList(text).map((part) => {
    const problem = problemWithOrigin(part);
    if (problem !== null) throw new SettingValueError(`"${part}" is not an origin that a browser sends. ${problem}`);
    return part;
  });
}

function toList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
