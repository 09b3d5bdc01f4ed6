/** What a tool is: one declarative record. No protocol here; `mcp/` turns it into one. */

import type * as z from "zod";
import type { Result } from "../core/failure.ts";
import type { Context } from "../services/context.ts";

export type { Context };

/**
 * What a call may touch: `read` changes nothing, `write` changes things of ours or lists at the broker, `trade` reaches
 * orders. From this alone follow the protocol's hints and, with logins, the scope a caller needs.
 */
export type Access = "read" | "write" | "trade";

/** A picture that stands beside an answer. */
export interface Image {
  /** `image/png`, `image/svg+xml` */
  mimeType: string;
  bytes: Uint8Array;
}

const IMAGES = Symbol("images");

/** An answer with pictures. To whoever looks at its data it is the same as without them. */
export const illustrated = <Answer extends object>(answer: Answer, images: readonly Image[]): Answer => ({
  ...answer,
  [IMAGES]: images,
});

/** The pictures of an answer, of which most have none. */
export const imagesOf = (answer: unknown): readonly Image[] =>
  typeof answer === "object" && answer !== null ? (answer as { [IMAGES]?: readonly Image[] })[IMAGES] ?? [] : [];

export interface Tool<Input = never> {
  /** verb_noun; also the name of its file, its test and its snapshot. */
  name: string;
  /** For people, in a list of tools. */
  title: string;
  /** For the model: what it gives, when to use it, units. At most 60 words. */
  description: string;
  access: Access;
  /** The arguments. Unknown ones are refused: a misspelt argument must not be ignored. */
  input: z.ZodType<Input> & z.ZodObject;
  /** The answer as plain data, to be shown as compact JSON; `illustrated` where pictures go with it. */
  run(input: Input, context: Context): Promise<Result<unknown>>;
}

/** A tool whose input type has been set aside, as the catalogue holds it. */
export type AnyTool = Tool<never>;

/** Checks a tool's form when the program starts; throws `RangeError` on a bad one. */
export function defineTool<Shape extends z.ZodRawShape>(
  tool: Omit<Tool, "input" | "run"> & {
    input: z.ZodObject<Shape>;
    run(input: z.infer<z.ZodObject<Shape>>, context: Context): Promise<Result<unknown>>;
  },
): AnyTool {
  if (!/^[a-z]+(_[a-z]+)+$/.test(tool.name)) throw new RangeError(`tool name ${tool.name}: must be verb_noun`);
  const words = tool.description.split(/\s+/).length;
  if (words > 60) throw new RangeError(`tool ${tool.name}: the description has ${words} words, at most 60 are allowed`);
  return { ...tool, input: tool.input.strict() } as unknown as AnyTool;
}
