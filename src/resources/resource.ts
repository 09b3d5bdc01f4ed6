/** What a resource is: one declarative record. No protocol here; `mcp/` turns it into one. */

import type { Result } from "../core/failure.ts";
import type { Context } from "../services/context.ts";

export type { Context };

/** Something to be read at an address of its own. All of them need the permission to read, and nothing else. */
export type Resource = DataResource | FileResource;

interface Described {
  /** `market://session`, or a template whose last part is one variable: `market://symbol/{symbol}`. */
  uri: string;
  /** For programs: words with underscores. */
  name: string;
  /** For people. */
  title: string;
  description: string;
  /** Values of the variable that begin with what has been typed, the likeliest first; only for templates. */
  complete?(typed: string, context: Context): Promise<string[]>;
}

/** Shown as JSON. */
export interface DataResource extends Described {
  /** The content as plain data; `value` is the template's variable, empty without one. */
  read(value: string, context: Context): Promise<Result<unknown>>;
}

/** Shown as it is, such as a picture. */
export interface FileResource extends Described {
  /** What most of its files are; `null` where that depends on the address. */
  mimeType: string | null;
  readFile(value: string, context: Context): Promise<Result<ResourceFile>>;
}

export interface ResourceFile {
  /** `image/svg+xml`, whose body is text; `image/png` */
  mimeType: string;
  body: string | Uint8Array;
}

/** The variable of a template, such as `symbol`; `null` when the address is a plain one. */
export const variableOf = ({ uri }: Pick<Resource, "uri">): string | null => /\{(\w+)\}$/.exec(uri)?.[1] ?? null;

/** Checks a resource's form when the program starts; throws `RangeError` on a bad one. */
export function defineResource<Kind extends Resource>(resource: Kind): Kind {
  const { uri, name } = resource;
  if (!/^[a-z]+:\/\/[a-z_]+(\/[a-z_]+)*(\/\{\w+\})?$/.test(uri)) {
    throw new RangeError(`resource ${uri}: must be a plain address, or end in one {variable}`);
  }
  if (!/^[a-z]+(_[a-z]+)*$/.test(name)) throw new RangeError(`resource name ${name}: must be words with underscores`);
  if (resource.complete && variableOf(resource) === null) throw new RangeError(`resource ${uri}: nothing to complete`);
  return resource;
}
