import http from "node:http";
import type { AddressInfo } from "node:net";
import { answerRequest, type Call } from "./answer-request";
import type { WireRequest, WireResponse } from "./http-message";
import { readAccessKey } from "./read-access-key";

/** AWS's HTTP front on this machine. */
export interface Endpoint {
  /** For the SDK clients' `endpoint`, for example `http://127.0.0.1:41234`. */
  readonly url: string;
  /** Stops listening and ends every open connection, also those that are kept alive or wait for an answer. */
  close(): Promise<void>;
}

/**
 * Serves every service of `services` on one free port of 127.0.0.1, each call answered by `call`.
 * @param callAs - answers calls that somebody's keys signed; `call` by default
 */
export const startEndpoint = async (call: Call, callAs?: (accessKey: string) => Call): Promise<Endpoint> => {
  const callOf: CallOf = (request) => {
    const accessKey = readAccessKey(request);
    return accessKey === undefined ? call : (callAs?.(accessKey) ?? call);
  };
  const server = http.createServer((incoming, outgoing) => {
    void serve(incoming, outgoing, callOf);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
};

type CallOf = (request: WireRequest) => Call;

/** Never rejects: a client that goes away mid-request gets no answer, anything else is told to the client. */
const serve = async (incoming: http.IncomingMessage, outgoing: http.ServerResponse, callOf: CallOf): Promise<void> => {
  try {
    const request = await readRequest(incoming);
    send(outgoing, request, await answerRequest(request, callOf(request)));
  } catch (error) {
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(500, { "content-type": "text/plain" }).end(String(error));
  }
};

const readRequest = async (incoming: http.IncomingMessage): Promise<WireRequest> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const [path = "/", query] = (incoming.url ?? "/").split(/\?(.*)/s);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(", ")]);
  return {
    method: incoming.method ?? "GET",
    path,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
  };
};

const send = (outgoing: http.ServerResponse, { method }: WireRequest, answer: WireResponse): void => {
  const body = Buffer.from(answer.body as Uint8Array);
  const length = method === "HEAD" ? {} : { "content-length": body.byteLength };
  outgoing.writeHead(answer.statusCode, { ...answer.headers, ...length });
  outgoing.end(method === "HEAD" ? undefined : body);
};
