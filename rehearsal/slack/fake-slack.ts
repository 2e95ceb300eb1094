import http from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, answerCall, type CallArguments, refuse, type StoredMessage } from "./web-api";

/** What can be wrong with Slack, or with the way to it. */
export type Misbehavior =
  | { readonly kind: "none" }
  /** HTTP status 500, nothing stored. */
  | { readonly kind: "server-error" }
  /** Slack's own refusal, for example `channel_not_found`. */
  | { readonly kind: "refuse"; readonly error: string }
  /** HTTP status 429. */
  | { readonly kind: "rate-limit"; readonly retryAfterSeconds: number }
  /** The request is read and never answered. */
  | { readonly kind: "hang" }
  /** Stored at once, answered late. */
  | { readonly kind: "slow"; readonly milliseconds: number }
  /** The connection is reset before anything is stored. */
  | { readonly kind: "drop-before-storing" }
  /** The message is stored, the answer is lost. */
  | { readonly kind: "drop-after-storing" }
  /** Status 200 with a body that isn't JSON, nothing stored. */
  | { readonly kind: "garbage" }
  /** Waits for something of the scenario's `before` storing, or `after` that and before the answer; the connection is reset where it throws. */
  | { readonly kind: "meanwhile"; readonly before?: () => Promise<unknown>; readonly after?: () => Promise<unknown> };

/** A running fake of Slack's Web API. */
export interface FakeSlack {
  /** For a client's `slackApiUrl`. */
  readonly url: string;
  /** What is stored now, oldest first. */
  readonly messages: readonly StoredMessage[];
  /** The Web API methods that were called, whatever became of them. */
  readonly calls: readonly string[];
  /** From now on, for every call. */
  misbehave(how: Misbehavior): void;
  /** Stops listening and breaks all connections. */
  close(): Promise<void>;
}

/** Starts a fake Slack on 127.0.0.1 that knows one token and has every channel. */
export const startFakeSlack = async ({ token }: { readonly token: string }): Promise<FakeSlack> => {
  const messages: StoredMessage[] = [];
  const calls: string[] = [];
  let misbehavior: Misbehavior = { kind: "none" };
  const server = http.createServer((request, response) => {
    const method = (request.url ?? "").replace(/^\/api\//, "");
    calls.push(method);
    readArguments(request)
      .then(async (args) => {
        const problem = findTokenProblem(request, args, token);
        const answer = (): Answer => (problem === undefined ? answerCall(method, args, messages) : refuse(problem));
        send(response, await replyTo(misbehavior, answer));
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}/api/`,
    messages,
    calls,
    misbehave: (how) => {
      misbehavior = how;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const portOf = (server: http.Server): number => (server.address() as AddressInfo).port;

const readArguments = async (request: http.IncomingMessage): Promise<CallArguments> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString("utf8");
  if (request.headers["content-type"]?.startsWith("application/json")) return JSON.parse(body);
  // In a form, Slack takes structured arguments as JSON text.
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([key, value]) => [key, structured.includes(key) ? JSON.parse(value) : value]),
  );
};

const structured: readonly string[] = ["blocks", "metadata", "attachments"];

const findTokenProblem = (request: http.IncomingMessage, args: CallArguments, token: string): string | undefined => {
  const given = request.headers.authorization?.replace(/^Bearer /, "") ?? args["token"];
  if (given === undefined) return "not_authed";
  return given === token ? undefined : "invalid_auth";
};

/** What goes back over the connection. */
type Reply =
  | { readonly kind: "silence" }
  | { readonly kind: "drop" }
  | {
      readonly kind: "send";
      readonly status: number;
      readonly body: string;
      readonly headers?: http.OutgoingHttpHeaders;
    }
  | { readonly kind: "send-later"; readonly body: string; readonly milliseconds: number };

/** `answer` stores what it is asked to store, so it is called only where Slack would get that far. */
const replyTo = async (how: Misbehavior, answer: () => Answer): Promise<Reply> => {
  switch (how.kind) {
    case "none":
      return { kind: "send", status: 200, body: JSON.stringify(answer()) };
    case "server-error":
      return { kind: "send", status: 500, body: "Internal Server Error" };
    case "refuse":
      return { kind: "send", status: 200, body: JSON.stringify(refuse(how.error)) };
    case "rate-limit": {
      const headers = { "retry-after": String(how.retryAfterSeconds) };
      return { kind: "send", status: 429, headers, body: JSON.stringify(refuse("ratelimited")) };
    }
    case "hang":
      return { kind: "silence" };
    case "slow":
      return { kind: "send-later", body: JSON.stringify(answer()), milliseconds: how.milliseconds };
    case "drop-before-storing":
      return { kind: "drop" };
    case "drop-after-storing":
      answer();
      return { kind: "drop" };
    case "garbage":
      return { kind: "send", status: 200, body: "<html>Scheduled maintenance</html>" };
    case "meanwhile": {
      await how.before?.();
      const body = JSON.stringify(answer());
      await how.after?.();
      return { kind: "send", status: 200, body };
    }
  }
};

const send = (response: http.ServerResponse, reply: Reply): void => {
  if (reply.kind === "silence") return;
  if (reply.kind === "drop") {
    response.destroy();
  } else if (reply.kind === "send") {
    response.writeHead(reply.status, { "content-type": "application/json; charset=utf-8", ...reply.headers });
    response.end(reply.body);
  } else {
    const { body, milliseconds } = reply;
    const timer = setTimeout(() => send(response, { kind: "send", status: 200, body }), milliseconds);
    response.once("close", () => clearTimeout(timer));
  }
};
