import http from "node:http";
import https from "node:https";

/** What an edge location answered. */
export interface EdgeReply {
  /** The release that the answer belongs to; absent where it doesn't say. */
  readonly release?: string;
}

/** Asks for a page over a connection of its own, so that each question may reach another edge location. */
export type AskEdge = (url: string, cookie: string | undefined, signal: AbortSignal) => Promise<EdgeReply>;

/** Through Node's own client; rejects where nobody answers. */
export const askEdge: AskEdge = (url, cookie, signal) =>
  new Promise((resolve, reject) => {
    const get = url.startsWith("https:") ? https.get : http.get;
    const headers = cookie === undefined ? {} : { cookie };
    const request = get(url, { agent: false, headers, signal }, (response) => {
      response.resume();
      const release = response.headers["x-amz-meta-release"];
      resolve(typeof release === "string" ? { release } : {});
    });
    request.once("error", reject);
  });
