import assert from "node:assert/strict";
import { readFault } from "../../src/simulator/faults.ts";
import { fitsSocketFault, isSocketFault } from "../../src/simulator/socket_faults.ts";

Deno.test("socket faults: each kind is read with what it needs", () => {
  for (
    const fault of [
      { kind: "socket_refused" },
      { kind: "socket_refused", times: 2 },
      { kind: "socket_dropped", frames: 3 },
      { kind: "socket_dropped_in_snapshot" },
      { kind: "socket_half_silent" },
      { kind: "socket_token_expired" },
      { kind: "socket_silent" },
      { kind: "socket_silent", frames: 0 },
    ]
  ) assert.deepEqual([readFault(fault), isSocketFault(fault)], [fault, true]);
});

Deno.test("socket faults: what is none is not read as one", () => {
  for (
    const other of [
      { kind: "socket" },
      { kind: "socket_dropped" },
      { kind: "socket_dropped", frames: -1 },
      { kind: "socket_silent", frames: "3" },
      { kind: "dropped", frames: 3 },
      {},
    ]
  ) assert.equal(fitsSocketFault(other), false);
  assert.equal(readFault({ kind: "socket_refused", times: 0 }), null);
  assert.equal(isSocketFault({ kind: "dropped" }), false);
});
