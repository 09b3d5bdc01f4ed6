/** What an IP address tells: whether it is on the public internet, and who shares it. */

/** Networks of IPv4 that are not the public internet (IANA's registry of special-purpose addresses, and multicast). */
const PRIVATE_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
].map(network);

/** All of public IPv6 is in here, but for what follows: protocol assignments with Teredo, documentation, 6to4. */
const PUBLIC_V6 = network("2000::/3");
const PRIVATE_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"].map(network);

/** Networks of IPv6 whose last 32 bits are an IPv4 address: mapped, and NAT64. */
const WITH_V4_INSIDE = ["::ffff:0:0/96", "64:ff9b::/96"].map(network);

/** Whether the address is on the public internet. Anything that is not an IPv4 or IPv6 address is not. */
export function isPublicAddress(address: string): boolean {
  const bits = parse(address);
  if (bits === null) return false;
  return bits.length === 32
    ? !PRIVATE_V4.some((prefix) => bits.startsWith(prefix))
    : bits.startsWith(PUBLIC_V6) && !PRIVATE_V6.some((prefix) => bits.startsWith(prefix));
}

/** Who is behind an address, for counting: an IPv4 address, or the /64 of IPv6 that one household has to itself. */
export function addressBlock(address: string): string {
  const bits = parse(address);
  if (bits === null) return address;
  const groups = bits.slice(0, 64).match(bits.length === 32 ? /.{8}/g : /.{16}/g)!.map((group) => parseInt(group, 2));
  return bits.length === 32 ? groups.join(".") : `${groups.map((group) => group.toString(16)).join(":")}::/64`;
}

/** The leading bits of a network in CIDR notation. */
function network(cidr: string): string {
  const [address = "", length] = cidr.split("/");
  const bits = address.includes(":") ? parseV6(address) : parseV4(address);
  if (bits === null) throw new RangeError(`${cidr} is not a network.`);
  return bits.slice(0, Number(length));
}

/** 32 or 128 bits as text; an IPv4 address inside IPv6 is that IPv4 address. */
function parse(address: string): string | null {
  const bits = parseV4(address) ?? parseV6(address);
  return bits !== null && WITH_V4_INSIDE.some((prefix) => bits.startsWith(prefix)) ? bits.slice(96) : bits;
}

function parseV4(text: string): string | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return null;
  return parts.map((part) => Number(part).toString(2).padStart(8, "0")).join("");
}

function parseV6(text: string): string | null {
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return null;
  const first = parseGroups(head, tail === undefined);
  const last = tail === undefined ? "" : parseGroups(tail, true);
  if (first === null || last === null) return null;
  const missing = 128 - first.length - last.length;
  // "::" stands for at least one group.
  if (tail === undefined ? missing !== 0 : missing < 16) return null;
  return first + "0".repeat(missing) + last;
}

/** Groups between colons; the very last may be an IPv4 address. */
function parseGroups(text: string, mayEndInV4: boolean): string | null {
  if (text === "") return "";
  const groups = text.split(":");
  const parsed = groups.map((group, position) => {
    if (mayEndInV4 && position === groups.length - 1 && group.includes(".")) return parseV4(group);
    return /^[0-9a-f]{1,4}$/i.test(group) ? parseInt(group, 16).toString(2).padStart(16, "0") : null;
  });
  return parsed.includes(null) ? null : parsed.join("");
}
