import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { askEdge } from "../../cli/ask-edge";
import { probeRelease } from "../../cli/probe-release";

describe("probing a release", () => {
  let server: http.Server;
  let url: string;
  let asked: (string | undefined)[];
  let answers: (string | undefined)[];
  let now: number;

  beforeEach(async () => {
    [asked, answers, now] = [[], [], 0];
    server = http.createServer(({ headers }, response) => {
      asked.push(headers.cookie);
      const release = answers.length > 1 ? answers.shift() : answers[0];
      response.writeHead(200, release === undefined ? {} : { "x-amz-meta-release": release }).end("page");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const controller = new AbortController();
  const ports = {
    ask: askEdge,
    clock: {
      now: () => now,
      sleep: async (milliseconds: number) => {
        now += milliseconds;
      },
    },
    signal: controller.signal,
  };

  it("asks until three answers in a row come from it", async () => {
    answers = ["frontend_a", "frontend_b"];
    expect(await probeRelease({ url, release: "frontend_b" }, ports)).to.deep.equal({
      kind: "seen",
      first: 0.5,
      all: 1.5,
    });
    expect(asked).to.deep.equal([undefined, undefined, undefined, undefined]);
  });

  it("asks for a release that isn't live with the testers' cookie", async () => {
    answers = ["frontend_b"];
    await probeRelease({ url, release: "frontend_b", cookie: "__release=frontend_b" }, ports);
    expect(asked).to.deep.equal(Array(3).fill("__release=frontend_b"));
  });

  it("ends after a minute of other answers", async () => {
    answers = [undefined];
    expect(await probeRelease({ url, release: "frontend_b" }, ports)).to.deep.equal({
      kind: "not-seen",
      last: "an answer of no release",
    });
    expect(now).to.equal(60_000);
  });

  it("says why nobody answers", async () => {
    const closed = "http://127.0.0.1:1/";
    const result = await probeRelease({ url: closed, release: "frontend_b" }, ports);
    expect(result).to.have.property("kind", "unreachable");
    expect(result).to.have.property("reason").that.includes("ECONNREFUSED");
    expect(await probeRelease({ url: undefined, release: "frontend_b" }, ports)).to.deep.equal({
      kind: "unreachable",
      reason: "Pulumi's state has no URL",
    });
    const overTls = await probeRelease({ url: closed.replace("http:", "https:"), release: "frontend_b" }, ports);
    expect(overTls).to.have.property("kind", "unreachable");
  });

  it("ends with Ctrl-C", async () => {
    answers = ["frontend_a"];
    const interruption = new AbortController();
    const sleep = async (): Promise<void> => interruption.abort(new Error("interrupted"));
    const interrupted = { ...ports, clock: { ...ports.clock, sleep }, signal: interruption.signal };
    expect(await probeRelease({ url, release: "frontend_b" }, interrupted)).to.deep.equal({
      kind: "unreachable",
      reason: "interrupted",
    });
  });
});
