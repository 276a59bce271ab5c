const secretName = /pass|pwd|token|secret|auth(?!or)|session|credential|signature|otp|jwt|e-?mail|(key|code|sig)$/i;
const hex = /^[\da-f]{32,}$/i;
const randomText = /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\w+/=.~-]{20,}$/;

/** Click ids of advertisers look random, and are meant to be read. */
const clickId = /clid$/;

function isSecret(name: string, value: string): boolean {
  return secretName.test(name) || (!clickId.test(name) && (value.includes("@") || hex.test(value) || randomText.test(value)));
}

/** A query string with every value masked that looks like a secret or an address: `?id=7&token=***`. */
export function publicSearch(search: string): string {
  return search.replace(/([^?&=]+)=([^&]*)/g, (pair, name: string, value: string) =>
    isSecret(decode(name), decode(value)) ? `${name}=***` : pair,
  );
}

/** A link or address as it may be recorded: no user, no fragment, no secrets; of `mailto:` and the like only the scheme. */
export function publicUrl(href: string): string {
  if (!href) return "";
  let url: URL;
  try {
    url = new URL(href, location.href);
  } catch {
    return ""; // no address at all
  }
  return /^https?:$/.test(url.protocol) ? url.origin + url.pathname + publicSearch(url.search) : url.protocol;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray percent sign
  }
}
