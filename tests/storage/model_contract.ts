/** Hundreds of random commits, compared after each with the simplest store there could be: a map. */

import assert from "node:assert/strict";
import * as z from "zod";
import { defineCollection } from "../../src/storage/collection.ts";
import { check, put, remove, type Write } from "../../src/storage/storage.ts";
import { caseOf, type Contract } from "./contract.ts";

const schema = z.object({ color: z.string(), size: z.number().nullable() });
const index = ["color", "size"] as const;
const collections = [
  defineCollection({ name: "hats", schema, index }),
  defineCollection({ name: "coats", schema, index, lifetimeSeconds: 40 }),
] as const;
const COLORS = ["red", "green", "blue"];
const IDS = ["a", "b", "c", "d"];
const STEPS = 150;

interface Entry {
  id: string;
  value: z.infer<typeof schema>;
  version: string;
  expiresAt: number | null;
}

/** Small and repeatable; its quality matters little here. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 2 ** 32 * below);
  };
}

export function modelContract(contract: Contract): void {
  caseOf(contract, collections)("records: random commits do what a map would", async ({ storage, now, advance }) => {
    const { records } = storage;
    const random = createRandom(20261020);
    const models = new Map(collections.map(({ name }) => [name, new Map<string, Entry>()]));
    const oldVersions = ["never"];
    let conflicts = 0;

    const live = (name: string, id: string): Entry | null => {
      const entry = models.get(name)!.get(id);
      return entry && (entry.expiresAt === null || entry.expiresAt > now()) ? entry : null;
    };

    const drawWrite = (collection: typeof collections[number], id: string): Write => {
      const current = live(collection.name, id)?.version ?? null;
      const expected = random(8) === 0 ? oldVersions[random(oldVersions.length)]! : current;
      const choice = random(10);
      if (choice < 2) return check(collection, id, expected);
      if (choice < 4 && expected !== null) return remove(collection, id, expected);
      const value = { color: COLORS[random(3)]!, size: random(4) === 0 ? null : random(2) + 0.5 };
      const deadlines = [{}, {}, { expiresAt: null }, { expiresAt: now() + random(30_000) }];
      return put(collection, id, value, { replaces: expected, ...deadlines[random(4)] });
    };

    for (let step = 0; step < STEPS; step++) {
      advance(random(6000));
      const writes = collections.flatMap((collection) =>
        IDS.filter(() => random(4) === 0).map((id) => drawWrite(collection, id))
      );
      const losers = writes.filter(({ collection: { name }, id, expected }) =>
        (live(name, id)?.version ?? null) !== expected
      );
      const result = await records.commit(writes);
      assert.equal(result.ok, losers.length === 0, `step ${step}: ${JSON.stringify(result)}`);
      if (!result.ok) {
        conflicts++;
        const subjects = losers.map(({ collection: { name }, id }) => `${name}/${id}`);
        assert.ok(result.failure.kind === "conflict" && subjects.includes(result.failure.subject), `step ${step}`);
      } else {
        for (const [position, write] of writes.entries()) {
          const { collection: { name, lifetimeSeconds }, id } = write;
          if (write.kind === "remove") models.get(name)!.delete(id);
          if (write.kind !== "put") continue;
          const version = result.value[position]!;
          oldVersions.push(version);
          const lifetime = lifetimeSeconds === null ? null : now() + lifetimeSeconds * 1000;
          const expiresAt = write.expiresAt === undefined ? lifetime : write.expiresAt;
          models.get(name)!.set(id, { id, value: write.value as Entry["value"], version, expiresAt });
        }
      }
      const collection = collections[random(2)]!;
      const where = [{}, { where: { color: COLORS[random(3)]! } }, { where: { size: random(2) + 0.5 } }][random(3)]!;
      const newestFirst = random(2) === 0;
      const expected = IDS.map((id) => live(collection.name, id)).filter((entry) => entry !== null)
        .filter(({ value }) =>
          Object.entries(where.where ?? {}).every(([field, asked]) => value[field as "size"] === asked)
        );
      assert.deepEqual(
        (await records.list(collection, { ...where, newestFirst })).items,
        newestFirst ? expected.reverse() : expected,
        `step ${step}: ${JSON.stringify(where)}`,
      );
    }
    assert.ok(conflicts > STEPS / 20 && conflicts < STEPS / 2, `${conflicts} conflicts`);
  });
}
