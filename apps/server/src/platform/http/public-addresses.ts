import { BlockList, isIP, isIPv6 } from "node:net";

/**
 * What is not on the public internet, after the registries of special purpose addresses of IANA
 * (https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry), with multicast.
 */
const reservedV4: [string, number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];
/** Of IPv6 only global unicast, 2000::/3, is public at all; these lie in it and are not, or may lead to an IPv4 address of any kind. */
const reservedV6: [string, number][] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

const refusedV4 = new BlockList();
for (const [address, prefix] of reservedV4) refusedV4.addSubnet(address, prefix, "ipv4");
const refusedV6 = new BlockList();
for (const [address, prefix] of reservedV6) refusedV6.addSubnet(address, prefix, "ipv6");
const globalV6 = new BlockList();
globalV6.addSubnet("2000::", 3, "ipv6");

/** Whether an IP address, as text, is one of the public internet: not private, loopback, link-local, shared, reserved or multicast. An IPv4 address written as IPv6 is not. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  if (isIPv6(address)) return globalV6.check(address, "ipv6") && !refusedV6.check(address, "ipv6");
  return !refusedV4.check(address, "ipv4");
}
