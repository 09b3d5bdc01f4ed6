/** The asking half of the conformance fixture: tools and a prompt that need the client's input before they answer. */
import {
  acceptedContent,
  createRequestStateCodec,
  type InputRequests,
  inputRequired,
  inputResponse,
  type McpServer,
  type ServerContext,
} from "@modelcontextprotocol/server";
import * as z from "zod";

/** Seals what a tool remembers between two rounds; the server must be built with its `verify`. */
export const stateCodec = createRequestStateCodec<{ round: number }>({
  key: crypto.getRandomValues(new Uint8Array(32)),
});

const named = z.object({ name: z.string() });
const confirmed = z.object({ ok: z.boolean() });
const colored = z.object({ color: z.string() });

const askName = inputRequired.elicit({ message: "What is your name?", requestedSchema: named });
const askConfirmation = inputRequired.elicit({ message: "Please confirm", requestedSchema: confirmed });
const askColor = inputRequired.elicit({ message: "What is your favorite color?", requestedSchema: colored });
const askModel = inputRequired.createMessage({
  messages: [{ role: "user", content: { type: "text", text: "What is the capital of France?" } }],
  maxTokens: 100,
});

const text = (value: string) => ({ content: [{ type: "text" as const, text: value }] });
const ask = (inputRequests: InputRequests) => inputRequired({ inputRequests });
const askInRound = async (round: number, inputRequests: InputRequests) =>
  inputRequired({ inputRequests, requestState: await stateCodec.mint({ round }) });

const roundOf = ({ mcpReq }: ServerContext) => mcpReq.requestState<{ round: number }>()?.round ?? 0;
const kindOf = ({ mcpReq }: ServerContext, key: string) => inputResponse(mcpReq.inputResponses, key).kind;
const accepted = <S extends z.ZodType>({ mcpReq }: ServerContext, key: string, schema: S) =>
  acceptedContent(mcpReq.inputResponses, key, schema);

/** Registers everything that answers in two rounds or more. */
export function registerInput(server: McpServer): void {
  const tool = (name: string, run: (context: ServerContext) => ReturnType<typeof ask> | ReturnType<typeof text>) =>
    server.registerTool(name, { description: `Asks the client first (${name})` }, run);
  const toolWithState = (
    name: string,
    run: (context: ServerContext) => ReturnType<typeof askInRound> | ReturnType<typeof text>,
  ) => server.registerTool(name, { description: `Asks the client and remembers (${name})` }, run);

  const greet = (context: ServerContext) => {
    const answer = accepted(context, "user_name", named);
    return answer ? text(`Hello, ${answer.name}!`) : ask({ user_name: askName });
  };
  const askCapital = (context: ServerContext) =>
    kindOf(context, "capital_question") === "sampling" ? text("Thank you") : ask({ capital_question: askModel });

  tool("test_input_required_result_elicitation", greet);
  tool("test_streaming_elicitation", greet);
  tool("test_input_required_result_sampling", askCapital);
  tool("test_missing_capability", askCapital);
  tool(
    "test_input_required_result_list_roots",
    (context) =>
      kindOf(context, "client_roots") === "roots"
        ? text("Thank you")
        : ask({ client_roots: inputRequired.listRoots() }),
  );
  tool("test_input_required_result_capabilities", () => {
    const { elicitation, sampling } = server.server.getClientCapabilities() ?? {};
    const wanted = { ...(elicitation && { user_name: askName }), ...(sampling && { capital_question: askModel }) };
    return Object.keys(wanted).length === 0 ? text("The client can be asked nothing") : ask(wanted);
  });

  for (const name of ["test_input_required_result_request_state", "test_input_required_result_tampered_state"]) {
    toolWithState(name, (context) => {
      const isConfirmed = accepted(context, "confirm", confirmed)?.ok === true && roundOf(context) === 1;
      return isConfirmed ? text("state-ok") : askInRound(1, { confirm: askConfirmation });
    });
  }
  toolWithState("test_input_required_result_multiple_inputs", (context) => {
    const isComplete = roundOf(context) === 1 && accepted(context, "user_name", named) !== undefined &&
      kindOf(context, "greeting") === "sampling" && kindOf(context, "client_roots") === "roots";
    if (isComplete) return text("Thank you");
    return askInRound(1, { user_name: askName, greeting: askModel, client_roots: inputRequired.listRoots() });
  });
  toolWithState("test_input_required_result_multi_round", (context) => {
    if (roundOf(context) === 2 && accepted(context, "step2", colored)) return text("Thank you");
    if (roundOf(context) === 1 && accepted(context, "step1", named)) return askInRound(2, { step2: askColor });
    return askInRound(1, { step1: askName });
  });

  const situated = z.object({ context: z.string() });
  server.registerPrompt("test_input_required_result_prompt", { description: "Asks for context" }, (context) => {
    const answer = accepted(context, "user_context", situated);
    if (!answer) {
      const message = "What context should the prompt use?";
      return ask({ user_context: inputRequired.elicit({ message, requestedSchema: situated }) });
    }
    return { messages: [{ role: "user", content: { type: "text", text: `Consider ${answer.context}.` } }] };
  });
}
