/** What every back end of storage has to do. The tests' runner and a factory of fresh storages are passed in. */

import type { Collection } from "../../src/storage/collection.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { blobsContract } from "./blobs_contract.ts";
import { cacheContract } from "./cache_contract.ts";
import { commitContract } from "./commit_contract.ts";
import { listContract } from "./list_contract.ts";
import { modelContract } from "./model_contract.ts";

/** An empty storage with a clock that only `advance` moves. */
export interface FreshStorage {
  storage: Storage;
  now(): number;
  advance(milliseconds: number): void;
  /** Operations of the cache that failed, as `onError` heard of them. */
  errors: string[];
  dispose(): Promise<void>;
}

export interface Contract {
  test(name: string, run: () => Promise<void>): void;
  /** The collections are what the case will use: a back end may have to make tables for them. */
  freshStorage(collections: readonly Collection[]): Promise<FreshStorage>;
}

/** One case: a sentence, and what to do with a fresh storage. */
export type Case = (name: string, run: (fresh: FreshStorage) => Promise<void>) => void;

/** A case whose storage is disposed of, however it ends. */
export function caseOf({ test, freshStorage }: Contract, collections: readonly Collection[]): Case {
  return (name, run) =>
    test(name, async () => {
      const fresh = await freshStorage(collections);
      try {
        await run(fresh);
      } finally {
        await fresh.dispose();
      }
    });
}

export function storageContract(contract: Contract): void {
  commitContract(contract);
  listContract(contract);
  modelContract(contract);
  cacheContract(contract);
  blobsContract(contract);
}
