import { BlockList, isIP } from "node:net";

/** Every block that the IANA registries of special-purpose addresses do not give to the public internet. */
const RESERVED_4 = [
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
];
/** Inside 2000::/3, the only block given to the public: those that tunnel to IPv4, or are for documents and tests. */
const RESERVED_6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const reserved = new BlockList();
const global6 = new BlockList();
for (const block of RESERVED_4) addTo(reserved, block, "ipv4");
for (const block of RESERVED_6) addTo(reserved, block, "ipv6");
addTo(global6, "2000::/3", "ipv6");

function addTo(list: BlockList, block: string, kind: "ipv4" | "ipv6"): void {
  const [net = "", bits = ""] = block.split("/");
  list.addSubnet(net, Number(bits), kind);
}

/**
 * Whether an IP address belongs to the public internet. Local, private, shared, multicast and documentation addresses do
 * not, nor does any IPv6 form of an IPv4 address (::ffff:10.0.0.1, 64:ff9b::, 6to4), nor what is no IP address.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !reserved.check(address, "ipv4");
  return family === 6 && global6.check(address, "ipv6") && !reserved.check(address, "ipv6");
}
