import assert from "node:assert/strict";
import { BlockList, isIP } from "node:net";
import fc from "fast-check";
import { addressBlock, isPublicAddress } from "../../src/auth/ip_address.ts";

const PUBLIC = [
  "1.1.1.1",
  "9.255.255.255",
  "11.0.0.0",
  "100.63.255.255",
  "100.128.0.0",
  "126.255.255.255",
  "128.0.0.0",
  "160.79.104.1",
  "169.253.255.255",
  "172.15.255.255",
  "172.32.0.0",
  "192.167.255.255",
  "192.169.0.0",
  "198.17.255.255",
  "198.20.0.0",
  "223.255.255.255",
  "2606:4700::1111",
  "2A00:1450:4001:81b::200e",
  "2001:4860:4860:0:0:0:0:8888",
  "::ffff:1.1.1.1",
  "::ffff:101:101",
  "0:0:0:0:0:ffff:1.1.1.1",
  "64:ff9b::1.1.1.1",
];

const NOT_PUBLIC = [
  "0.0.0.0",
  "10.0.0.1",
  "10.255.255.255",
  "100.64.0.1",
  "100.127.255.255",
  "127.0.0.1",
  "127.255.255.255",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.8",
  "192.0.2.1",
  "192.168.1.1",
  "198.18.0.1",
  "198.19.255.255",
  "198.51.100.7",
  "203.0.113.7",
  "224.0.0.1",
  "239.255.255.255",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::127.0.0.1",
  "::1.1.1.1",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "::FFFF:10.0.0.1",
  "::ffff:169.254.169.254",
  "64:ff9b::10.0.0.1",
  "64:ff9b::a9fe:a9fe",
  "64:ff9b:1::1.1.1.1",
  "100::1",
  "fc00::1",
  "fd12:3456::1",
  "fe80::1",
  "fe80::1%eth0",
  "fec0::1",
  "ff02::1",
  "2001::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "2002:101:101::1",
  "3fff::1",
  "4000::1",
];

const NO_ADDRESS = [
  "",
  "localhost",
  "1.1.1",
  "1.1.1.1.1",
  "01.1.1.1",
  "1.1.1.256",
  "0x7f.0.0.1",
  "2130706433",
  "1.1.1.1/32",
  "[2606:4700::1111]",
  ":::",
  "1::2::3",
  "2606:4700::1111:1:2:3:4:5:6",
  "2606:4700:0:0:0:0:0:0:1111",
  "2606:4700:::1",
  "2606:4700:1:2::3:4:5:6",
  "2606:4700::12345",
  "2606:1.1.1.1::1",
  "2606:4700::1.1.1",
  ":2606::1",
  "2606:4700:0:0:0:0:0:1111:",
  "2606:4700::1111%1",
];

Deno.test("ip address: the public internet is told from every private, shared, special and documentation network", () => {
  for (const address of PUBLIC) assert.equal(isPublicAddress(address), true, address);
  for (const address of [...NOT_PUBLIC, ...NO_ADDRESS]) assert.equal(isPublicAddress(address), false, address);
});

Deno.test("ip address: any IPv6 address, however it is written, is judged as the platform's own block list does", () => {
  const list = new BlockList();
  list.addSubnet("2000::", 3, "ipv6");
  const except = new BlockList();
  for (const [net, length] of [["2001::", 23], ["2001:db8::", 32], ["2002::", 16], ["3fff::", 20]] as const) {
    except.addSubnet(net, length, "ipv6");
  }
  const start = fc.constantFrom("2000", "2001", "2001:db8", "2001:1ff", "2001:200", "2002", "2003", "3fff", "3fff:fff");
  fc.assert(
    fc.property(
      fc.oneof(fc.ipV6(), fc.tuple(start, fc.nat(65535)).map(([a, b]) => `${a}::${b.toString(16)}`)),
      (ip) => {
        // Addresses with IPv4 inside have their own cases above.
        fc.pre(isIP(ip) === 6 && !/^[0:]*:|^0*64:ff9b:/i.test(ip));
        assert.equal(isPublicAddress(ip), list.check(ip, "ipv6") && !except.check(ip, "ipv6"), ip);
      },
    ),
    { numRuns: 3_000, seed: 20261122 },
  );
});

Deno.test("ip address: those who share a network are counted as one", () => {
  assert.equal(addressBlock("203.0.113.7"), "203.0.113.7");
  assert.equal(addressBlock("::ffff:203.0.113.7"), "203.0.113.7");
  assert.equal(addressBlock("2001:db8:1:2:3:4:5:6"), addressBlock("2001:0DB8:1:2::ffff"));
  assert.notEqual(addressBlock("2001:db8:1:2::1"), addressBlock("2001:db8:1:3::1"));
  assert.equal(addressBlock("2001:db8::1"), "2001:db8:0:0::/64");
  assert.equal(addressBlock("unknown"), "unknown");
});
