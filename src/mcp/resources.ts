/** Our resources as the protocol's: lists, reading, and completion of the variables in templates. */

import {
  type CompleteResult,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  type Resource as ListedResource,
  ResourceNotFoundError,
  type ResourceTemplateType,
  type Server,
} from "@modelcontextprotocol/server";
import { explain, type Failure, ok, type Result } from "../core/failure.ts";
import {
  type Context,
  type DataResource,
  type Resource,
  type ResourceFile,
  variableOf,
} from "../resources/resource.ts";

/** Who reads, as far as resources care. */
export interface Reader {
  context: Context;
  requestId: string;
  scopes: readonly string[] | null;
}

/** Told of a resource that threw: a bug. */
export type OnResourceBug = (error: unknown, resource: string, requestId: string) => void;

const JSON_TYPE = "application/json";
/** Values of one completion: the protocol's limit. */
const MOST_VALUES = 100;

/** Gives a server its handlers for one reader. What does not change is made once, beforehand. */
export function createResources(
  resources: readonly Resource[],
  onBug: OnResourceBug,
): (server: Server, reader: Reader) => void {
  const plain = resources.filter((resource) => variableOf(resource) === null);
  const templates = resources.filter((resource) => variableOf(resource) !== null);
  const listed = plain.map(listedAs);
  const listedTemplates = templates.map((resource): ResourceTemplateType => {
    const { uri, ...rest } = listedAs(resource);
    return { uriTemplate: uri, ...rest };
  });

  /** The resource behind an address, and what its variable stands for. */
  function find(uri: string): { resource: Resource; value: string } | null {
    const same = plain.find((resource) => resource.uri === uri);
    if (same !== undefined) return { resource: same, value: "" };
    for (const resource of templates) {
      const start = resource.uri.slice(0, resource.uri.lastIndexOf("{"));
      const value = uri.startsWith(start) ? decoded(uri.slice(start.length)) : null;
      if (value) return { resource, value };
    }
    return null;
  }

  return (server, reader) => {
    const isPermitted = reader.scopes === null || reader.scopes.includes("read");
    const guarded = async <T>(
      resource: Resource,
      work: (context: Context) => Promise<T>,
      signal: AbortSignal,
    ): Promise<T> => {
      try {
        return await work({ ...reader.context, signal });
      } catch (error) {
        if (error instanceof ProtocolError) throw error;
        onBug(error, resource.name, reader.requestId);
        throw new ProtocolError(
          ProtocolErrorCode.InternalError,
          `Something in TTAI broke (reference ${reader.requestId}). Try once more; if it stays, report the reference to whoever runs this server.`,
        );
      }
    };

    server.setRequestHandler("resources/list", () => ({ resources: isPermitted ? listed : [] }));
    server.setRequestHandler(
      "resources/templates/list",
      () => ({ resourceTemplates: isPermitted ? listedTemplates : [] }),
    );
    server.setRequestHandler("resources/read", async ({ params: { uri } }, { mcpReq }): Promise<ReadResourceResult> => {
      const found = find(uri);
      if (found === null) throw new ResourceNotFoundError(uri, `There is no resource ${shown(uri)}.`);
      if (!isPermitted) throw new ProtocolError(ProtocolErrorCode.InvalidRequest, NOT_PERMITTED);
      const { resource, value } = found;
      return await guarded(resource, async (context) => {
        const read = "readFile" in resource
          ? await resource.readFile(value, context)
          : await readData(resource, value, context);
        if (!read.ok) throw refusal(uri, read.failure);
        const { mimeType, body } = read.value;
        return {
          contents: [{ uri, mimeType, ...(typeof body === "string" ? { text: body } : { blob: body.toBase64() }) }],
        };
      }, mcpReq.signal);
    });
    server.setRequestHandler(
      "completion/complete",
      async ({ params: { ref, argument } }, { mcpReq }): Promise<CompleteResult> => {
        const resource = ref.type === "ref/resource" ? templates.find(({ uri }) => uri === ref.uri) : undefined;
        if (resource === undefined) {
          throw new ProtocolError(ProtocolErrorCode.InvalidParams, "There is no such template or prompt to complete.");
        }
        if (!isPermitted || !resource.complete || argument.name !== variableOf(resource)) return completion([]);
        return completion(
          await guarded(resource, (context) => resource.complete!(argument.value, context), mcpReq.signal),
        );
      },
    );
  };
}

const NOT_PERMITTED =
  'This needs the permission "read", which this connection does not have. Disconnect TTAI in this application, connect it again and tick it on TTAI\'s page.';

function listedAs(resource: Resource): ListedResource {
  const { uri, name, title, description } = resource;
  const mimeType = "readFile" in resource ? resource.mimeType : JSON_TYPE;
  return { uri, name, title, description, ...(mimeType === null ? {} : { mimeType }) };
}

async function readData(resource: DataResource, value: string, context: Context): Promise<Result<ResourceFile>> {
  const read = await resource.read(value, context);
  return read.ok ? ok({ mimeType: JSON_TYPE, body: JSON.stringify(read.value) }) : read;
}

const completion = (values: string[]): CompleteResult => ({
  completion: { values: values.slice(0, MOST_VALUES), total: values.length, hasMore: values.length > MOST_VALUES },
});

/** What does not exist is said as the protocol wants it; the rest in our words. */
function refusal(uri: string, failure: Failure): ProtocolError {
  if (failure.kind === "not_found") return new ResourceNotFoundError(uri, explain(failure));
  const code = failure.kind === "invalid" ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError;
  return new ProtocolError(code, explain(failure));
}

/** Symbols have slashes and spaces, which clients escape, or do not. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

const shown = (uri: string): string => uri.slice(0, 80).replace(/[^\w:/.%{}-]/g, "?");
