/** Shorter values are no secrets, and striking them out would blank ordinary words. */
export const SHORTEST_SECRET = 8;

/**
 * How a text may come back: as it is, inside JSON (once and twice encoded, with what its writers escape beyond what they must), in a URL
 * or a form, and as part of something in base64.
 */
export function spellingsOf(secret: string): readonly string[] {
  const json = insideJson(secret);
  const url = encodeURIComponent(secret);
  const spellings = [
    secret,
    json,
    insideJson(json),
    json.replaceAll('/', '\\/'),
    json.replace(ESCAPED_BY_GO, (sign) => `\\u00${hexOf(sign)}`),
    json.replace(ESCAPED_BY_GSON, (sign) => `\\u00${hexOf(sign)}`),
    json.replace(ESCAPED_BY_DOT_NET, (sign) => `\\u00${hexOf(sign).toUpperCase()}`),
    url,
    url.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
    new URLSearchParams([['', secret]]).toString().slice(1),
    ...base64Spellings(secret),
  ];
  return [...new Set(spellings)].filter((spelling) => spelling.length >= SHORTEST_SECRET);
}

/** What JSON writers escape beyond what they must. */
const ESCAPED_BY_GO = /[<>&]/g;
const ESCAPED_BY_GSON = /[<>&=']/g;
const ESCAPED_BY_DOT_NET = /[<>&'+`]/g;

function hexOf(sign: string): string {
  return sign.charCodeAt(0).toString(16);
}

function insideJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/**
 * What base64 of any text has in common that holds the secret: it depends on how many bytes stand before it, modulo
 * three, and the characters at both ends mix with what surrounds it. So `user:secret` of basic authentication is found.
 */
function base64Spellings(secret: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
    const own = (encoding: 'base64' | 'base64url') =>
      bytes.toString(encoding).slice(Math.ceil((shift * 8) / 6), Math.floor((bytes.length * 8) / 6));
    return [own('base64'), own('base64url')];
  });
}
