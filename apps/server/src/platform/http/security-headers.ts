/**
 * What every answer tells browsers, unless its route says otherwise: nothing is to be run, framed, guessed or shared. What is not a page needs no more; pages set a policy of their own.
 * Made once: this stands in every answer, also in thousands a second. The names and values are those of OWASP's HTTP headers cheat sheet.
 * @param https whether people reach this server by https: then browsers are told to stay with it.
 */
export function securityHeaders({ https }: { https: boolean }): Readonly<Record<string, string>> {
  return {
    "content-security-policy": "default-src 'none';frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "origin-agent-cluster": "?1",
    "referrer-policy": "same-origin",
    ...(https ? { "strict-transport-security": "max-age=31536000; includeSubDomains" } : {}),
    "x-content-type-options": "nosniff",
    "x-dns-prefetch-control": "off",
    "x-download-options": "noopen",
    "x-frame-options": "DENY",
    "x-permitted-cross-domain-policies": "none",
    "x-xss-protection": "0",
  };
}
