import { expect } from "chai";
import {
  answeredHeaders,
  forwardedHeaders,
  upgradeHeaders,
} from "../../../../rehearsal/region/effects/load-balancer-headers";

const from = { clientAddress: "10.0.0.9", listenerPort: 80, now: 1_600_000_000_000, random: () => 0.5 };
const added = [
  ...["X-Forwarded-For", "10.0.0.9", "X-Forwarded-Proto", "http", "X-Forwarded-Port", "80"],
  ...["X-Amzn-Trace-Id", "Root=1-5f5e1000-800000000000800000000000"],
];

describe("forwardedHeaders", () => {
  it("keeps order, spelling and repetition, and drops what belongs to the connection", () => {
    const headers = [
      "Host",
      "a",
      "Connection",
      "keep-alive",
      "Keep-Alive",
      "timeout=5",
      "X-A",
      "1",
      "x-a",
      "2",
      "TE",
      "x",
    ];
    expect(forwardedHeaders(headers, from)).to.deep.equal(["Host", "a", "X-A", "1", "x-a", "2", ...added]);
  });

  it("appends the client's address to what came, and replaces protocol and port", () => {
    const headers = ["x-forwarded-for", "1.1.1.1, 2.2.2.2", "X-Forwarded-Proto", "https", "X-Forwarded-Port", "443"];
    expect(forwardedHeaders(headers, from).slice(0, 6)).to.deep.equal([
      ...["X-Forwarded-For", "1.1.1.1, 2.2.2.2, 10.0.0.9"],
      ...["X-Forwarded-Proto", "http", "X-Forwarded-Port", "80"],
    ]);
  });

  const traces: readonly (readonly [came: string, expected: string])[] = [
    ["Root=1-a-b", "Self=1-5f5e1000-800000000000800000000000;Root=1-a-b"],
    ["Self=1-c-d;Root=1-a-b;own=1", "Self=1-5f5e1000-800000000000800000000000;Root=1-a-b;own=1"],
    ["own=1", "Root=1-5f5e1000-800000000000800000000000"],
  ];
  for (const [came, expected] of traces) {
    it(`traces ${came} as ${expected}`, () => {
      expect(forwardedHeaders(["X-Amzn-Trace-Id", came], from).at(-1)).to.equal(expected);
    });
  }
});

describe("forwardedHeaders with low dice", () => {
  it("gives trace ids of 24 digits", () => {
    const headers = forwardedHeaders([], { ...from, random: () => 0 });
    expect(headers.at(-1)).to.equal("Root=1-5f5e1000-000000000000000000000000");
  });
});

describe("upgradeHeaders", () => {
  it("keeps the upgrade", () => {
    const headers = ["Connection", "keep-alive, Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Key", "k"];
    expect(upgradeHeaders(headers, from)).to.deep.equal([
      ...["Sec-WebSocket-Key", "k", ...added],
      ...["Connection", "Upgrade", "Upgrade", "websocket"],
    ]);
  });
});

describe("answeredHeaders", () => {
  it("drops what belongs to the target's connection, its framing too, and adds the cookie", () => {
    const headers = ["Date", "d", "Connection", "close", "Transfer-Encoding", "chunked", "Set-Cookie", "a=1"];
    expect(answeredHeaders(headers, "b=2")).to.deep.equal(["Date", "d", "Set-Cookie", "a=1", "Set-Cookie", "b=2"]);
    expect(answeredHeaders(headers, undefined)).to.deep.equal(["Date", "d", "Set-Cookie", "a=1"]);
  });
});
