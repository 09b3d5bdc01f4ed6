/** What blobs promise on every back end: paths, ranges and sizes are judged here. */

import { checkLimit } from "./page.ts";
import { type Blobs, type ByteRange, MAX_BLOB_BYTES } from "./storage.ts";

/** The part of `Blobs` that differs from one platform to the next; it is handed checked arguments. */
export interface BlobStore extends Omit<Blobs, "list"> {
  list(prefix: string, after: string | null, limit: number): ReturnType<Blobs["list"]>;
}

/** Characters of a path: R2 and Deno KV both have room for them. */
const MAX_PATH_LENGTH = 500;

/** The blobs role over a back end. */
export function createBlobs(store: BlobStore): Blobs {
  return {
    async write(path, bytes, about) {
      if (bytes.length > MAX_BLOB_BYTES) {
        throw new RangeError(`A blob has at most ${MAX_BLOB_BYTES} bytes, not ${bytes.length}.`);
      }
      await store.write(checkPath(path), bytes, about);
    },
    read: async (path, range) => await store.read(checkPath(path), range && checkRange(range)),
    describe: async (path) => await store.describe(checkPath(path)),
    list: async (prefix, { after, limit } = {}) =>
      await store.list(checkPlain(prefix), after === undefined ? null : checkPlain(after), checkLimit(limit)),
    delete: async (path) => await store.delete(checkPath(path)),
  };
}

function checkPath(path: string): string {
  if (checkPlain(path).split("/").some((name) => name === "" || name === "." || name === "..")) {
    throw new RangeError("A blob's path has names between its slashes, none of them empty, . or ..");
  }
  return path;
}

/** Plain characters sort alike on every platform. */
function checkPlain(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) && text.length <= MAX_PATH_LENGTH) return text;
  throw new RangeError(`A blob's path has at most ${MAX_PATH_LENGTH} printable ASCII characters.`);
}

function checkRange(range: ByteRange): ByteRange {
  const { offset, length } = range;
  if (Number.isSafeInteger(offset) && offset >= 0 && Number.isSafeInteger(length) && length >= 1) return range;
  throw new RangeError(`A range starts at 0 or later and has at least a byte, not ${length} at ${offset}.`);
}
